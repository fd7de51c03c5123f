/**
 * Moments as a professional reads them: by the Dutch clock, with the day in a word where there is one.
 */
import { daysAfter, dutchTime, isoDay } from '../../domain/dutch-time.ts';
import { filled } from '../client/talk/page-data.ts';
import type { InboxTexts } from './texts.ts';

const namedDay = new Intl.DateTimeFormat('nl-NL', {
  timeZone: 'Europe/Amsterdam',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});

/** 'vandaag 16:00', 'morgen 9:30', 'maandag 9 november 10:00'. @param at ISO instant */
export function momentOf(at: string, now: Date, moments: InboxTexts['moments']): string {
  const shown = dutchTime(at);
  const day = isoDay(shown);
  const today = isoDay(dutchTime(now));
  const time = `${Math.floor(shown.minute / 60)}:${String(shown.minute % 60).padStart(2, '0')}`;
  if (day === today) return filled(moments.today, { time });
  if (day === daysAfter(today, 1)) return filled(moments.tomorrow, { time });
  if (day === daysAfter(today, -1)) return filled(moments.yesterday, { time });
  return filled(moments.other, { day: namedDay.format(new Date(at)), time });
}
