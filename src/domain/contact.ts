/**
 * When and how a client may be written to by itself. Every message that does not answer them directly obeys this: a
 * reminder now; what a peer or a professional writes, later.
 */
import { daysAfter, dutchInstant, dutchTime, isoDay } from './dutch-time.ts';

export const CONTACT_TIMES = ['never', 'daytime', 'evening', 'any'] as const;
export type ContactTime = (typeof CONTACT_TIMES)[number];

export interface ContactRules {
  when: ContactTime;
  /** Only in the conversation itself, for now. */
  how: 'in_chat';
  /** May a message be left standing where others could see it? In a chat it always stands there until it is read. */
  leave: boolean;
}

/** As long as the client said nothing about it. */
export const NO_CONTACT: ContactRules = { when: 'never', how: 'in_chat', leave: false };

/** Hours of the Dutch clock, from and until. What clients read about it is in `locales/nl/contact.yaml`. */
export const CONTACT_HOURS = { daytime: [9, 17], evening: [18, 21] } as const;

/** May they be written to at all? */
export const mayWrite = ({ when, leave }: ContactRules): boolean => when !== 'never' && leave;

/**
 * The first moment, from this instant on, at which the client may be written to.
 * @param instant ISO instant.
 */
export function mayWriteAt(rules: ContactRules, instant: string): string | 'never' {
  if (!mayWrite(rules)) return 'never';
  const at = new Date(instant).toISOString();
  const hours = hoursOf(rules);
  if (!hours) return at;
  const [from, until] = hours;
  const time = dutchTime(at);
  const today = isoDay(time);
  if (time.minute < from) return dutchInstant(today, from);
  return time.minute < until ? at : dutchInstant(daysAfter(today, 1), from);
}

/** Hours after its time that a message which could not be sent is still wanted. */
const STILL_WANTED_HOURS = 2;

/**
 * Until when a message that may be written at this instant may still be delivered: not outside the times the client
 * chose, and not so late that they no longer know what it is about.
 */
export function deliverUntil(rules: ContactRules, instant: string): string {
  const late = new Date(Date.parse(instant) + STILL_WANTED_HOURS * 3_600_000).toISOString();
  const hours = hoursOf(rules);
  if (!hours) return late;
  const end = dutchInstant(isoDay(dutchTime(instant)), hours[1]);
  return end < late ? end : late;
}

/** Minutes since midnight; undefined: at any time. */
function hoursOf({ when }: ContactRules): [from: number, until: number] | undefined {
  if (when !== 'daytime' && when !== 'evening') return undefined;
  const [from, until] = CONTACT_HOURS[when];
  return [from * 60, until * 60];
}
