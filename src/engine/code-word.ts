/**
 * The word that a client agrees on: what can be one, and whether it was typed. It is asked for after a while without
 * use (`door.ts`).
 */
import type { Content } from '../content/content.ts';
import { distance } from '../domain/distance.ts';
import { SURE_OF_INTENT } from './answer.ts';
import { dialogAskedFor } from './asked-for.ts';
import { formAskedFor } from './form.ts';
import type { ClientState } from './state.ts';

/** Words around it: 'mijn woord is kastanje'. */
const AROUND = /^(?:(?:ja|het|mijn|m n|mn|is|wordt|was|code|codewoord|code woord|woord) )+/;
/** Too easily typed, or guessed, by someone else. */
const TOO_PLAIN =
  /^(?:hallo|hoi+|goedemorgen|goedemiddag|goedenavond|woord|codewoord|wachtwoord|welkom|stuur|geheim|test|niets|niks|iets|sorry|dank|bedankt|oke|okee|test\d*|\D*1234\d*)$/;
/** Letters, so that it is not typed by chance. */
const SHORTEST = 4;
const LONGEST = 20;
/** From this length on a slip of the finger is forgiven. */
const FORGIVEN_FROM = 6;

/** Minutes without use after which the word is asked for. */
const OPEN_MINUTES = 15;

/** Is nothing to be shown here before the word was typed? */
export const isShut = ({ codeWord, lastAt }: ClientState, now: string): boolean =>
  codeWord !== undefined &&
  (codeWord.closed || Date.parse(now) - Date.parse(lastAt) >= OPEN_MINUTES * 60_000);

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** The one word in an answer, as it is kept and compared; undefined when there are more, or none. */
export function wordIn(text: string): string | undefined {
  const word = plain(text).replace(AROUND, '');
  return /^[a-z0-9]+$/.test(word) ? word : undefined;
}

/** One that means something else here would open the conversation by accident, or never. */
export function canBeWord({ reader }: Pick<Content, 'reader'>, word: string): boolean {
  const { intent, risk } = reader(word);
  return (
    word.length >= SHORTEST &&
    word.length <= LONGEST &&
    /[a-z]/.test(word) &&
    !TOO_PLAIN.test(word) &&
    (intent.name === 'tell' || intent.score < SURE_OF_INTENT) &&
    risk.level === 'none' &&
    dialogAskedFor(word) === undefined &&
    formAskedFor(word) === undefined
  );
}

export function isTheWord({ word }: NonNullable<ClientState['codeWord']>, text: string): boolean {
  const typed = wordIn(text);
  if (typed === undefined) return false;
  return typed === word || (word.length >= FORGIVEN_FROM && distance(typed, word, 1) <= 1);
}
