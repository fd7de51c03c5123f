/**
 * `keys.sqlite` beside the backups: what no backup holds. The wrapped keys of clients who exist now, and of nobody
 * else, and the installation's own wrapped secrets.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { makePrivate } from './connection.ts';
import { fromDatabase, StoreError } from './errors.ts';
import { WRAPPED } from './rotate.ts';

export const KEYS_FILE = 'keys.sqlite';

const BUSY_MS = 5_000;
/** Not WAL, which needs memory shared between processes: the folder may be on another machine. */
export const KEYS_PRAGMAS = [
  'journal_mode = DELETE',
  'synchronous = EXTRA',
  'secure_delete = ON',
  'temp_store = MEMORY',
] as const;
const TABLES = `
  create table if not exists client_key (client text primary key, key_id text not null, wrapped_key blob not null)
    strict, without rowid;
  create table if not exists stuur (key text primary key, value blob not null) strict`;

export interface KeptKeys {
  /** Makes the file what the database says now: keys of who is new come, keys of who is gone go. */
  refresh(): void;
  close(): void;
}

/**
 * The key file of `folder`, made when missing. Throws a StoreError 'refused' when it belongs to another installation
 * than `database`, an existing file: its keys would all be taken for those of people who are gone.
 */
export function openKeptKeys({ database, folder }: { database: string; folder: string }): KeptKeys {
  const file = join(folder, KEYS_FILE);
  let keys: Database.Database | undefined;
  try {
    makePrivate(file);
    keys = new Database(file, { timeout: BUSY_MS });
    for (const pragma of KEYS_PRAGMAS) keys.pragma(pragma);
    keys.exec(TABLES);
    keys.prepare('attach ? as live').run(database);
    const owner = installationOf(keys);
    if (owner !== undefined && owner !== installationOf(keys, 'live')) throw notOurs(folder);
  } catch (error) {
    keys?.close();
    throw fromDatabase(error);
  }
  const open = keys;
  return {
    refresh() {
      try {
        refresh(open);
      } catch (error) {
        throw fromDatabase(error);
      }
    },
    close: () => void open.close(),
  };
}

function notOurs(folder: string): StoreError {
  return new StoreError(
    'refused',
    `The ${KEYS_FILE} in ${folder} holds the keys of another installation, and its backups need them. Give another ` +
      'folder; or, if the data folder should hold that installation, restore its backup first.',
  );
}

function refresh(keys: Database.Database): void {
  // Not 'immediate', which would keep the live database from writing too. The mark comes first, so that the key file
  // is locked before the live database is looked at: what is written is never older than what was there.
  keys.exec(`begin;
    pragma main.user_version = 1;
    delete from client_key where client not in (select id from live.client);
    insert into client_key select id, key_id, wrapped_key from live.client where true
      on conflict do update set key_id = excluded.key_id, wrapped_key = excluded.wrapped_key
      where wrapped_key <> excluded.wrapped_key;
    insert or replace into main.stuur select key, value from live.stuur where key = 'installation' or ${WRAPPED};
    commit`);
  dropGone(keys);
}

/**
 * Takes the keys of clients who are gone out of `keys`, to which the live database is attached as `live`; gives their
 * number. Runs in a thread too, from its own source text: it may use nothing from outside.
 */
export function dropGone(keys: Database.Database): number {
  keys.exec('begin');
  const { changes } = keys
    .prepare('delete from client_key where client not in (select id from live.client)')
    .run();
  // A mark that is committed along: what a kill keeps from being done below is done at the next call.
  if (changes > 0) keys.pragma('main.user_version = 1');
  keys.exec('commit');
  if (keys.pragma('main.user_version', { simple: true }) === 1) {
    // Writes the file anew from the rows that are left: rests on nothing that happens to deleted bytes within a page.
    keys.exec('vacuum main');
    keys.pragma('main.user_version = 0');
  }
  return changes;
}

/**
 * The random name of the installation, in hexadecimals; undefined where none was given yet. `schema`: of a connection
 * with several databases.
 */
export function installationOf(db: Database.Database, schema = 'main'): string | undefined {
  if (!db.prepare(`select 1 from ${schema}.sqlite_schema where name = 'stuur'`).get()) return undefined;
  const name = db.prepare(`select hex(value) from ${schema}.stuur where key = 'installation'`).pluck().get();
  return name as string | undefined;
}

/** Gives the installation a name when it has none: tells its keys from those of another. */
export function nameInstallation(live: Database.Database): void {
  live.prepare("insert or ignore into stuur (key, value) values ('installation', randomblob(16))").run();
}
