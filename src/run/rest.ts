/**
 * What is to be forgotten when someone stays away, is: the clock looks at each document once, some hours after its
 * owner was last heard of.
 */
import type { Content } from '../content/content.ts';
import { readState } from '../engine/state.ts';
import { turn } from '../engine/turn.ts';
import { turnWorld } from './kept.ts';
import type { Log, Resting, Store, World } from './ports.ts';

export interface RestDeps {
  content: Content;
  store: Pick<Store, 'resting' | 'rest'>;
  world: World;
  log: Log;
}

/** Documents looked at in a go. */
const BATCH = 50;

/** Does all that is due now. Rejects when the store fails; what was not done is still due then. */
export async function restDue(deps: RestDeps): Promise<void> {
  for (;;) {
    const now = deps.world.now().toISOString();
    const resting = await deps.store.resting(now, BATCH);
    let done = 0;
    for (const client of resting) if (await restOne(deps, client, now)) done += 1;
    // Those that failed are the first again; they wait for the next time.
    if (resting.length < BATCH || done === 0) return;
  }
}

async function restOne(deps: RestDeps, client: Resting, now: string): Promise<boolean> {
  const document = forgotten(deps, client, now);
  // After a conflict they are back, and are looked at when they have left again.
  return (await deps.store.rest({ ...client, seq: client.seq + 1, document }, now)) === 'committed';
}

/** Written back also when nothing changed: a document that was must not be told from one that was not. */
function forgotten({ content, world, log }: RestDeps, { document }: Resting, now: string): unknown {
  try {
    return turn(content, readState(document), { kind: 'clock', due: 'away' }, turnWorld(world, now)).client;
  } catch (error) {
    // One that this version cannot read stays as it is, and keeps those of others from nothing.
    log('rest.failed', { error: error instanceof Error ? error.name : 'unknown' });
    return document;
  }
}
