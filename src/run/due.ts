/**
 * What is due because time passed: the messages that clients asked for. A turn for each, committed as a whole with the
 * end of the reminder; then the outbox sends it.
 */
import type { Content } from '../content/content.ts';
import { deliverUntil } from '../domain/contact.ts';
import { rulesOf } from '../engine/reminders.ts';
import { readState } from '../engine/state.ts';
import { turn } from '../engine/turn.ts';
import { arrangementOf, keptUntil, restsAt, turnWorld } from './kept.ts';
import { messagesOf } from './messages.ts';
import type { CommitResult, DueReminder, Log, Store, World } from './ports.ts';

export interface DueDeps {
  content: Content;
  store: Pick<Store, 'dueReminders' | 'commit'>;
  world: World;
  /** Something was committed that has to be sent. */
  committed(): void;
  log: Log;
}

/** Reminders taken at a time. */
const BATCH = 50;

/** Does all that is due now. Rejects when the store fails; what was not done is still due then. */
export async function sendDue(deps: DueDeps): Promise<void> {
  for (;;) {
    const now = deps.world.now().toISOString();
    const due = await deps.store.dueReminders(now, BATCH);
    let done = 0;
    for (const reminder of due) if (await sendOne(deps, reminder, now)) done += 1;
    if (done > 0) deps.committed();
    // Those that failed are the first again; they wait for the next time.
    if (due.length < BATCH || done === 0) return;
  }
}

async function sendOne(deps: DueDeps, due: DueReminder, now: string): Promise<boolean> {
  const { log } = deps;
  try {
    const { status } = await commitOne(deps, due, now);
    log('reminder.turn', { status });
    // After a conflict the client was just here, and it is looked at again: they may have called it off.
    return status === 'committed';
  } catch (error) {
    // One that cannot be read must not keep those of others waiting.
    log('reminder.failed', { error: error instanceof Error ? error.name : 'unknown' });
    return false;
  }
}

function commitOne({ content, store, world }: DueDeps, due: DueReminder, now: string): Promise<CommitResult> {
  const { id, at, channel, conversation, client, lastNumber } = due;
  const before = readState(client.document);
  const result = turn(content, before, { kind: 'clock', due: 'reminder', id }, turnWorld(world, now));
  const next = result.client;
  return store.commit({
    address: { channel, conversation },
    // The same reminder at the same time is the same activity, whoever takes it.
    activity: `reminder|${id}|${at}`,
    cause: 'clock',
    at: now,
    client: {
      id: client.id,
      seq: client.seq + 1,
      document: next,
      // Being written to is no use of it.
      keepUntil: keptUntil(content.retention, next),
      restAt: restsAt(next, now),
    },
    lastNumber,
    messages: messagesOf(content, before, result, undefined),
    pulled: false,
    // What cannot be sent in time is not sent: the client chose when.
    textUntil: deliverUntil(rulesOf(next), now),
    handoffs: [],
    arrangements: result.effects.flatMap((effect) => arrangementOf(effect, now)),
    demand: result.demand,
  });
}
