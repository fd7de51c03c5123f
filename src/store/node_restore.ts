/**
 * Builds a database from a backup and puts it in place. Clients get their key back from where keys are kept now; who
 * has none there has wiped everything, or expired, and is not brought back.
 */
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { Bytes } from './cipher.ts';
import { connect } from './connection.ts';
import { fromDatabase, StoreError } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { sync } from './local_key.ts';
import { migrate } from './migrate.ts';
import { isStuur, MADE } from './node_backup.ts';
import { nodeCipher } from './node_cipher.ts';
import { installationOf, KEYS_FILE } from './node_kept_keys.ts';
import { lockOut } from './node_lock.ts';
import { fillIn, type Source } from './node_restore_rows.ts';
import { WRAPPED } from './rotate.ts';
import { openWrapping, unwrapSecret, type WrappedKey } from './sealing.ts';
import { openSqliteRunner } from './sqlite.ts';

export interface Restored {
  /** When the backup was made. */
  made: string;
  /** Clients who are back. */
  clients: number;
  /** Clients in the backup who wiped everything since, or whose time was over: they stay gone. */
  gone: number;
  /** Clients of the database that was there who are not in the backup. */
  lost: number;
  /** Keys of clients that are damaged: what is theirs cannot be read. */
  damaged: number;
  keysFrom: 'database' | 'file';
}

export interface RestoreOptions {
  backup: string;
  /** The file to become; its folder is made when missing. */
  database: string;
  keys: Keyring;
  /** Puts the backup in the place of a database that is there. */
  replace: boolean;
  now: Date;
}

/** Rejects with a StoreError; what was there is then as it was. */
export async function restore({ backup, database, keys, replace, now }: RestoreOptions): Promise<Restored> {
  const { made, installation } = look(backup);
  const there = existsSync(database);
  if (there && !replace) {
    throw new StoreError(
      'refused',
      `There is a database ${database} already. Add --replace to put the backup in its place: what came after the ` +
        'backup is lost then.',
    );
  }
  const draft = `${database}.restored`;
  let live: Live | undefined;
  let source: Source | undefined;
  try {
    // Kept until the end: nobody can start, say or wipe anything between the look at the keys and the new file.
    if (there) live = takeLive(database);
    source = sourceOf(live, backup, installation);
    mkdirSync(dirname(database), { recursive: true, mode: 0o700 });
    removeDraft(draft);
    copyFileSync(backup, draft, constants.COPYFILE_EXCL);
    chmodSync(draft, 0o600);
    const built = await build(draft, source, keys, now);
    const before = live?.sound && isStuur(live.lock) ? countClients(live.lock) : 0;
    const lost = source.live ? before - built.clients : before;
    putInPlace(draft, database, live);
    return { made, ...built, lost, keysFrom: source.live ? 'database' : 'file' };
  } catch (error) {
    throw fromDatabase(error);
  } finally {
    source?.close();
    live?.lock?.close();
    removeDraft(draft);
  }
}

/** What is in a file that should be a backup. */
function look(backup: string): { made: string; installation: string } {
  const none = (because: string, cause?: unknown): StoreError =>
    new StoreError('refused', `${backup} ${because} Give a file that \`npm run backup\` made.`, cause);
  if (!existsSync(backup)) throw none('does not exist.');
  let db: Database.Database | undefined;
  try {
    db = new Database(backup, { readonly: true, fileMustExist: true });
    if (!isStuur(db)) throw none('is no backup of Stuur.');
    const made = db.prepare('select value from stuur where key = ?').pluck().get(MADE) as Buffer | undefined;
    const installation = installationOf(db);
    if (!made || !installation) throw none('is a database of Stuur, but no backup.');
    if (db.pragma('quick_check', { simple: true }) !== 'ok') throw none('is damaged.');
    return { made: made.toString(), installation };
  } catch (error) {
    const said = fromDatabase(error);
    if (said instanceof StoreError && said.kind === 'corrupt')
      throw none('is no backup of Stuur, or damaged.', error);
    throw said;
  } finally {
    db?.close();
  }
}

/** The database that is there, kept from everybody else until `lock` is closed. */
type Live = { sound: true; lock: Database.Database } | { sound: false; lock: Database.Database | undefined };

function takeLive(database: string): Live {
  let lock: Database.Database | undefined;
  try {
    lock = lockOut(database);
    return { sound: lock.pragma('quick_check', { simple: true }) === 'ok', lock };
  } catch (error) {
    const said = fromDatabase(error);
    if (said instanceof StoreError && said.kind === 'corrupt') return { sound: false, lock };
    lock?.close();
    throw said;
  }
}

/**
 * The database that is there knows best who still exists: if it can be read, and is of this installation. One that was
 * made anew, before anybody thought of the backup, knows nobody.
 */
function sourceOf(live: Live | undefined, backup: string, installation: string): Source {
  if (live?.sound && installationOf(live.lock) === installation) {
    const keys = 'select id as client, key_id, wrapped_key from client';
    return { db: live.lock, keys, live: true, close: () => undefined };
  }
  const file = join(dirname(backup), KEYS_FILE);
  if (!existsSync(file)) {
    throw new StoreError(
      'refused',
      `${file} is missing, and without the keys in it nobody can read the backup. Put it back beside the backup.`,
    );
  }
  const db = new Database(file, { readonly: true });
  const close = (): void => void db.close();
  if (installationOf(db) === installation) {
    return { db, keys: 'select client, key_id, wrapped_key from client_key', live: false, close };
  }
  close();
  throw new StoreError(
    'refused',
    `${file} is of another installation than the backup. Put its own beside it.`,
  );
}

/** Makes the copy of a backup a database of this version, with keys that open. */
async function build(
  draft: string,
  source: Source,
  keys: Keyring,
  now: Date,
): Promise<{ clients: number; gone: number; damaged: number }> {
  const runner = openSqliteRunner(draft);
  try {
    await migrate(runner);
  } finally {
    await runner.close();
  }
  const db = connect(draft);
  try {
    const gone = fillIn(db, source, now.toISOString());
    const damaged = await tryKeys(db, keys);
    // All in one file, with no log beside it.
    db.pragma('journal_mode = DELETE');
    const faults = db.pragma('foreign_key_check') as unknown[];
    if (faults.length > 0 || db.pragma('integrity_check', { simple: true }) !== 'ok') {
      throw new StoreError('corrupt', 'The backup does not agree with itself. Take an earlier one.');
    }
    return { clients: countClients(db), gone, damaged };
  } finally {
    db.close();
  }
}

const countClients = (db: Database.Database): number =>
  db.prepare('select count(*) from client').pluck().get() as number;

/** Opens everything that is under the key-encryption key. Gives how many clients' keys are damaged. */
async function tryKeys(db: Database.Database, keys: Keyring): Promise<number> {
  const secrets = db.prepare(`select value from stuur where ${WRAPPED}`).pluck().all() as Bytes[];
  if (secrets.length === 0)
    throw new StoreError('corrupt', "The installation's own secret is not among the keys.");
  for (const secret of secrets) await unwrapSecret(nodeCipher, keys, secret);
  const { unwrapKey } = await openWrapping(nodeCipher, keys);
  let damaged = 0;
  for (const row of db.prepare('select id, key_id, wrapped_key from client').all() as ClientKey[]) {
    try {
      await unwrapKey(row.id, row);
    } catch (error) {
      if (!(error instanceof StoreError && error.kind === 'unreadable')) throw error;
      damaged += 1;
    }
  }
  return damaged;
}

interface ClientKey extends WrappedKey {
  id: string;
}

function putInPlace(draft: string, database: string, live: Live | undefined): void {
  sync(draft);
  // A log that belongs to another file would be taken for this one's. Who has the lock has none left.
  if (!live?.lock)
    for (const end of ['-wal', '-shm', '-journal']) rmSync(`${database}${end}`, { force: true });
  if (live) renameSync(draft, database);
  else {
    try {
      linkSync(draft, database);
    } catch (error) {
      if (!existsSync(database)) throw error;
      throw new StoreError(
        'refused',
        `Meanwhile ${database} was made. Stop Stuur, and add --replace.`,
        error,
      );
    }
  }
  sync(dirname(database));
}

function removeDraft(draft: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${draft}${end}`, { force: true });
}
