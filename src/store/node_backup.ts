/**
 * A backup of the database while others write to it. The keys that a client can destroy are never in it: they are in
 * the key file beside it (`node_kept_keys.ts`).
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { fromDatabase, StoreError } from './errors.ts';
import { sync } from './local_key.ts';
import { type KeptKeys, nameInstallation, openKeptKeys } from './node_kept_keys.ts';
import { WRAPPED } from './rotate.ts';

const BUSY_MS = 5_000;
const DAY_MS = 24 * 3_600_000;

export interface Backup {
  file: string;
  /** Clients in it. */
  clients: number;
}

/** The key of the row of `stuur` by which a backup is known; its value is the time at which it was made. */
export const MADE = 'backup_made';

/**
 * Writes `<folder>/stuur-<time>.sqlite` and brings the key file beside it up to date. `database` may be in use.
 * Throws a StoreError; the folder then has no new backup.
 */
export function makeBackup({
  database,
  folder,
  now,
}: {
  database: string;
  folder: string;
  now: Date;
}): Backup {
  if (!existsSync(database)) {
    throw new StoreError('refused', `There is no database ${database}, so there is nothing to back up.`);
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `stuur-${now.toISOString().replaceAll(/[:.]/g, '-')}.sqlite`);
  const draft = `${file}.part`;
  removeLeftOvers(folder, now);
  let keys: KeptKeys | undefined;
  try {
    prepare(database);
    keys = openKeptKeys({ database, folder });
    const clients = copy(database, draft, now);
    // After the copy: each client in it who is still there has their key in the file.
    keys.refresh();
    if (existsSync(file)) throw new StoreError('refused', `${file} exists already. Try again in a moment.`);
    putInPlace(draft, file);
    return { file, clients };
  } catch (error) {
    throw fromDatabase(error);
  } finally {
    keys?.close();
    rmSync(draft, { force: true });
  }
}

function prepare(database: string): void {
  const live = new Database(database, { timeout: BUSY_MS, fileMustExist: true });
  try {
    live.pragma('synchronous = FULL');
    if (!isStuur(live)) {
      throw new StoreError('refused', `${database} is no database of Stuur, so there is nothing to back up.`);
    }
    nameInstallation(live);
  } finally {
    live.close();
  }
}

export function isStuur(db: Database.Database): boolean {
  const tables = "select count(*) from sqlite_schema where name in ('client', 'stuur', 'migration')";
  return db.prepare(tables).pluck().get() === 3;
}

/** What a backup that was killed left behind; it holds no key, but room on the disk. */
function removeLeftOvers(folder: string, now: Date): void {
  for (const name of readdirSync(folder)) {
    if (!/^stuur-.*\.sqlite\.part$/.test(name)) continue;
    const path = join(folder, name);
    if (now.getTime() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { force: true });
  }
}

interface Item {
  type: string;
  name: string;
  sql: string;
}

/**
 * Copies all tables as they were at one moment, as VACUUM INTO would, but row by row, so that keys are left out before
 * anything is written: what never was in a file need not be scrubbed from it. Gives the number of clients.
 */
function copy(database: string, draft: string, now: Date): number {
  rmSync(draft, { force: true });
  closeSync(openSync(draft, 'wx', 0o600));
  const db = new Database(draft);
  try {
    // A draft that fails is thrown away as a whole.
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.pragma('foreign_keys = OFF');
    db.prepare('attach ? as live').run(database);
    // One transaction, so one state of the live database for all that is read of it.
    db.exec('begin');
    const items = db
      .prepare(
        "select type, name, sql from live.sqlite_schema where sql is not null and name not like 'sqlite_%'",
      )
      .all() as Item[];
    const virtual = new Set(namesOfType(db, 'virtual'));
    const shadow = new Set(namesOfType(db, 'shadow'));
    for (const { name, sql } of items.filter(({ type }) => type === 'table')) {
      if (virtual.has(name) || shadow.has(name)) continue;
      db.exec(sql);
      copyRows(db, name);
    }
    for (const { name, sql } of items.filter((item) => virtual.has(item.name))) indexAnew(db, name, sql);
    // After the rows: a trigger is not to run for what is copied.
    for (const { sql } of items.filter(({ type }) => type !== 'table')) db.exec(sql);
    db.prepare('insert into main.stuur (key, value) values (?, ?)').run(MADE, Buffer.from(now.toISOString()));
    const clients = db.prepare('select count(*) from main.client').pluck().get() as number;
    db.exec('commit');
    return clients;
  } finally {
    db.close();
  }
}

function namesOfType(db: Database.Database, type: 'virtual' | 'shadow'): string[] {
  return db
    .prepare("select name from pragma_table_list where schema = 'live' and type = ?")
    .pluck()
    .all(type) as string[];
}

/** A full-text index holds nothing of its own: it is made from the table that it is over. */
function indexAnew(db: Database.Database, name: string, sql: string): void {
  if (!/using fts5\(.*\bcontent='\w+'/i.test(sql)) {
    throw new StoreError(
      'rule',
      `The backup cannot copy the virtual table ${name}; see src/store/node_backup.ts.`,
    );
  }
  db.exec(sql);
  db.exec(`insert into main."${name}" ("${name}") values ('rebuild')`);
}

function copyRows(db: Database.Database, table: string): void {
  const columns = db
    .prepare("select name from pragma_table_xinfo(?, 'main') where hidden = 0")
    .pluck()
    .all(table) as string[];
  const names = columns.map((name) => `"${name}"`).join(', ');
  const values = columns
    .map((name) => (table === 'client' ? (LEFT_OUT[name] ?? `"${name}"`) : `"${name}"`))
    .join(', ');
  const rows = table === 'stuur' ? `where not (${WRAPPED})` : '';
  db.exec(`insert into main."${table}" (${names}) select ${values} from live."${table}" ${rows}`);
}

/** What stands in the columns of `client` that hold its key. */
const LEFT_OUT: Readonly<Record<string, string>> = { key_id: "''", wrapped_key: "x''" };

/** Under its final name, and so on the disk that a power cut finds either the whole file or none. */
function putInPlace(draft: string, file: string): void {
  sync(draft);
  renameSync(draft, file);
  sync(dirname(file));
}
