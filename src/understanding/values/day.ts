/**
 * Dutch days: 'morgen', 'aanstaande dinsdag', 'volgende week woensdag', 'over drie dagen', '12 december', 'om 3 uur'.
 * Everything is a calendar day in Europe/Amsterdam; a named day is the next one to come.
 */
import { timeIn } from './clock.ts';
import { MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, tidy, WEEKDAYS } from './day_words.ts';

export type DayPart = 'morning' | 'afternoon' | 'evening';

/** `date`: YYYY-MM-DD in Europe/Amsterdam. `time`: HH:MM. */
export interface DayRead {
  date: string;
  part?: DayPart;
  time?: string;
}

const PARTS: [RegExp, DayPart][] = [
  [/ochtend|ochend|ochtent|morgens|voormiddag|morgenvroeg/, 'morning'],
  [/middag|midag|middach/, 'afternoon'],
  [/avond|avont|savons|nacht/, 'evening'],
];

/** A calendar day as a count of days, so that adding is adding. */
const toCount = (y: number, m: number, d: number) => Math.round(Date.UTC(y, m - 1, d) / 86_400_000);
const toDate = (count: number) => new Date(count * 86_400_000).toISOString().slice(0, 10);
const weekday = (count: number) => (((count + 4) % 7) + 7) % 7;

const local = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});

/** Reads the day (and hour or part of the day) that an answer names; undefined when it names none. */
export function readDay(text: string, now: string): DayRead | undefined {
  const moment = new Date(now);
  if (Number.isNaN(moment.getTime()) || text.length > 300) return undefined;
  const pieces = new Map(local.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const year = pieces.get('year') ?? 1970;
  const today = toCount(year, pieces.get('month') ?? 1, pieces.get('day') ?? 1);
  const hour = pieces.get('hour') ?? 0;
  const clean = tidy(text);
  const words = clean.split(' ').filter(Boolean);
  const time = timeIn(clean, partIn(words));
  const found = dayIn(words, clean, today, year);
  let part = partIn(words);
  if (part === undefined && time) part = undefined;
  if (found === undefined) {
    if (!time && part === undefined) return undefined;
    // An hour or part of the day alone: today, or tomorrow when that has passed.
    if (
      part !== undefined &&
      !time &&
      !/\b(van|s|deze|vn)\b|^vana|^vanm|^vano/.test(clean) &&
      words.length > 3
    )
      return undefined;
    const passed = time
      ? Number(time.slice(0, 2)) <= hour
      : partPassed(part, hour) && !/\bvan(avond|middag|ochtend)/.test(clean);
    return result(today + (passed ? 1 : 0), part, time);
  }
  return result(found, part, time);
}

function result(count: number, part: DayPart | undefined, time: string | undefined): DayRead {
  return { date: toDate(count), ...(part ? { part } : {}), ...(time ? { time } : {}) };
}

function partPassed(part: DayPart | undefined, hour: number): boolean {
  return (part === 'morning' && hour >= 12) || (part === 'afternoon' && hour >= 18);
}

function partIn(words: readonly string[]): DayPart | undefined {
  for (const [pattern, part] of PARTS) if (words.some((word) => pattern.test(word))) return part;
  // 'morgen' after the name of a day is the morning of that day; 'morgen vroeg' is tomorrow morning.
  if (words.some((word, i) => word === 'morgen' && WEEKDAYS.includes(words[i - 1] ?? ''))) return 'morning';
  if (words.includes('vroeg') || (words.includes('s') && words.includes('morgens'))) return 'morning';
  return undefined;
}

function monthOf(word: string | undefined): number | undefined {
  if (!word) return undefined;
  const index = MONTHS.indexOf(word);
  return index >= 0 ? index + 1 : SHORT_MONTHS[word];
}

function weekdayOf(word: string, before: string | undefined, alone: boolean): number | undefined {
  const whole = WEEKDAYS.indexOf(word);
  if (whole >= 0) return whole;
  // 'do' and 'zo' are also ordinary words: a short name counts alone or after 'komende', 'op'.
  const short = SHORT_WEEKDAYS[word];
  if (short === undefined) return undefined;
  return alone || before === 'komende' || before === 'week' || before === 'op' || before === 'volgende'
    ? short
    : undefined;
}

/** A written date in the past is next year's, unless it names its year. */
function written(
  day: number,
  month: number,
  year: number | undefined,
  today: number,
  thisYear: number,
): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const full = year === undefined ? thisYear : year < 100 ? 2000 + year : year;
  const at = toCount(full, month, day);
  if (new Date(at * 86_400_000).getUTCDate() !== day) return undefined;
  if (year === undefined && at < today) return toCount(thisYear + 1, month, day);
  return at;
}

function dayIn(words: readonly string[], text: string, today: number, year: number): number | undefined {
  const iso = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/.exec(text);
  if (iso) return written(Number(iso[3]), Number(iso[2]), Number(iso[1]), today, year);
  const dashed =
    /(?:^|\s)(\d{1,2})[-/](\d{1,2})(?:[-/](\d{2,4}))?(?=\s|$)/.exec(text) ??
    /(?:^|\s)(\d{1,2})\.(\d{1,2})\.(\d{2,4})?(?=\s|$)/.exec(text);
  if (dashed && !/\d+[-/]\d+ (dagen|weken|keer|uur)/.test(text)) {
    const found = written(
      Number(dashed[1]),
      Number(dashed[2]),
      dashed[3] ? Number(dashed[3]) : undefined,
      today,
      year,
    );
    if (found !== undefined) return found;
  }
  for (let i = 0; i < words.length; i++) {
    const day = /^(\d{1,2})(?:e|de|ste)?$/.exec(words[i] ?? '');
    const month = day ? monthOf(words[i + 1]) : undefined;
    if (day && month) {
      const own = /^(20\d\d)$/.exec(words[i + 2] ?? '');
      return written(Number(day[1]), month, own ? Number(own[1]) : undefined, today, year);
    }
  }
  if (/\bovermorgen\b|\bover morgen\b/.test(text)) return today + 2;
  const span =
    /\bover (?:een |1 |ongeveer |zo |goed )*(\d+|paar|week|maand|dag|jaar|weekje|maandje|dagje) ?(dag(?:en)?|week(?:en)?|weken|maand(?:en)?)?\b/.exec(
      text,
    );
  if (span) {
    const own = /^\d+$/.test(span[1] ?? '');
    const n = own ? Number(span[1]) : span[1] === 'paar' ? 3 : 1;
    const unit = (own || span[1] === 'paar' ? span[2] : span[1]) ?? '';
    if (n <= 400 && /^dag/.test(unit)) return today + n;
    if (n <= 60 && /^we/.test(unit)) {
      const named = words.map((word) => WEEKDAYS.indexOf(word)).find((index) => index >= 0);
      return named === undefined ? today + 7 * n : weekStart(today) + 7 * n + ((named + 6) % 7);
    }
    if (n <= 12 && /^ma/.test(unit)) return addMonths(today, n);
  }
  const nextWeek = /\b(volgende|komende|andere) week\b|\bweek erop\b/.test(text);
  for (let i = 0; i < words.length; i++) {
    const named = weekdayOf(words[i] ?? '', words[i - 1], words.length === 1);
    if (named === undefined) continue;
    const ofThatWeek = (named + 6) % 7;
    if (nextWeek || words[i - 1] === 'week') return weekStart(today) + 7 + ofThatWeek;
    const ahead = (named - weekday(today) + 7) % 7 || 7;
    if (/\bdeze week\b/.test(text) || words[i - 1] === 'vandaag') return today + (ahead % 7);
    // 'volgende dinsdag' on a Monday means the one of next week; later in the week people mean the coming one.
    if (words[i - 1] === 'volgende' && ahead <= 3 && weekStart(today) === weekStart(today + ahead))
      return today + ahead + 7;
    return today + ahead;
  }
  if (/\bvolgend(e)? weekend\b/.test(text)) return weekStart(today) + 12;
  if (/\bweekend\b/.test(text))
    return weekday(today) === 0 || weekday(today) === 6 ? today : weekStart(today) + 5;
  if (nextWeek) return weekStart(today) + 7;
  if (/\bvolgende maand\b/.test(text)) return addMonths(today, 1);
  if (/\bmorgen(ochtend|middag|avond|vroeg)?\b/.test(text) && !/\b(van|s|goede) ?morgen\b/.test(text))
    return today + 1;
  if (
    /\bvandaag\b|\bvan(avond|middag|ochtend|nacht|morgen)\b|\bstraks\b|\bnu\b|\bmeteen\b|\bdirect\b|\bzo ?meteen\b|\bgelijk\b/.test(
      text,
    )
  ) {
    return today;
  }
  return undefined;
}

/** The Monday of a week. */
function weekStart(today: number): number {
  return today - ((weekday(today) + 6) % 7);
}

/** The same day some months on, or the last day of a shorter month. */
function addMonths(today: number, n: number): number {
  const [y = 1970, m = 1, d = 1] = toDate(today).split('-').map(Number);
  const last = new Date(Date.UTC(y, m - 1 + n + 1, 0)).getUTCDate();
  return toCount(y, m + n, Math.min(d, last));
}
