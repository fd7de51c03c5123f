/** One connection to a SQLite file, with the settings on which every promise about it rests. */
import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { fromDatabase, StoreError } from './errors.ts';

/** The database's name within the data folder. */
export const DATABASE_FILE = 'stuur.sqlite';

const FULL = 2;
const BUSY_MS = 5_000;
const OPEN_TRIES = 50;
const OPEN_WAIT_MS = 20;

/** `file` may be ':memory:'. The file gets mode 0600 and a new folder 0700. */
export function connect(file: string): Database.Database {
  for (;;) {
    let db: Database.Database | undefined;
    try {
      if (file !== ':memory:') makePrivate(file);
      const before = place(file);
      db = new Database(file, { timeout: BUSY_MS });
      configure(db);
      assertSettings(db);
      // From this read on the connection holds a lock that a restore cannot pass (`node_lock.ts`). One that came
      // before it put another file here: what is written to this one would be lost.
      db.pragma('schema_version');
      if (place(file) === before) return db;
      db.close();
    } catch (error) {
      db?.close();
      if (!isMoved(error)) throw fromDatabase(error);
    }
  }
}

/** Which file stands under this name. */
function place(file: string): number | undefined {
  return file === ':memory:' ? undefined : statSync(file).ino;
}

/** Makes the file when missing, for its owner only. Not while this process has it open: closing drops its locks. */
export function makePrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives the -wal and -shm files the mode of the database itself.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

function configure(db: Database.Database): void {
  // Turning WAL on does not wait for a lock, whatever the busy timeout: two first starts at once meet here.
  for (let attempt = 1; ; attempt++) {
    try {
      db.pragma('journal_mode = WAL');
      break;
    } catch (error) {
      if (attempt === OPEN_TRIES || !isBusy(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, OPEN_WAIT_MS);
    }
  }
  // better-sqlite3 is compiled with NORMAL as its default for WAL, which forgets acknowledged turns in a power cut.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('secure_delete = ON');
  // No scratch files beside the database.
  db.pragma('temp_store = MEMORY');
}

/** Another process has the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

/** SQLite's own word for a file that has another in its place. */
function isMoved(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_READONLY_DBMOVED';
}

/** Throws unless the connection is durable, holds foreign keys and overwrites what it deletes. */
export function assertSettings(db: Database.Database): void {
  const settings: readonly (readonly [name: string, expected: number])[] = [
    ['synchronous', FULL],
    ['foreign_keys', 1],
    ['secure_delete', 1],
  ];
  for (const [name, expected] of settings) {
    const value = db.pragma(name, { simple: true });
    if (value === expected) continue;
    throw new StoreError(
      'unavailable',
      `SQLite has ${name} ${value} where ${expected} is needed, so what it acknowledges is not certain. Use the ` +
        'better-sqlite3 of package-lock.json.',
    );
  }
}
