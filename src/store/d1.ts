/** The store on Cloudflare D1. Knows D1 by shape only, so that nothing of Cloudflare has to be installed for it. */
import type { Store } from '../run/ports.ts';
import { webCipher } from './cipher.ts';
import { fromDatabase } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { openStore } from './open.ts';
import type { Row, Runner, SqlValue, Statement } from './statement.ts';

/** The part of a D1 binding that is used. */
export interface D1 {
  prepare(sql: string): D1Statement;
  batch(statements: D1Statement[]): Promise<{ meta: { changes?: number } }[]>;
}

export interface D1Statement {
  bind(...values: unknown[]): D1Statement;
  all(): Promise<{ results: Record<string, unknown>[] }>;
}

/** Rejects with a StoreError when the schema is newer or the key is another one. */
export function openD1Store({ db, keys }: { db: D1; keys: Keyring }): Promise<Store> {
  return openStore(d1Runner(db), webCipher, keys);
}

export function d1Runner(db: D1): Runner {
  const bound = ({ sql, params }: Statement): D1Statement => db.prepare(sql).bind(...params);
  return {
    async all(statement) {
      try {
        const { results } = await bound(statement).all();
        return results.map(fromD1);
      } catch (error) {
        throw fromDatabase(error);
      }
    },
    async batch(statements) {
      try {
        const results = await db.batch(statements.map(bound));
        return results.map(({ meta }) => meta.changes ?? 0);
      } catch (error) {
        throw fromDatabase(error);
      }
    },
    // D1 keeps its own history for point-in-time restore; what is in it stays unreadable without the data key.
    scrub() {},
    async close() {},
  };
}

/** D1 hands a blob over as a list of numbers. */
function fromD1(row: Record<string, unknown>): Row {
  const out: Row = {};
  for (const [name, value] of Object.entries(row)) {
    if (Array.isArray(value)) out[name] = Uint8Array.from(value as number[]);
    else if (value instanceof ArrayBuffer) out[name] = new Uint8Array(value);
    else out[name] = value as SqlValue;
  }
  return out;
}
