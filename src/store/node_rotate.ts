/** Rotation of the key-encryption key for a database file and the key file beside its backups. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { isStuur } from './node_backup.ts';
import { nodeCipher } from './node_cipher.ts';
import { installationOf, KEYS_FILE, openKeptKeys } from './node_kept_keys.ts';
import { lockOut } from './node_lock.ts';
import { type Rotated, rotate, WRAPPED } from './rotate.ts';
import { openSqliteRunner } from './sqlite.ts';

export interface RotateOptions {
  /** An existing file; a server that has the current key may be running on it. */
  database: string;
  keys: Keyring;
  /** The folder with the backups. Needed once there are any: their keys go along. */
  backups: string | undefined;
  /** Called after each batch. */
  between?: (done: number) => void;
}

/** Rejects with a StoreError. What was done until then stays done, and another call goes on from there. */
export async function rotateDatabase({ database, keys, backups, between }: RotateOptions): Promise<Rotated> {
  assertReady(database, keys, backups);
  const runner = openSqliteRunner(database);
  let rotated: Rotated;
  try {
    rotated = await rotate(runner, nodeCipher, keys, between);
  } finally {
    await runner.close();
  }
  if (backups && existsSync(join(backups, KEYS_FILE))) {
    const kept = openKeptKeys({ database, folder: backups });
    try {
      kept.refresh();
    } finally {
      kept.close();
    }
  }
  return rotated;
}

function assertReady(database: string, keys: Keyring, backups: string | undefined): void {
  const db = new Database(database, { readonly: true, fileMustExist: true });
  let hasBackups: boolean;
  let known: boolean;
  try {
    if (!isStuur(db)) throw new StoreError('refused', `${database} is no database of Stuur.`);
    hasBackups = installationOf(db) !== undefined;
    // A server puts the installation's secret under the key that it was started with.
    known = secretKeys(db).every((id) => id === keys.current.id);
  } finally {
    db.close();
  }
  if (hasBackups && !(backups && existsSync(join(backups, KEYS_FILE)))) {
    throw new StoreError(
      'refused',
      `There are backups of this installation, whose ${KEYS_FILE} must get the new key too` +
        `${backups ? `, and there is none in ${backups}` : ''}. Say in which folder they are: ` +
        'npm run rotate-key -- <folder>, or STUUR_BACKUPS. If they are gone, make one first.',
    );
  }
  if (!known) assertNoServer(database);
}

const secretKeys = (db: Database.Database): string[] =>
  db
    .prepare(`select json_extract(cast(value as text), '$.key_id') from stuur where ${WRAPPED}`)
    .pluck()
    .all() as string[];

/** A server that has not got the current key could no longer open what is put under it. */
function assertNoServer(database: string): void {
  try {
    lockOut(database).close();
  } catch (error) {
    if (!(error instanceof StoreError && error.kind === 'locked')) throw error;
    throw new StoreError(
      'locked',
      'Stuur is running and does not know the current key yet. Restart it with the new key as STUUR_KEY and the ' +
        'former one as STUUR_KEY_PREVIOUS, then run this again.',
      error,
    );
  }
}
