/** An organisation that receives what clients send: where, about what, when it is open, and when it answers. */
import { daysAfter, dutchInstant, dutchTime, isoDay } from './dutch-time.ts';
import { openHours } from './opening.ts';
import type { Opening } from './service.ts';
import type { Topic } from './vocabulary.ts';

export interface Organisation {
  id: string;
  name: string;
  /** One sentence for clients. */
  about: string;
  /** CBS codes; empty: the whole country. */
  municipalities: string[];
  /** Empty: everything. */
  topics: Topic[];
  /** Empty: always open. */
  opening: Opening[];
  /** Expected time to an answer, in hours that they are open. */
  answerHours: number;
  phone?: string;
}

/** A schedule that gives so few hours is looked through no further than this. */
const MOST_DAYS = 60;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/**
 * When an answer to what is asked at `instant` may be expected: after `answerHours` in which they are open.
 * @param instant ISO instant.
 */
export function answerBy({ opening, answerHours }: Organisation, instant: string): string {
  let left = answerHours * 60;
  if (opening.length === 0) return new Date(Date.parse(instant) + left * MINUTE_MS).toISOString();
  const now = dutchTime(instant);
  // From yesterday on, as a night may go on after midnight.
  for (let day = -1; day <= MOST_DAYS; day++) {
    const date = daysAfter(isoDay(now), day);
    for (const [opens, closes] of openHours(opening, date)) {
      const from = Math.max(opens, now.minute - day * DAY_MINUTES);
      if (from >= closes) continue;
      if (closes - from >= left) return dutchInstant(date, from + left);
      left -= closes - from;
    }
  }
  return new Date(Date.parse(instant) + MOST_DAYS * 24 * 60 * MINUTE_MS).toISOString();
}

/** Does it serve here, and about this? */
export const serves = (
  { municipalities, topics }: Organisation,
  municipality: string | undefined,
  about: readonly Topic[],
): boolean =>
  (municipalities.length === 0 || (municipality !== undefined && municipalities.includes(municipality))) &&
  (topics.length === 0 || about.length === 0 || about.some((topic) => topics.includes(topic)));
