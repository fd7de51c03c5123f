/**
 * The tables of staff, through drizzle: the same queries on better-sqlite3 and D1. Each write is one statement, since
 * D1 has no transactions; what belongs together is written in the order in which a crash between them does no harm.
 */
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';

/** On better-sqlite3 the driver answers at once, on D1 later; `await` fits both. */
export type StaffDatabase = BaseSQLiteDatabase<'async', unknown, Record<string, never>>;

/** Something that whoever asked can put right. The message is Dutch: admins read it on a page, operators in a terminal. */
export class StaffError extends Error {
  override name = 'StaffError';
}

/** One row, or none. */
export async function first<T>(rows: PromiseLike<T[]>): Promise<T | undefined> {
  return (await rows)[0];
}

/** What was done, or the sentence that says what is wrong with it. */
export async function unlessWrong<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StaffError) return error.message;
    throw error;
  }
}
