/**
 * The letters from their package. Node only.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Letters } from './letters.ts';

const resolve = createRequire(import.meta.url).resolve;
const file = (name: string): Promise<Uint8Array> => readFile(resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));

let loaded: Promise<Letters> | undefined;

/** Once for the whole program, at the first PDF. */
export function loadLetters(): Promise<Letters> {
  loaded ??= Promise.all([file('DejaVuSans'), file('DejaVuSans-Bold')]).then(([regular, bold]) => ({
    regular,
    bold,
  }));
  return loaded;
}
