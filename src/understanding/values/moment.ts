/**
 * A moment to be written to: 'morgen om 10 uur', 'zaterdagavond', 'over een uur', 'over twee weken'.
 */
import { dutchInstant } from '../../domain/dutch-time.ts';
import { type DayPart, readDay } from './day.ts';
import { tidy } from './day_words.ts';

/** The hour that is meant by a part of the day, or by a day and nothing more. */
const HOUR: Record<DayPart | 'day', number> = { day: 9, morning: 9, afternoon: 14, evening: 19 };

const SPAN =
  /\bover (?:ongeveer |zo n |zon )?(een half|half|anderhalf|een|\d+) ?(uur|kwartier|min)(?:tjes?|en|uut|uten|uutjes)?\b/;
const COUNT: Record<string, number> = { een: 1, half: 0.5, 'een half': 0.5, anderhalf: 1.5 };
const MINUTES: Record<string, number> = { uur: 60, kwartier: 15, min: 1 };

/** The instant (ISO) of the moment that an answer names; undefined when it names none. */
export function readMoment(text: string, now: string): string | undefined {
  const span = SPAN.exec(tidy(text));
  if (span) {
    const count = COUNT[span[1] ?? ''] ?? Number(span[1]);
    return new Date(Date.parse(now) + count * (MINUTES[span[2] ?? ''] ?? 0) * 60_000).toISOString();
  }
  const day = readDay(text, now);
  if (!day) return undefined;
  const [hour = 0, minute = 0] = day.time?.split(':').map(Number) ?? [HOUR[day.part ?? 'day']];
  return dutchInstant(day.date, hour * 60 + minute);
}
