/**
 * The hour in an answer: 'om 3 uur', 'half 4', 'kwart over 2', '15:30', '9u'.
 */
import type { DayPart } from './day.ts';

/** 'om 3 uur', 'half 4', 'kwart over 2', '15:30', '9u'. Without a part of the day 1 to 7 are in the afternoon. */
export function timeIn(text: string, part: DayPart | undefined): string | undefined {
  const make = (hour: number, minute: number) => {
    let h = hour;
    if (h < 0 || h > 24 || minute > 59) return undefined;
    if (h < 12 && (part === 'afternoon' || part === 'evening') && !(h === 0)) h += 12;
    else if (part === undefined && h >= 1 && h <= 7) h += 12;
    if (h === 24) h = 0;
    return `${String(h).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  };
  const clock = /(?:^|\s)(\d{1,2})[:.](\d{2})(?!\d|[.\-/])(?:\s*uur)?/.exec(text);
  if (clock) {
    const [h, m] = [Number(clock[1]), Number(clock[2])];
    // '15:30' and '08.00' say what they mean; '3.30' may be the afternoon.
    if (h > 12 || clock[1]?.startsWith('0'))
      return h < 24 && m < 60 ? `${String(h).padStart(2, '0')}:${clock[2]}` : undefined;
    return make(h, m);
  }
  const quarter = /kwart (over|voor) (\d{1,2})/.exec(text);
  if (quarter)
    return quarter[1] === 'over' ? make(Number(quarter[2]), 15) : make(Number(quarter[2]) - 1 || 12, 45);
  const minutes = /(\d{1,2}) (over|voor) (half )?(\d{1,2})(?= |$)/.exec(text);
  if (minutes && Number(minutes[1]) < 30) {
    const [n, h] = [Number(minutes[1]), Number(minutes[4])];
    const base = minutes[3] ? (h - 1) * 60 + 30 : h * 60;
    const total = base + (minutes[2] === 'over' ? n : -n);
    return make(Math.floor(total / 60) || 12, total % 60);
  }
  const half = /half (\d{1,2})(?= |$)/.exec(text);
  if (half) return make(Number(half[1]) - 1 || 12, 30);
  const whole = /(?:^|\s)(?:om|rond|tegen|vanaf|na)? ?(\d{1,2}) ?(?:uur|u)(?= |$)/.exec(text);
  if (whole && !/over \d+ ?uur/.test(text)) return make(Number(whole[1]), 0);
  const at = /(?:^|\s)om (\d{1,2})(?= |$)/.exec(text);
  return at ? make(Number(at[1]), 0) : undefined;
}
