/** Whether a service can be reached now, in Dutch local time. It says 'unknown' rather than guess. */
import { type DutchTime, dutchTime } from './dutch-time.ts';
import type { Opening, Service, Weekday } from './service.ts';

export type OpenState = 'open' | 'closed' | 'unknown';

const DAYS: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const END_OF_DAY = 24 * 60;

/** Easter Sunday as days since the epoch (the Gregorian computus of Meeus, Jones and Butcher). */
function easter(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/** Days on which many Dutch offices are closed; 5 May and Good Friday too, as some are. */
function isHoliday({ year, month, day }: DutchTime): boolean {
  const fixed = ['1-1', '27-4', '5-5', '25-12', '26-12'];
  // King's Day moves to Saturday when the 27th is a Sunday.
  if (fixed.includes(`${day}-${month}`) || (day === 26 && month === 4)) return true;
  const sinceEaster = Date.UTC(year, month - 1, day) / 86_400_000 - easter(year);
  return [-2, 0, 1, 39, 49, 50].includes(sinceEaster);
}

function minutes(time: string): number {
  if (time === '23:59') return END_OF_DAY;
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** The state by one line of the schedule. */
function stateOf(line: Opening, time: DutchTime): OpenState {
  const today = line.days.includes(DAYS[time.weekday] as Weekday);
  const yesterday = line.days.includes(DAYS[(time.weekday + 6) % 7] as Weekday);
  if (line.opens === undefined || line.closes === undefined) return today ? 'unknown' : 'closed';
  const opens = minutes(line.opens);
  const closes = minutes(line.closes);
  if (closes > opens) return today && time.minute >= opens && time.minute < closes ? 'open' : 'closed';
  return (today && time.minute >= opens) || (yesterday && time.minute < closes) ? 'open' : 'closed';
}

/**
 * The hours at which something is open on a day, in minutes since midnight, in order. None on a public holiday, when it
 * keeps office hours. What goes on after midnight counts with the day on which it began: it closes after minute 1440.
 * @param date YYYY-MM-DD.
 */
export function openHours(opening: readonly Opening[], date: string): [opens: number, closes: number][] {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const weekday = DAYS[(new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7] as Weekday;
  const officeHours = opening.every(({ days }) => !days.includes('SU'));
  if (officeHours && isHoliday({ year, month, day, minute: 0, weekday: 0 })) return [];
  return opening
    .filter(({ days }) => days.includes(weekday))
    .flatMap(({ opens, closes }): [number, number][] => {
      if (opens === undefined || closes === undefined) return [];
      const from = minutes(opens);
      const until = minutes(closes);
      return [[from, until > from ? until : until + END_OF_DAY]];
    })
    .sort(([a], [b]) => a - b);
}

/**
 * Open, closed, or unknown when the hours are not certain.
 * Office hours (no weekend) on a public holiday count as unknown.
 */
export function isOpen(service: Pick<Service, 'opening'>, now: Date | string): OpenState {
  if (service.opening.length === 0) return 'unknown';
  const time = dutchTime(now);
  const states = service.opening.map((line) => stateOf(line, time));
  if (!states.includes('open')) return states.includes('unknown') ? 'unknown' : 'closed';
  const officeHours = service.opening.every((line) => !line.days.includes('SU'));
  return officeHours && isHoliday(time) ? 'unknown' : 'open';
}
