/** An installation in a temporary folder, for the tests of backups and keys: a data folder, a store, a backup folder. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { Store } from '../../src/run/ports.ts';
import { DATABASE_FILE } from '../../src/store/connection.ts';
import { type Keyring, keyringFrom, newKey } from '../../src/store/keyring.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { smallOrganisations } from '../engine/world.ts';
import { addOrganisations, OF_TURNS } from './organisations.ts';
import { NOW, nobody, turnAfter } from './turns.ts';

export const now = new Date(NOW);
export const key = newKey();
export const keys = await keyringFrom(key);

export interface Installation {
  data: string;
  database: string;
  backups: string;
  store: Store;
  /** The store again, with the database as it is now. */
  open(ring?: Keyring): Promise<Store>;
}

export async function install(ring: Keyring = keys): Promise<Installation> {
  const root = mkdtempSync(join(tmpdir(), 'stuur-installation-'));
  const opened: Store[] = [];
  const data = join(root, 'data');
  const database = join(data, DATABASE_FILE);
  const open = async (own: Keyring = ring): Promise<Store> => {
    const store = await openSqliteStore({ file: database, keys: own });
    opened.push(store);
    return store;
  };
  onTestFinished(async () => {
    for (const store of opened) await store.close();
    rmSync(root, { recursive: true });
  });
  const store = await open();
  addOrganisations(database, [...OF_TURNS, ...smallOrganisations]);
  return { data, database, backups: join(root, 'backups'), store, open };
}

/** So many new clients, each with a conversation of their own: `<name>-<number>`. */
export async function fill(store: Store, name: string, count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const turn = turnAfter({ channel: 'directline', conversation: `${name}-${index}` }, nobody);
      await store.commit(turn);
      return turn.client.id;
    }),
  );
}

/** Reads with a connection of its own. */
export function query<T>(file: string, sql: string, ...values: unknown[]): T[] {
  const db = new Database(file, { fileMustExist: true });
  try {
    return db.prepare(sql).all(...values) as T[];
  } finally {
    db.close();
  }
}

export const wrappedKeys = (database: string, ids: readonly string[]): Buffer[] =>
  query<{ id: string; wrapped_key: Buffer }>(database, 'select id, wrapped_key from client')
    .filter(({ id }) => ids.includes(id))
    .map(({ wrapped_key }) => wrapped_key);

/** The files of a folder that hold any of these bytes, whatever they are called. */
export function filesWith(folder: string, sought: readonly (Buffer | string)[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .filter((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return sought.some((each) => bytes.includes(each));
    })
    .map(({ name }) => name);
}
