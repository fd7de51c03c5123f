/**
 * A lock between processes, so that two first starts at once do not install or build over each other.
 * A folder is the lock (mkdir is atomic everywhere); its holder touches it, so that a lock left by a
 * killed process is recognised by its age, also when that process lived in another container.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BEAT_MS = 1000;
const STALE_MS = 10000;
const LOOK_MS = 100;

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;

/** @param {string} folder */
function readOwner(folder) {
  try {
    return readFileSync(join(folder, 'owner'), 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} folder */
function isStale(folder) {
  try {
    return Date.now() - statSync(folder).mtimeMs > STALE_MS;
  } catch {
    return false;
  }
}

/**
 * Sets an abandoned lock aside. Renaming is atomic, so of several who try one succeeds; should the lock
 * have changed hands in between, it is put back.
 * @param {string} folder
 */
function clearStale(folder) {
  const owner = readOwner(folder);
  const aside = `${folder}.stale-${process.pid}`;
  try {
    renameSync(folder, aside);
    if (readOwner(aside) === owner) rmSync(aside, { recursive: true, force: true });
    else renameSync(aside, folder);
  } catch {
    // Someone else cleared it first.
  }
}

/**
 * Runs `work` while holding the lock `folder`; waits for whoever holds it now.
 * @template T
 * @param {string} folder
 * @param {(waited: boolean) => T | Promise<T>} work `waited`: someone else held the lock meanwhile
 * @param {() => void} [onWait] called once when there is something to wait for
 * @returns {Promise<T>}
 */
export async function withLock(folder, work, onWait) {
  let waited = false;
  for (;;) {
    try {
      mkdirSync(folder);
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    if (!waited && onWait) onWait();
    waited = true;
    if (isStale(folder)) clearStale(folder);
    else await pause(LOOK_MS);
  }
  const owner = `${process.pid} ${Date.now()} ${Math.random()}`;
  writeFileSync(join(folder, 'owner'), owner);
  const beat = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(folder, now, now);
    } catch {
      // Gone: nothing left to keep alive.
    }
  }, BEAT_MS);
  try {
    return await work(waited);
  } finally {
    clearInterval(beat);
    if (readOwner(folder) === owner) rmSync(folder, { recursive: true, force: true });
  }
}
