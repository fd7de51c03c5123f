/**
 * Which keys there are: those in the settings, or for local use a file in the data folder, made at first start.
 * Production is given a key instead.
 */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { StoreError } from './errors.ts';
import { newKey } from './keyring.ts';

/** The keys in base64: the current one wraps, former ones can still open. */
export interface KeyTexts {
  current: string;
  previous: string[];
}

/** What the settings say of keys. */
export interface KeySettings {
  key?: Uint8Array;
  previousKeys?: readonly Uint8Array[];
}

/** `make: false` throws a StoreError 'key' rather than making a key that fits nothing that is there. */
export function keyTexts(
  { key, previousKeys = [] }: KeySettings,
  folder: string,
  { make: mayMake }: { make: boolean },
): KeyTexts {
  if (key) return { current: base64(key), previous: previousKeys.map(base64) };
  const file = join(folder, 'key');
  const current = mayMake ? localKey(folder) : read(file);
  if (current === undefined) {
    throw new StoreError(
      'key',
      `There is no key: neither STUUR_KEY nor the file ${file}. Give the key that the data was made with.`,
    );
  }
  const former = read(formerFile(folder));
  return { current, previous: former === undefined ? [] : [former] };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Where the key before the present one is kept. */
export const formerFile = (folder: string): string => join(folder, 'key.previous');

/**
 * The key in `<folder>/key`, in base64; made with mode 0600 when missing, in a folder with mode 0700. Whoever loses
 * this file loses every stored conversation: that is its purpose.
 */
export function localKey(folder: string): string {
  const file = join(folder, 'key');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return read(file) ?? make(folder, file);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

// Written whole and on disk under another name first: two processes that start at once get the same key, and a
// power cut cannot leave half a key with data already sealed under it.
function make(folder: string, file: string): string {
  const draft = draftOf(folder, newKey());
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  sync(folder);
  return readFileSync(file, 'utf8').trim();
}

function draftOf(folder: string, key: string): string {
  const draft = join(folder, `key.${randomUUID()}`);
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${key}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return draft;
}

/**
 * Puts a new key in the place of the one in the data folder, which becomes the former one. The former one before it is
 * gone then: nothing may be under it any more. At no moment is there a folder without the key that the data is under.
 */
export function replaceLocalKey(folder: string): void {
  const file = join(folder, 'key');
  renameSync(draftOf(folder, readFileSync(file, 'utf8').trim()), formerFile(folder));
  sync(folder);
  renameSync(draftOf(folder, newKey()), file);
  sync(folder);
}

/** On the disk, so that a power cut finds it: a file's bytes, or the names in a folder. */
export function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
