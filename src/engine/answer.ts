/**
 * How an answer to the open question is read: which choice it is, if any, and what the text says.
 */
import type { Reader, Reading } from '../domain/reading.ts';
import { readChoice } from '../understanding/values.ts';
import type { ClientInput } from './input.ts';
import type { Choice, Question } from './state.ts';

export interface ClientAnswer {
  text: string;
  reading: Reading;
  /** The code of the choice that was made, if it was one. */
  code?: string;
  /** Was the choice named exactly (button, number, its whole words)? Then nothing else can be meant. */
  exact: boolean;
}

/** Yes, no and doubt answer a question that offers them, in whatever words. */
const SURE = 0.8;
const SURE_ENOUGH = 0.5;

/** The code of a choice's id (see `choiceId`). */
export const codeOf = (id: string): string => id.slice(id.lastIndexOf(':') + 1);

const offers = (choices: Choice[], code: string): boolean => choices.some(({ id }) => codeOf(id) === code);

export const sameWords = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/**
 * What a question was about may not turn a plain answer into danger: 'ja, het is nu stil'. Questions about danger
 * know by themselves what their ja and nee mean; of danger only the words themselves may tell.
 */
function readInLight(reader: Reader, text: string, asked: string | undefined): Reading {
  const reading = reader(text, asked);
  return asked === undefined || reading.risk.level === 'none'
    ? reading
    : { ...reading, risk: reader(text).risk };
}

/** Yes, no or doubt that is only guessed from a likeness of words, is none. */
function withoutGuess(reading: Reading): Reading {
  const { name, score } = reading.intent;
  const guess = (name === 'yes' || name === 'no' || name === 'unsure') && score < SURE_ENOUGH;
  return guess ? { ...reading, intent: { name: 'tell', score } } : reading;
}

/**
 * 'Ja, hij is nu weg' answers a closed question with its first word. 'Ja en nee' does not, and neither does
 * anything with a maar in it: 'nee hij slaat niet, maar ik ben wel bang'.
 */
function firstWord(text: string): 'yes' | 'no' | undefined {
  const words = plain(text).split(' ');
  const [first = '', second = '', third = ''] = words;
  if (second === '' || ['nee', 'ja'].includes(second) || third === 'nee' || words.includes('maar'))
    return undefined;
  if (['ja', 'jaa', 'jawel', 'jazeker', 'jep', 'yes'].includes(first)) return 'yes';
  return ['nee', 'neen', 'nope', 'nee nee'].includes(first) ? 'no' : undefined;
}

/** 'Hij is nu weg' tells where someone else is; it does not ask to leave. */
export const tellsWhoIsGone = (text: string): boolean =>
  /\b(is|was|zijn|waren) (er )?((nu|net|al|even|pas|weer|eindelijk|gelukkig|vandaag) )*weg\b/.test(
    plain(text),
  );

/** Is something else asked for beside the yes or no: a human, to stop? */
const wishes = ({ intent }: Reading, text: string): boolean =>
  intent.score >= SURE &&
  !['yes', 'no', 'unsure', 'tell', 'thanks', 'greet', 'bye'].includes(intent.name) &&
  !(intent.name === 'leave_now' && tellsWhoIsGone(text));

export function readAnswer(input: ClientInput, question: Question | undefined, reader: Reader): ClientAnswer {
  const text = input.text.trim();
  const reading = withoutGuess(readInLight(reader, text, question?.asked));
  const choices = question?.choices ?? [];

  const pressed = choices.find((choice) => choice.id === input.choice);
  if (pressed) return { text, reading, code: codeOf(pressed.id), exact: true };
  // The button of another question: its words are no answer to this one, even where they are the same.
  if (input.choice !== undefined) return { text, reading, exact: false };
  const named = choices.find((choice) => sameWords(choice.label, text));
  if (named) return { text, reading, code: codeOf(named.id), exact: true };

  const { name, score } = reading.intent;
  // Consent is given in plain words only.
  const first = question?.offer === undefined ? firstWord(text) : undefined;
  if (first && !wishes(reading, text) && offers(choices, 'yes') && offers(choices, 'no')) {
    return { text, reading, code: first, exact: false };
  }
  // 'Liever niet' is a no, though it shares a word with 'dat weet ik niet'. A yes may say more: 'ja, de tweede'.
  if ((name === 'no' || name === 'unsure') && score >= SURE && offers(choices, name)) {
    return { text, reading, code: name, exact: false };
  }
  const picked = readChoice(
    text,
    choices.map((choice) => choice.label),
  );
  const chosen = typeof picked === 'number' ? choices[picked] : undefined;
  if (chosen) return { text, reading, code: codeOf(chosen.id), exact: /^\W*\d+\W*$/.test(text) };

  const meant = name === 'yes' || name === 'no' || name === 'unsure';
  if (meant && score >= SURE_ENOUGH && offers(choices, name))
    return { text, reading, code: name, exact: false };
  return { text, reading, exact: false };
}

/** Under this, words about a topic are a story rather than what they were taken for. */
export const SURE_OF_INTENT = 0.5;

/** Is this a piece of someone's story, more than an answer in passing? */
export const isStory = ({ reading, text }: ClientAnswer): boolean =>
  (reading.intent.name === 'tell' || reading.intent.score < SURE_OF_INTENT) &&
  (reading.topics.length > 0 || text.split(/\s+/).length > 6);
