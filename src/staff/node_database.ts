/**
 * The staff tables in the SQLite file, on a connection of their own: what better-auth writes stays out of the turns'
 * group commit, and waits for other processes as SQLite does. Node only.
 */
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { connect } from '../store/connection.ts';
import type { StaffDatabase } from './database.ts';

/** The store's own thread checkpoints; this connection does it only when that lags far behind (80 MB). */
const LAST_RESORT_PAGES = 20_000;

/** The file must have the schema already: the store is opened first, or `migrated` by whoever calls. */
export function openStaffDatabase(file: string): { db: StaffDatabase; close(): void } {
  const connection = connect(file);
  connection.pragma(`wal_autocheckpoint = ${LAST_RESORT_PAGES}`);
  // The async type promises less than the sync driver keeps.
  const db = drizzle(connection) as unknown as StaffDatabase;
  return { db, close: () => connection.close() };
}
