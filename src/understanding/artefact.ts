/**
 * Keeps a trained model on disk, so that it is trained once: a few seconds at the first start, none at the next.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Reader } from '../domain/reading.ts';
import { loadMaterial, materialHash } from './load.ts';
import { type Model, parseModel } from './model.ts';
import { createReader } from './read.ts';
import { train } from './train.ts';

const CACHE = 'node_modules/.cache/stuur/understanding.json';

/** Is a model made of the same? */
function fresh(model: Model | undefined, hash: string): model is Model {
  if (!model) return false;
  return hash.includes('-') ? model.hash === hash : model.hash.split('-')[0] === hash;
}

/** Trains from the files under `root`. */
export function trainFromDisk(root: string): Model {
  return train(loadMaterial(root));
}

/**
 * A reader for the files under `root`: from `artefact` or the cache when they belong to these very files,
 * otherwise trained now (seconds) and kept for the next time.
 */
export function loadReader(root: string, artefact = join(root, 'dist/understanding.json')): Reader {
  return createReader(loadModel(root, artefact));
}

/** The model behind `loadReader`. */
export function loadModel(root: string, artefact = join(root, 'dist/understanding.json')): Model {
  const hash = materialHash(root);
  const cache = join(root, CACHE);
  const kept = () => {
    for (const path of [artefact, cache]) {
      const model = existsSync(path) ? parseModel(readFileSync(path, 'utf8')) : undefined;
      if (fresh(model, hash)) return model;
    }
    return undefined;
  };
  const found = kept();
  if (found) return found;
  // Test files run side by side: one trains, the others wait for what it keeps.
  const lock = `${cache}.lock`;
  mkdirSync(dirname(cache), { recursive: true });
  while (!taken(lock)) {
    pause();
    const trained = kept();
    if (trained) return trained;
  }
  try {
    const model = kept() ?? trainFromDisk(root);
    saveModel(cache, model);
    return model;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** A lock left behind by a process that died is taken over after this long. */
const LOCK_EXPIRES = 180_000;

function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > LOCK_EXPIRES) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
}

/** Writes a model whole or not at all. */
export function saveModel(path: string, model: Model): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(model));
  renameSync(temporary, path);
}
