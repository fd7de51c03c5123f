/**
 * The clock loop: work that is due because time passed, not because someone wrote.
 */
import type { Log, Store, World } from './ports.ts';

export interface Clock {
  /** Does what is due now; used by the timer, at start, and by tests. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

export interface ClockOptions {
  store: Pick<Store, 'sweep'>;
  world: Pick<World, 'now'>;
  log: Log;
  /**
   * Takes the keys of clients who are gone out of what is kept beside the backups; `failed` says why not, as a code.
   * Absent: there are no backups.
   */
  dropKeys?: () => Promise<{ removed: number } | { failed: string }>;
  /** What ends by now and is to be known by its client first: the sweep takes away what nobody was told of. */
  ends?: () => Promise<void>;
  /** What clients asked for at this time, and what is to be forgotten by now. */
  due?: () => Promise<void>;
  /** Milliseconds between two ticks. */
  every: number;
  /** Injected so that tests need not wait. */
  setTimer?: (task: () => void, ms: number) => { clear(): void };
}

const nodeTimer = (task: () => void, ms: number): { clear(): void } => {
  const timer = setTimeout(task, ms);
  return { clear: () => clearTimeout(timer) };
};

export function startClock({
  store,
  world,
  log,
  dropKeys,
  ends,
  due,
  every,
  setTimer = nodeTimer,
}: ClockOptions): Clock {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: { clear(): void } | undefined;

  const once = async (): Promise<void> => {
    try {
      await ends?.();
    } catch {
      log('clock.ends_failed');
    }
    try {
      const swept = await store.sweep(world.now().toISOString());
      if (swept.clients + swept.texts + swept.handoffs > 0) log('clock.swept', { ...swept });
    } catch {
      // The disk may be full or away for a while; the next tick tries again and nothing is lost by waiting.
      log('clock.failed');
    }
    try {
      await due?.();
    } catch {
      log('clock.due_failed');
    }
    const dropped = await dropKeys?.();
    if (!dropped) return;
    if ('failed' in dropped) log('backup.keys_failed', { because: dropped.failed });
    else if (dropped.removed > 0) log('backup.keys_removed', { clients: dropped.removed });
  };
  const tick = (): Promise<void> => {
    running = running.then(once);
    return running;
  };
  const next = (): void => {
    if (stopped) return;
    timer = setTimer(() => void tick().then(next), every);
  };
  next();
  return {
    tick,
    stop: async () => {
      stopped = true;
      timer?.clear();
      await running;
    },
  };
}
