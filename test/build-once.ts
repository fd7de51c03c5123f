/** Builds dist/ before the tests that start the real server, when it is stale. */
import { join } from 'node:path';
import { buildIfStale } from '../src/cli/build.mjs';

export async function setup(): Promise<void> {
  await buildIfStale(join(import.meta.dirname, '..'));
}
