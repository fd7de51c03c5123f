/** Retention: deletes what is past its time, in small batches so that nobody waits long behind them. */
import type { Swept } from '../run/ports.ts';
import * as handoff from './handoff_queries.ts';
import type { Vault } from './sealing.ts';
import type { Runner } from './statement.ts';
import * as query from './upkeep_queries.ts';

const BATCH = 500;
const CLIENTS = 50;
/** A channel that fetches its messages gets this long to do so when texts are not kept at all. */
const FETCH_MS = 5 * 60_000;
/** An answer that could not be delivered for this long helps nobody any more. */
const GIVE_UP_MS = 24 * 3_600_000;
/** An organisation's copy goes at its term, and at the latest this long after it. */
const EXPIRED_MS = 10 * 60_000;
/** How long numbering goes on where the client is gone, for a page that is still open. */
const EMPTY_MS = 24 * 3_600_000;

export async function sweep(runner: Runner, vault: Vault, now: string): Promise<Swept> {
  const ago = (ms: number): string => new Date(Date.parse(now) - ms).toISOString();

  const texts = await repeat(BATCH, async (limit) => {
    const times = { now, fetched_at: ago(FETCH_MS), given_up_at: ago(GIVE_UP_MS) };
    return last(await runner.batch([query.deleteTexts({ ...times, limit })]));
  });
  const clients = await repeat(CLIENTS, async (limit) => {
    const which = { day: now.slice(0, 10), now, limit };
    const overdue = await runner.all(query.overdueClients(which));
    for (const { id } of overdue) vault.forget(String(id));
    // Each statement asks again who is overdue: whoever came back since the question above is not among them.
    await runner.batch([query.detachOverdue(which), query.deleteOverdue(which)]);
    // Not the number of deleted rows: D1 counts those that went along with the client too.
    return overdue.length;
  });
  const handoffs = await repeat(BATCH, async (limit) => {
    // The clock takes a turn for each first, so that its client knows; this is for whom no turn can be taken.
    return last(await runner.batch([handoff.expireHandoffs({ now: ago(EXPIRED_MS), limit })]));
  });
  await repeat(BATCH, async (limit) => last(await runner.batch([handoff.deleteEndedWords({ limit })])));
  await runner.batch([
    query.deleteDownloads({ now }),
    query.deleteMissedReminders({ before: ago(GIVE_UP_MS) }),
  ]);
  await repeat(BATCH, async (limit) => {
    return last(await runner.batch([query.deleteEmptyConversations({ before: ago(EMPTY_MS), limit })]));
  });
  if (texts + clients + handoffs > 0) runner.scrub();
  return { clients, texts, handoffs };
}

async function repeat(limit: number, some: (limit: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const done = await some(limit);
    total += done;
    if (done < limit) return total;
  }
}

function last(changes: readonly number[]): number {
  return changes.at(-1) ?? 0;
}
