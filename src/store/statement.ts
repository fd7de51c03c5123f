/** One SQL statement with its values, and what runs a list of them: the seam between the store and its databases. */
import { Param, Placeholder, type Query } from 'drizzle-orm';
import type { Bytes } from './cipher.ts';
import { StoreError } from './errors.ts';

export type SqlValue = string | number | null | Bytes;
export type Row = Record<string, SqlValue>;

export interface Statement {
  sql: string;
  params: readonly SqlValue[];
}

/** A database. Rejects with a StoreError, or a ConstraintError when a constraint refused the batch. */
export interface Runner {
  /** Rows of one read. */
  all(statement: Statement): Promise<Row[]>;
  /**
   * Runs all statements or none, in order. Durable once it resolves. Gives the number of
   * changed rows of each, which on D1 includes the rows that a foreign key took along.
   */
  batch(statements: readonly Statement[]): Promise<number[]>;
  /** Makes deleted bytes leave the files too, soon, where this database keeps them longer than the row. */
  scrub(): void;
  close(): Promise<void>;
}

/** A query compiled once: per call only its values are put in place. */
export type Compiled<Values> = (values: Values) => Statement;

/**
 * Compiles a drizzle query whose values are `sql.placeholder(name)`.
 * Drizzle's own `fillPlaceholders` walks the whole list through its type checks on every call; this does it once.
 */
export function compile<Values extends Record<string, SqlValue>>(query: {
  toSQL(): Query;
}): Compiled<Values> {
  const { sql, params } = query.toSQL();
  const slots = params.map(slot);
  return (values) => ({ sql, params: slots.map((s) => ('name' in s ? pick(values, s.name) : s.value)) });
}

type Slot = { name: string } | { value: SqlValue };

function slot(param: unknown): Slot {
  const inner = param instanceof Param ? param.value : param;
  return inner instanceof Placeholder ? { name: inner.name } : { value: inner as SqlValue };
}

function pick(values: Record<string, SqlValue>, name: string): SqlValue {
  const value = values[name];
  if (value === undefined) throw new StoreError('rule', `A statement was built without its value '${name}'.`);
  return value;
}
