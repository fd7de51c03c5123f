/**
 * While the server runs: takes the keys of wiped clients out of the key file beside the backups, in a thread, because
 * that folder may be slow, far away or gone, and conversations go on.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { fromDatabase, StoreError } from './errors.ts';
import { dropGone, KEYS_FILE, KEYS_PRAGMAS } from './node_kept_keys.ts';

/** `failed` is a code: 'no_file', 'other_installation', 'slow', or the kind of a StoreError. */
export type KeysDropped = { removed: number } | { failed: string };

type Said = KeysDropped | { error: { code: string; message: string } };

const LONGEST_MS = 20_000;

/** Gives what to call each minute. Never rejects. `longest`: milliseconds after which it is not waited for. */
export function watchKeys(
  { database, folder }: { database: string; folder: string },
  longest = LONGEST_MS,
): () => Promise<KeysDropped> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  // Source text rather than a file: it works the same from src/, from a bundle and in tests.
  const source = `(${work})(require('node:worker_threads'), require('node:fs').existsSync,
    require(${JSON.stringify(driver)}), ${dropGone})`;
  const workerData: Work = { database, file: join(folder, KEYS_FILE), pragmas: KEYS_PRAGMAS };
  let running = false;

  return () =>
    new Promise((resolve) => {
      // A thread that hangs on a folder that is away cannot be ended; a second one would hang beside it.
      if (running) return resolve({ failed: 'slow' });
      running = true;
      const worker = new Worker(source, { eval: true, workerData });
      worker.unref();
      const waiting = setTimeout(() => resolve({ failed: 'slow' }), longest);
      let outcome: KeysDropped = { failed: 'unavailable' };
      worker.once('message', (said: Said) => {
        outcome = 'error' in said ? { failed: kindOf(said.error) } : said;
      });
      worker.once('error', (error) => {
        outcome = { failed: kindOf({ code: '', message: error.message }) };
      });
      worker.once('exit', () => {
        running = false;
        clearTimeout(waiting);
        resolve(outcome);
      });
    });
}

function kindOf({ code, message }: { code: string; message: string }): string {
  const error = fromDatabase(Object.assign(new Error(message), { code }));
  return error instanceof StoreError ? error.kind : 'rule';
}

interface Work {
  database: string;
  file: string;
  pragmas: readonly string[];
}

/** Runs in the thread, from its own source text: it may use nothing from outside. */
function work(
  { parentPort, workerData }: { parentPort: { postMessage(said: Said): void } | null; workerData: Work },
  exists: (file: string) => boolean,
  Driver: typeof Database,
  drop: (keys: Database.Database) => number,
): void {
  const { database, file, pragmas } = workerData;
  const tell = (): Said => {
    const there = exists(file);
    const keys = new Driver(there ? file : ':memory:', { timeout: 5000 });
    try {
      keys.prepare('attach ? as live').run(database);
      const name = (schema: string): unknown =>
        keys.prepare(`select hex(value) from ${schema}.stuur where key = 'installation'`).pluck().get();
      const ours = name('live');
      // No backup was ever made of this database; afterwards, no file means that the folder is away.
      if (!there) return ours === undefined ? { removed: 0 } : { failed: 'no_file' };
      for (const pragma of pragmas) keys.pragma(`main.${pragma}`);
      if (ours === undefined || name('main') !== ours) return { failed: 'other_installation' };
      return { removed: drop(keys) };
    } finally {
      keys.close();
    }
  };
  try {
    parentPort?.postMessage(tell());
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    parentPort?.postMessage({ error: { code, message } });
  }
}
