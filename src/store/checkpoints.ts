/**
 * Moves the write-ahead log into the database from a thread of its own: on the main thread a checkpoint keeps every
 * turn waiting behind it (p99 35 ms against 16 ms).
 */
import { createRequire } from 'node:module';
import { type MessagePort, Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';

export interface Checkpoints {
  /** So many statements were written. */
  wrote(statements: number): void;
  /** Empties the log file soon, so that what was deleted is not in it either. */
  scrub(): void;
  close(): Promise<void>;
}

type Order = 'move' | 'empty' | 'close';

/** About 4 MB of log: a checkpoint then takes a few milliseconds. */
const STATEMENTS_PER_MOVE = 1_000;
const IDLE_MS = 250;
const SCRUB_MS = 500;

/**
 * `failed` is called once when the thread cannot work; whoever owns the connection then lets SQLite make the
 * checkpoints itself.
 */
export function startCheckpoints(file: string, failed: (error: unknown) => void): Checkpoints {
  let thread: { worker: Worker; exited: Promise<void> } | undefined;
  let broken = false;
  let written = 0;
  let idle: NodeJS.Timeout | undefined;
  let scrubbing: NodeJS.Timeout | undefined;

  const start = (): { worker: Worker; exited: Promise<void> } => {
    const driver = createRequire(import.meta.url).resolve('better-sqlite3');
    // Source text rather than a file: it works the same from src/, from a bundle and in tests.
    const source = `(${work})(require('node:worker_threads'), require(${JSON.stringify(driver)}))`;
    const worker = new Worker(source, { eval: true, workerData: { file } });
    worker.unref();
    worker.once('error', (error) => {
      broken = true;
      failed(error);
    });
    return { worker, exited: new Promise((resolve) => worker.once('exit', () => resolve())) };
  };
  const order = (what: Order): void => {
    if (broken) return;
    thread ??= start();
    thread.worker.postMessage(what);
  };
  const move = (): void => {
    written = 0;
    order('move');
  };

  return {
    wrote(statements) {
      written += statements;
      if (written >= STATEMENTS_PER_MOVE) move();
      if (idle) idle.refresh();
      else idle = setTimeout(() => written > 0 && move(), IDLE_MS).unref();
    },
    scrub() {
      scrubbing ??= setTimeout(() => {
        scrubbing = undefined;
        order('empty');
      }, SCRUB_MS).unref();
    },
    async close() {
      clearTimeout(idle);
      clearTimeout(scrubbing);
      if (!thread) return;
      // A program that only waits for this must not end before it.
      thread.worker.ref();
      if (!broken) thread.worker.postMessage('close');
      await thread.exited;
    },
  };
}

/** Runs in the thread, from its own source text: it may use nothing from outside. */
function work(
  { parentPort, workerData }: { parentPort: MessagePort | null; workerData: { file: string } },
  Driver: typeof Database,
): void {
  const db = new Driver(workerData.file, { timeout: 1000 });
  db.pragma('synchronous = FULL');
  if (db.pragma('synchronous', { simple: true }) !== 2) throw new Error('synchronous is not FULL');
  const checkpoint = (mode: string): { busy: number; log: number; checkpointed: number } => {
    const [row] = db.pragma(`wal_checkpoint(${mode})`) as {
      busy: number;
      log: number;
      checkpointed: number;
    }[];
    return row ?? { busy: 1, log: 0, checkpointed: 0 };
  };
  // Turns go on meanwhile. Each round has less left to do; once none is left, the log starts again from its top.
  const move = (): void => {
    for (let round = 0; round < 5; round++) {
      const { busy, log, checkpointed } = checkpoint('PASSIVE');
      if (busy || log === checkpointed) return;
    }
  };
  const empty = (): void => {
    move();
    if (checkpoint('TRUNCATE').busy) setTimeout(empty, 200);
  };
  parentPort?.on('message', (order: Order) => {
    try {
      if (order === 'move') move();
      if (order === 'empty') empty();
    } catch (error) {
      // Locked or full: the next order tries again.
      if (!/SQLITE_(BUSY|LOCKED|FULL)/.test(String((error as { code?: string }).code))) throw error;
    }
    if (order === 'close') {
      db.close();
      process.exit(0);
    }
  });
}
