/**
 * Reads the script's files from disk. The only file of this room that touches one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScriptFiles } from './read.ts';
import type { SourceFile } from './source.ts';

function yamlFiles(root: string, folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), 'utf8') }));
}

const CODE_WORDS = 'locales/nl/codes/words.yaml';

/** @param root the folder that holds `dialogs` and `locales`. */
export const loadScriptFiles = (root: string): ScriptFiles => ({
  dialogs: yamlFiles(root, 'dialogs'),
  texts: yamlFiles(root, 'locales/nl'),
  codeWords: {
    path: CODE_WORDS,
    text: readFileSync(join(root, CODE_WORDS), 'utf8'),
  },
});
