/** Keeps all other processes out of a database: for work that no running server may see half done. */
import Database from 'better-sqlite3';
import { isBusy } from './connection.ts';
import { fromDatabase, StoreError } from './errors.ts';

const WAIT_MS = 500;

/**
 * An existing database that nobody else has open, and that nobody else can open until this connection is closed.
 * Throws a StoreError 'locked' when a server, or another command, has it open.
 */
export function lockOut(file: string): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: WAIT_MS, fileMustExist: true });
    // A connection to a database in WAL mode holds a shared lock for as long as it is open, also when it is idle;
    // SQLite leaves that mode only for the last one. The log file is emptied and gone after it.
    db.pragma('journal_mode = DELETE');
    db.pragma('locking_mode = EXCLUSIVE');
    // Takes the lock; in this locking mode it is kept beyond the transaction.
    db.exec('begin exclusive; commit');
    // Somebody came between the two and turned WAL on again.
    if (db.pragma('journal_mode', { simple: true }) !== 'delete') throw inUse();
    return db;
  } catch (error) {
    db?.close();
    throw isBusy(error) ? inUse(error) : fromDatabase(error);
  }
}

function inUse(cause?: unknown): StoreError {
  return new StoreError(
    'locked',
    'Stuur is running on this data folder, or another command is at work there. Stop it, and try again.',
    cause,
  );
}
