/** The key for local use: a file in the data folder, made at first start. Production is given a key instead. */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { newKey } from './keyring.ts';

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
  const draft = join(folder, `key.${randomUUID()}`);
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${newKey()}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const directory = openSync(folder, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
  return readFileSync(file, 'utf8').trim();
}
