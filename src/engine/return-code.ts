/**
 * Return codes as people say and type them: made of easy words, read back with a slip of the finger forgiven.
 */
import { CODE_LENGTH } from '../content/code-words.ts';
import type { Content } from '../content/content.ts';
import { distance } from '../domain/distance.ts';
import type { TurnWorld } from './result.ts';

type Words = Pick<Content, 'codeWords'>;

/** A fresh code: six words, 11 bits each. */
export function makeCode({ codeWords }: Words, world: Pick<TurnWorld, 'pick'>): string {
  return Array.from({ length: CODE_LENGTH }, () => codeWords[world.pick(codeWords.length)]).join(' ');
}

/** Words of an answer that are looked at, from its end: a code stands after 'mijn code is'. */
const MOST_WORDS = 30;

/** What people put around and between the words. */
const plainWords = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .split(/[^a-z]+/)
    .filter((word) => word !== '');

/** The word of the list that was meant: itself, or the only one at a letter's distance. */
function wordMeant({ codeWords }: Words, typed: string): string | undefined {
  if (codeWords.includes(typed)) return typed;
  const near = codeWords.filter((word) => distance(word, typed, 1) <= 1);
  return near.length === 1 ? near[0] : undefined;
}

/**
 * The code in an answer to 'Wat is je code?': the last six words in a row that can be a code, also behind 'mijn code
 * is'. Undefined when there is none.
 */
export function codeIn(content: Words, text: string): string | undefined {
  const meant = plainWords(text)
    .slice(-MOST_WORDS)
    .map((word) => wordMeant(content, word));
  for (let from = meant.length - CODE_LENGTH; from >= 0; from--) {
    const code = meant.slice(from, from + CODE_LENGTH);
    if (code.every((word) => word !== undefined)) return code.join(' ');
  }
  return undefined;
}

/** A message that is a code to the letter and nothing else: that works in every state, unasked. */
export function bareCode(content: Words, text: string): string | undefined {
  const words = plainWords(text);
  return words.length === CODE_LENGTH && words.every((word) => content.codeWords.includes(word))
    ? words.join(' ')
    : undefined;
}

/** Has the client seen the code? One of its words, typed back, is enough. */
export function namesWordOf(content: Words, code: string, text: string): boolean {
  const ofCode = code.split(' ');
  return plainWords(text)
    .slice(-MOST_WORDS)
    .some((word) => ofCode.includes(wordMeant(content, word) ?? ''));
}
