/**
 * Handoffs whose term is over, or that nobody answered in the time that was said: a turn of their client for each, so
 * that what the client sees is what is so.
 */
import type { Content } from '../content/content.ts';
import { readState } from '../engine/state.ts';
import { turn } from '../engine/turn.ts';
import { commitFor } from './handoff_commit.ts';
import { type HandoffNews, newsOf } from './handoff_news.ts';
import { turnWorld } from './kept.ts';
import type { Address, DueHandoff, Log, Outgoing, Store, World } from './ports.ts';

export interface HandoffsDueDeps {
  content: Content;
  store: Pick<Store, 'dueHandoffs' | 'openHandoff' | 'commit'>;
  world: World;
  committed(to: Address & { pulled: boolean }, outgoing: Outgoing[]): void;
  handoffsChanged?(changes: readonly HandoffNews[]): void;
  log: Log;
}

const BATCH = 50;

/** Does all that is due now. Rejects when the store fails; what was not done is still due then. */
export async function settleHandoffs(deps: HandoffsDueDeps): Promise<void> {
  for (;;) {
    const due = await deps.store.dueHandoffs(deps.world.now().toISOString(), BATCH);
    let done = 0;
    for (const each of due) if (await settleOne(deps, each)) done += 1;
    if (due.length < BATCH || done === 0) return;
  }
}

async function settleOne(deps: HandoffsDueDeps, { id, due }: DueHandoff): Promise<boolean> {
  const { content, store, world, log } = deps;
  try {
    const open = await store.openHandoff(id);
    // Nobody can be told; the sweep takes the copy away at its term.
    if (!open) return false;
    const now = world.now().toISOString();
    const before = readState(open.client.document);
    const result = turn(content, before, { kind: 'clock', due, handoff: id }, turnWorld(world, now));
    const commit = commitFor(content, open, { before, result, now }, 'clock', `${due}|${id}`);
    const outcome = await store.commit(commit);
    log('handoff.due', { due, status: outcome.status });
    if (outcome.status !== 'committed') return false;
    deps.committed(open, outcome.outgoing);
    deps.handoffsChanged?.(commit.handoffs.flatMap(newsOf));
    return true;
  } catch (error) {
    log('handoff.due_failed', { error: error instanceof Error ? error.name : 'unknown' });
    return false;
  }
}
