/**
 * Handoffs whose term is over, or that nobody answered in the time that was said: a turn of their client for each, so
 * that what the client sees is what is so.
 */
import type { HandoffNews } from './handoff_news.ts';
import { type HandoffTurnDeps, takeHandoffTurn } from './handoff_turn.ts';
import type { DueHandoff, Store } from './ports.ts';

export interface HandoffsDueDeps extends HandoffTurnDeps {
  store: Pick<Store, 'dueHandoffs' | 'openHandoff' | 'commit'>;
  handoffsChanged?(changes: readonly HandoffNews[]): void;
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
  const { store, log } = deps;
  try {
    const open = await store.openHandoff(id);
    // Nobody can be told; the sweep takes the copy away at its term.
    if (!open) return false;
    const input = { kind: 'clock', due, handoff: id } as const;
    const { status, news } = await takeHandoffTurn(deps, open, input, `${due}|${id}`);
    log('handoff.due', { due, status });
    if (status !== 'committed') return false;
    deps.handoffsChanged?.(news);
    return true;
  } catch (error) {
    log('handoff.due_failed', { error: error instanceof Error ? error.name : 'unknown' });
    return false;
  }
}
