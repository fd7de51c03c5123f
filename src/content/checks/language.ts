/**
 * Checks the rules for plain language that a machine can see. What it passes still has to be read aloud.
 */
import type { ReadScript } from '../read.ts';
import type { Problem } from '../source.ts';
import { formsOf, inText, wordings } from './texts.ts';

/** Words of one sentence, at most, and of one message. Source: docs/writing-dialogs.md, Language. */
const MOST_IN_SENTENCE = 20;
const MOST_IN_MESSAGE = 60;
const MOST_IN_CHOICE = 7;

/** A wording to avoid: what it is, what is better. From `locales/nl/language/avoid.yaml`. */
export interface Avoid {
  words: string;
  instead: string;
}

// What clients see whole (their plan, data, a preview, a service) is theirs or the directory's, not our prose.
const countWords = (text: string): number =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}{]/u.test(word)).length;

const sentencesOf = (text: string): string[] =>
  text
    .replace(/\{[^}]*\}/g, 'iets')
    .split(/(?<=[.?!:])\s+|\n+/)
    .filter((sentence) => sentence.trim() !== '');

/** Words between quotes are someone else's, or words as words: 'je' of 'u'. */
const QUOTED = /(?<![\p{L}])'(?!s\s)[^']+'(?![\p{L}])/gu;
const ADDRESSES_JE = /(?<![\p{L}])(je|jij|jou|jouw|jezelf|jullie)(?![\p{L}])/iu;
/** Looks like a telephone number: those come from the directory, with a source and a date. */
const NUMBER = /(?<![\d.,])(0[89]00|08[58]|06|0\d{2}|11[23])([- ]?\d{2,}|(?![\d\p{L}]))/u;

export function checkLanguage(read: ReadScript, avoid: readonly Avoid[]): Problem[] {
  const problems: Problem[] = [];
  const banned = avoid.map(({ words, instead }) => ({
    instead,
    pattern: new RegExp(`(?<![\\p{L}])${words}(?![\\p{L}])`, 'iu'),
  }));
  for (const [key, text] of Object.entries(read.script.texts)) {
    for (const { at, phrase, option } of wordings(text)) {
      const say = (message: string) => problems.push(inText(read, key, at, message));
      if (typeof phrase === 'string' && ADDRESSES_JE.test(phrase.replace(QUOTED, ''))) {
        say(`says je; write { je: '...', u: '...' }`);
      }
      if (typeof phrase !== 'string' && ADDRESSES_JE.test(phrase.u.replace(QUOTED, '')))
        say('the u-form says je');
      const found = formsOf(phrase).flatMap((form) => [
        ...wordingProblems(form, option),
        ...banned.flatMap(({ instead, pattern }) => {
          const words = pattern.exec(form)?.[0];
          return words === undefined ? [] : [`'${words}': ${instead}`];
        }),
      ]);
      for (const message of new Set(found)) say(message);
    }
  }
  return problems;
}

function wordingProblems(form: string, option: boolean): string[] {
  const problems: string[] = [];
  const words = countWords(form);
  if (option && words > MOST_IN_CHOICE)
    problems.push(`a choice of ${words} words; ${MOST_IN_CHOICE} at most`);
  if (words > MOST_IN_MESSAGE)
    problems.push(`a message of ${words} words; ${MOST_IN_MESSAGE} at most, or make it a list`);
  for (const sentence of sentencesOf(form)) {
    const count = countWords(sentence);
    if (count > MOST_IN_SENTENCE) {
      problems.push(
        `a sentence of ${count} words ('${sentence.slice(0, 30)}…'); ${MOST_IN_SENTENCE} at most`,
      );
    }
  }
  const questions = form.split('?').length - 1;
  if (questions > 1) problems.push(`${questions} questions in one message; ask one`);
  if (form.includes('!')) problems.push('an exclamation mark; a full stop is calmer');
  const number = NUMBER.exec(form.replace(/\{[^}]*\}/g, ''));
  if (number) problems.push(`the number '${number[0]}'; write {service.<slug>.phone}`);
  return problems;
}
