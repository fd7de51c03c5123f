/**
 * The words of return codes: enough of them for a code that nobody guesses, and none that looks like another.
 */
import { z } from 'zod';
import { type Problem, type Source, zodProblems } from './source.ts';

/** Words in one code. With 2048 words to choose from that is 66 bits. */
export const CODE_LENGTH = 6;
/** Each word is 11 bits of the code. */
export const CODE_WORDS = 2048;

const schema = z.strictObject({ words: z.array(z.string()) });

export function readCodeWords(source: Source, problems: Problem[]): readonly string[] {
  problems.push(...source.problems);
  if (source.value === undefined) return [];
  const parsed = schema.safeParse(source.value);
  if (!parsed.success) {
    problems.push(...zodProblems(source, parsed.error, schema));
    return [];
  }
  const { words } = parsed.data;
  if (words.length !== CODE_WORDS) {
    const message = `holds ${words.length} words; return codes need exactly ${CODE_WORDS}`;
    problems.push(source.problem(['words'], message));
  }
  for (const [index, word] of words.entries()) {
    const message = problemOf(word, words[index - 1]);
    if (message) problems.push(source.problem(['words', index], `'${word}' ${message}`));
  }
  return words;
}

/** Order matters: a code is made of places in this list, and a new word in between makes no old code other words. */
function problemOf(word: string, before: string | undefined): string | undefined {
  if (!/^[a-z]{3,8}$/.test(word)) return 'is not 3 to 8 letters a to z';
  if (before !== undefined && before >= word)
    return `stands after '${before}'; sort the words, each one once`;
  return undefined;
}
