/**
 * How an answer to the open question is read: which choice it is, if any, and what the text says.
 */
import type { Reader, Reading } from '../domain/reading.ts';
import { readChoice } from '../understanding/values.ts';
import type { ClientInput } from './input.ts';
import type { Question } from './state.ts';

export interface ClientAnswer {
  text: string;
  reading: Reading;
  /** The code of the choice that was made, if it was one. */
  code?: string;
  /** Was the choice named exactly (button, number, its whole words)? Then nothing else can be meant. */
  exact: boolean;
}

/** Answers that a question understands without being one of its listed words. */
const BY_INTENT = { yes: 'yes', no: 'no', unsure: 'unsure' } as const;
const SURE_ENOUGH = 0.5;

const codeOf = (id: string): string => id.slice(id.lastIndexOf(':') + 1);

export const sameWords = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

export function readAnswer(input: ClientInput, question: Question | undefined, reader: Reader): ClientAnswer {
  const text = input.text.trim();
  const reading = reader(text, question?.asked);
  const choices = question?.choices ?? [];

  const pressed = choices.find((choice) => choice.id === input.choice);
  if (pressed) return { text, reading, code: codeOf(pressed.id), exact: true };
  const named = choices.find((choice) => sameWords(choice.label, text));
  if (named) return { text, reading, code: codeOf(named.id), exact: true };

  const picked = readChoice(
    text,
    choices.map((choice) => choice.label),
  );
  const chosen = typeof picked === 'number' ? choices[picked] : undefined;
  if (chosen) return { text, reading, code: codeOf(chosen.id), exact: /^\W*\d+\W*$/.test(text) };

  const meant = BY_INTENT[reading.intent.name as keyof typeof BY_INTENT];
  if (meant && reading.intent.score >= SURE_ENOUGH && choices.some((choice) => codeOf(choice.id) === meant)) {
    return { text, reading, code: meant, exact: false };
  }
  return { text, reading, exact: false };
}
