/** Dutch clocks and calendars, wherever the machine stands; also on the two nights when the clock is changed. */

const dutchClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export interface DutchTime {
  year: number;
  month: number;
  day: number;
  /** Minutes since midnight, as the clock on the wall has it. */
  minute: number;
  /** 0 is Monday. */
  weekday: number;
}

export function dutchTime(at: Date | string): DutchTime {
  const part: Record<string, number> = {};
  for (const { type, value } of dutchClock.formatToParts(new Date(at))) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
  return { year, month, day, minute: hour * 60 + minute, weekday };
}

/** A calendar day as YYYY-MM-DD. */
export const isoDay = ({ year, month, day }: Pick<DutchTime, 'year' | 'month' | 'day'>): string =>
  new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);

/** The calendar day some days after another (before it, when negative), YYYY-MM-DD. */
export const daysAfter = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);

/** Milliseconds that the Dutch clock is ahead of UTC at an instant. */
function ahead(at: number): number {
  const { year, month, day, minute } = dutchTime(new Date(at));
  return Date.UTC(year, month - 1, day) + minute * MINUTE_MS - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

/**
 * The instant at which the Dutch clock shows these minutes since midnight on this day (YYYY-MM-DD). Where the clock
 * shows it twice, the first; where it skips it, as much later as it skips.
 */
export function dutchInstant(day: string, minute: number): string {
  const shown = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE_MS;
  const [before, after] = [ahead(shown - DAY_MS), ahead(shown + DAY_MS)];
  const first = shown - Math.max(before, after);
  // Only in an hour that does not exist neither of the two shows it.
  const found = [first, shown - Math.min(before, after)].find((at) => at + ahead(at) === shown);
  return new Date(found ?? shown - before).toISOString();
}
