/** One reader for all tests of understanding: from the artefact or the cache when fresh, else trained once. */
import { fileURLToPath } from 'node:url';
import { loadModel } from '../../src/understanding/artefact.ts';
import { createReader } from '../../src/understanding/read.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const model = loadModel(root);
export const reader = createReader(model);
