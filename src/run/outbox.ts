/**
 * Sends what was committed. Reads the store's queue, so it goes on after a restart where it was; keeps the order
 * within a conversation, and tries again, ever later, what a channel could not take.
 */
import type { Delivery, Log, PendingOutgoing, Sender, Store, World } from './ports.ts';

export interface OutboxOptions {
  store: Pick<Store, 'pending' | 'delivered' | 'failed'>;
  /** By channel; the one with channel `*` takes what has no sender of its own. */
  senders: readonly Sender[];
  world: World;
  log?: Log;
  /** Sends under way at the same time. */
  concurrency?: number;
  /** Looks at the queue this often when nobody kicks: for what another process left, and after a failing store. */
  everyMs?: number;
  /** A message this old is not sent any more: an answer that comes a day late can do harm on a shared phone. */
  giveUpAfterMs?: number;
}

export interface Outbox {
  /** Something was committed. */
  kick(): void;
  /** Looks at the queue now and then, until stopped. Call once. */
  start(): void;
  /** Starts nothing more and waits for what is under way. */
  stop(): Promise<void>;
  /** Resolves when nothing is due any more. For tests, and before a planned stop. */
  idle(): Promise<void>;
}

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 10 * 60_000;
/** Ids of sent rows that the store could not mark: a failing store must not make them be sent again. */
const MOST_UNMARKED = 10_000;

/** Milliseconds until the next try: 1, 2, 4 ... seconds, at most ten minutes, of which half by chance. */
export function retryDelay(attempts: number, chance: number): number {
  const full = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts, 30));
  return Math.round(full / 2 + (full / 2) * chance);
}

/** Between 0 and 1, from the world's ids, so that tests can know it. */
const chanceOf = (world: World): number => {
  const drawn = Number.parseInt(world.id().replaceAll('-', '').slice(-8), 16);
  return Number.isNaN(drawn) ? 0.5 : drawn / 0xffff_ffff;
};

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, senders, world, log, concurrency = 8, everyMs = 15_000 } = options;
  const giveUpAfterMs = options.giveUpAfterMs ?? 24 * 3_600_000;
  const underWay = new Map<string, Promise<void>>();
  const unmarked = new Set<string>();
  let draining: Promise<void> | undefined;
  let again = false;
  let wake = () => {};
  let stopped = false;
  let nextDue = Number.POSITIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let started = false;

  const senderOf = (channel: string): Sender | undefined =>
    senders.find((sender) => sender.channel === channel) ?? senders.find((sender) => sender.channel === '*');

  const attempt = async (row: PendingOutgoing): Promise<Delivery> => {
    if (unmarked.has(row.id)) return 'sent';
    if (world.now().getTime() - Date.parse(row.at) > giveUpAfterMs) return 'gone';
    const sender = senderOf(row.channel);
    if (!sender) return 'retry';
    try {
      return await sender.send(row);
    } catch {
      return 'retry';
    }
  };

  const deliver = async (row: PendingOutgoing): Promise<void> => {
    const delivery = await attempt(row);
    if (delivery === 'sent') {
      if (unmarked.size < MOST_UNMARKED) unmarked.add(row.id);
      await store.delivered(row.id);
      unmarked.delete(row.id);
      return;
    }
    log?.('outbox.failed', { delivery, attempts: row.attempts + 1 });
    if (delivery === 'gone') return store.failed(row.id, undefined);
    const due = world.now().getTime() + retryDelay(row.attempts, chanceOf(world));
    nextDue = Math.min(nextDue, due);
    await store.failed(row.id, new Date(due).toISOString());
  };

  const begin = (row: PendingOutgoing): void => {
    const key = `${row.channel}\n${row.conversation}`;
    const sending = deliver(row)
      .catch((error: unknown) => {
        // The row stays queued. Looking again at once would only ask a failing store the same thing faster.
        log?.('outbox.store', { error: error instanceof Error ? error.name : 'unknown' });
        nextDue = Math.min(nextDue, world.now().getTime() + FIRST_RETRY_MS);
        failedNow.add(key);
      })
      .finally(() => underWay.delete(key));
    underWay.set(key, sending);
  };
  /** Conversations whose row could not be marked in this drain. */
  const failedNow = new Set<string>();

  const drain = async (): Promise<void> => {
    failedNow.clear();
    nextDue = Number.POSITIVE_INFINITY;
    while (!stopped) {
      again = false;
      // Those under way are still in the queue: ask for enough that others are found behind them.
      const most = concurrency * 2 + failedNow.size;
      const rows = await store.pending(world.now().toISOString(), most);
      const free = rows.filter((row) => {
        const key = `${row.channel}\n${row.conversation}`;
        return !underWay.has(key) && !failedNow.has(key);
      });
      for (const row of free.slice(0, concurrency - underWay.size)) begin(row);
      if (underWay.size === 0 && !again) return;
      // A slow channel must not keep what was committed meanwhile for others waiting.
      if (underWay.size > 0 && !again) await Promise.race([...underWay.values(), kicked()]);
    }
  };

  const kicked = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });

  const run = (): Promise<void> => {
    again = true;
    wake();
    draining ??= drain()
      .catch((error: unknown) => {
        log?.('outbox.store', { error: error instanceof Error ? error.name : 'unknown' });
      })
      .finally(() => {
        draining = undefined;
        // A kick that came just as the last look ended.
        if (again && !stopped) void run();
        else schedule();
      });
    return draining;
  };

  const schedule = (): void => {
    if (!started || stopped) return;
    clearTimeout(timer);
    const wait = Math.min(everyMs, Math.max(0, nextDue - world.now().getTime()));
    timer = setTimeout(() => void run(), wait);
    // Waiting for the next look must not keep a finished program alive.
    (timer as { unref?: () => void }).unref?.();
  };

  return {
    kick() {
      if (!stopped) void run();
    },
    start() {
      started = true;
      void run();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      wake();
      await draining;
      await Promise.all(underWay.values());
    },
    idle: run,
  };
}
