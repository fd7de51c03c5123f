/** A TypeScript program as one file that any Node can start, and soon: each of many starts takes a fifth of a second. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';

/** Bundles `name` of this folder before the tests of a file; the bundle lies where the packages can be found from. */
export function bundled(name: string): string {
  const outfile = fileURLToPath(
    new URL(`../../node_modules/.cache/stuur-${name.replace('.ts', '')}-${process.pid}.mjs`, import.meta.url),
  );
  beforeAll(async () => {
    await build({
      entryPoints: [fileURLToPath(new URL(`./${name}`, import.meta.url))],
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['better-sqlite3'],
      outfile,
    });
  });
  afterAll(() => rmSync(outfile));
  return outfile;
}
