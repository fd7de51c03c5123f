/**
 * docs/writing-dialogs.md names all that dialogs and texts can be made of, and nothing else.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SERVICE_FIELDS } from '../../src/content/content.ts';
import { FACTS, KEEPS, VERB_NAMES, verbSchemas } from '../../src/content/step-schema.ts';
import { SYSTEM_TEXTS } from '../../src/content/system-texts.ts';
import { FOUND_NAMES, VALUE_NAMES } from '../../src/content/text-schema.ts';
import { ROOT } from '../../src/transcript/stage.ts';

const page = readFileSync(join(ROOT, 'docs/writing-dialogs.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').slice(1, -1));
const ticked = (text = ''): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
const rowOf = (verb: string): string => rows.find(([verbs]) => ticked(verbs).includes(verb))?.join('|') ?? '';

describe('docs/writing-dialogs.md', () => {
  it('has every verb and no other', () => {
    const named = rows.flatMap(([verbs]) => ticked(verbs));
    expect(named.sort()).toEqual([...VERB_NAMES].sort());
  });

  it.each(VERB_NAMES)('tells the fields of %s', (verb) => {
    for (const field of Object.keys(verbSchemas[verb].shape)) expect(rowOf(verb)).toMatch(`\`${field}`);
  });

  it('tells what can be kept', () => {
    for (const keep of KEEPS) expect(rowOf('ask')).toContain(`\`${keep}\``);
  });

  it('tells the facts', () => {
    for (const fact of FACTS) expect(rowOf('branch')).toContain(`\`${fact}\``);
  });

  it('tells what can stand between braces', () => {
    for (const name of [...VALUE_NAMES, ...FOUND_NAMES, ...SERVICE_FIELDS])
      expect(page).toMatch(new RegExp(`[{\`]${name}[}\`]|\\.${name}}`));
  });

  it('tells which files hold the texts of the conversation itself', () => {
    const files = new Set(Object.keys(SYSTEM_TEXTS).map((key) => key.split('.')[0]));
    for (const file of files) expect(page).toContain(`\`${file}\``);
  });
});
