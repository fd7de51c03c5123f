/**
 * What comes in with the inbox's forms: read with zod, wrong things told apart in the words of the page.
 */
import { z } from 'zod';
import { DECLINE_REASONS, type Professional } from '../../domain/handoff.ts';
import { LONGEST_WORDS } from '../../run/inbox.ts';

/** Weeks after which a professional may ask to write once more. */
export const FOLLOW_UP_WEEKS = [2, 4, 6] as const;

/** Bytes of a form: the longest words as a browser encodes them at worst, with room for a bit more than too long. */
export const LARGEST_FORM = 64 * 1024;

const KEY = /^[\w-]{8,64}$/;

const field = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** The form's own key: the same in every try. Undefined when it was made by something else. */
export function keyOf(form: FormData): string | undefined {
  const key = field(form, 'key');
  return KEY.test(key) ? key : undefined;
}

export type Words =
  | { kind: 'words'; text: string }
  | { kind: 'empty' }
  | { kind: 'long'; text: string; over: number };

/** Browsers send line ends as two characters; they count as the one that was typed. */
export const typed = (form: FormData): string => field(form, 'text').replace(/\r\n?/g, '\n');

export function wordsOf(form: FormData): Words {
  const text = typed(form).trim();
  if (text === '') return { kind: 'empty' };
  const over = text.length - LONGEST_WORDS;
  return over > 0 ? { kind: 'long', text, over } : { kind: 'words', text };
}

/** Which phrase is to be put in, for who has no script; undefined: none, the form is to be sent. */
export function phraseOf(form: FormData, phrases: readonly { text: string }[]): string | undefined {
  return form.has('insert') ? (phrases[Number(field(form, 'insert'))]?.text ?? '') : undefined;
}

const reason = z.enum(DECLINE_REASONS);
export const reasonOf = (form: FormData) => reason.safeParse(field(form, 'reason')).data;

const weeks = z.coerce.number().pipe(z.literal([...FOLLOW_UP_WEEKS]));
export const weeksOf = (form: FormData) => weeks.safeParse(field(form, 'weeks')).data;

export const isSure = (form: FormData): boolean => field(form, 'sure') === 'yes';

export interface Receivers {
  organisation: string;
  colleagues: readonly Professional[];
  organisations: readonly { id: string; name: string }[];
}

/** To whom; undefined when it is nobody of those that may be chosen. */
export function receiverOf(
  form: FormData,
  { organisation, colleagues, organisations }: Receivers,
): { organisation: string; staff?: Professional } | undefined {
  const to = field(form, 'to');
  const staff = colleagues.find(({ id }) => to === `staff:${id}`);
  if (staff) return { organisation, staff };
  const other = organisations.find(({ id }) => to === `organisation:${id}`);
  return other && { organisation: other.id };
}
