/**
 * Broken dialogs and texts, each with the exact lines that an editor gets. After a change that is meant,
 * `UPDATE=1 npx vitest run test/content/broken.test.ts` writes the lines anew; read the diff before you commit it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { checkScript } from '../../src/content/checks/index.ts';
import { readScript, type ScriptFiles } from '../../src/content/read.ts';
import { type SourceFile, showProblem } from '../../src/content/source.ts';
import { smallFiles, smallWorld } from '../engine/world.ts';

const FOLDER = join(import.meta.dirname, 'broken');
const caseSchema = z.strictObject({
  about: z.string(),
  /** Beside or instead of those of the small world; null: not there. */
  files: z.record(z.string(), z.string().nullable()),
  problems: z.array(z.string()),
});
type Case = z.infer<typeof caseSchema>;

const AVOID = [
  { words: '(je|jij|u) moet', instead: 'nobody has to; say what one can do' },
  { words: 'traject(en)?', instead: 'say what happens' },
];

const problemsOf = (files: ScriptFiles): string[] =>
  checkScript(readScript(files), { services: smallWorld.services, avoid: AVOID }).map(showProblem);

/** The small world talks plainly, but not by every rule; only what a case adds counts. */
const before = new Set(problemsOf(smallFiles()));

function replaced(own: SourceFile[], folder: string, files: Case['files']): SourceFile[] {
  const mine = Object.entries(files).filter(([path]) => path.startsWith(folder));
  return [
    ...own.filter(({ path }) => !(path in files)),
    ...mine.flatMap(([path, text]) => (text === null ? [] : [{ path, text }])),
  ];
}

const CODE_WORDS = 'locales/nl/codes/';

function play({ files }: Case): string[] {
  const { dialogs, texts, codeWords } = smallFiles();
  const all = problemsOf({
    codeWords: replaced([codeWords], CODE_WORDS, files)[0] ?? codeWords,
    dialogs: replaced(dialogs, 'dialogs/', files),
    texts: replaced(texts, 'locales/', files).filter(({ path }) => !path.startsWith(CODE_WORDS)),
  });
  return all.filter((problem) => !before.has(problem));
}

describe('broken content', () => {
  it('in every file here is told', () => expect(readdirSync(FOLDER).length).toBeGreaterThan(20));

  it.each(readdirSync(FOLDER).sort())('%s', (name) => {
    const path = join(FOLDER, name);
    const broken = caseSchema.parse(parse(readFileSync(path, 'utf8')));
    const problems = play(broken);
    if (process.env.UPDATE === '1') {
      writeFileSync(path, stringify({ ...broken, problems }, { lineWidth: 0, blockQuote: 'literal' }));
    } else expect(problems).toEqual(broken.problems);
    expect(problems.length).toBeGreaterThan(0);
  });
});
