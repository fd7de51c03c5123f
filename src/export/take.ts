/**
 * What a link gives: the file as its client's state is now.
 */
import type { Content } from '../content/content.ts';
import { readState } from '../engine/state.ts';
import type { Store, World } from '../run/ports.ts';
import { type FileParts, type MadeFile, makeFile } from './files.ts';

export interface TakeParts {
  content: Content;
  store: Pick<Store, 'takeDownload'>;
  world: Pick<World, 'now'>;
  letters: FileParts['letters'];
}

/** The file behind a ticket, once; undefined when it gives nothing (any more). */
export const createTake =
  ({ content, store, world, letters }: TakeParts) =>
  async (ticket: string): Promise<MadeFile | undefined> => {
    const madeAt = world.now().toISOString();
    const taken = await store.takeDownload(ticket, madeAt);
    if (!taken) return undefined;
    const { file, document, ...beside } = taken;
    return makeFile(file, { content, state: readState(document), ...beside, madeAt, letters });
  };
