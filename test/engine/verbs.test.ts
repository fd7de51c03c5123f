/**
 * Every verb has golden examples, and the example in its own file is right. After a change that is meant,
 * `UPDATE=1 npx vitest run test/engine/verbs.test.ts` writes the outputs anew; read the diff before you commit it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dialogFileSchema, VERB_NAMES, type VerbName, verbSchemas } from '../../src/content/step-schema.ts';
import { verbs } from '../../src/engine/verbs/index.ts';
import { ROOT } from '../../src/transcript/stage.ts';
import { playVerbFile, readVerbFile, type VerbFile, writeVerbFile } from './golden.ts';

/** In danger the number comes again; whatever is typed to a professional, or instead of a yes to that, is for them. */
const TAKE_ANY_WORDS: readonly VerbName[] = ['safety', 'talk', 'talk_now'];

const UPDATE = process.env.UPDATE === '1';
const hasExamples = (verb: VerbName) => existsSync(join(import.meta.dirname, 'verbs', `${verb}.yaml`));

type Steps = { steps: Record<string, unknown>[] };
const stepsOf = (file: VerbFile, verb: VerbName): Record<string, unknown>[] =>
  Object.values(file.dialogs).flatMap((dialog) =>
    (dialog as Steps).steps.flatMap((step) => (verb in step ? [step[verb] as Record<string, unknown>] : [])),
  );

describe('examples', () => {
  it('are there for every verb, and for nothing else', () => {
    const files = readdirSync(join(import.meta.dirname, 'verbs')).map((name) => name.replace('.yaml', ''));
    expect(files.sort()).toEqual([...VERB_NAMES].sort());
  });

  it.each(VERB_NAMES.filter(hasExamples))('of %s', (verb) => {
    const file = readVerbFile(verb);
    const played = playVerbFile(file);
    if (UPDATE) writeVerbFile(verb, played);
    expect(played).toEqual(UPDATE ? played : file);
  });

  it.each(VERB_NAMES.filter(hasExamples))('of %s use each of its fields', (verb) => {
    const used = new Set(stepsOf(readVerbFile(verb), verb).flatMap((fields) => Object.keys(fields)));
    expect([...used].sort()).toEqual(Object.keys(verbSchemas[verb].shape).sort());
  });

  it.each(VERB_NAMES.filter((verb) => hasExamples(verb) && verbs[verb].receive))(
    'of %s show an answer that is not understood, and the question again',
    (verb) => {
      const said = Object.values(readVerbFile(verb).examples).flatMap(({ talk }) =>
        talk.flatMap(({ stuur = [] }) => stuur),
      );
      if (!TAKE_ANY_WORDS.includes(verb)) expect(said).toContain('Dat begrijp ik niet.');
      expect(said.join('\n')).toContain('(nog eens)');
    },
  );
});

describe('the example in the file of', () => {
  it.each(VERB_NAMES)('%s is a step with that verb', (verb) => {
    const source = readFileSync(join(ROOT, 'src/engine/verbs', `${verb}.ts`), 'utf8');
    const comment = /^\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? '';
    const lines = comment.split('\n').map((line) => line.replace(/^ \* ?/, ''));
    expect(lines[1]).toMatch(new RegExp(`^${verb}: `));
    const example = lines.filter((line) => line.startsWith('    ')).join('\n');
    const parsed = dialogFileSchema.parse({ steps: parse(example) });
    expect(parsed.steps.map((step) => Object.keys(step).filter((key) => key !== 'id'))).toEqual([[verb]]);
  });
});
