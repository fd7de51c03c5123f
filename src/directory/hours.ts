/** Opening hours as people write them in a spreadsheet: 'ma-vr 09:00-17:00; za 10.00-12.00'. */
import { WEEKDAYS } from '../domain/service.ts';

export interface Hours {
  byday: string;
  opens_at?: string;
  closes_at?: string;
}

const DAYS = ['ma', 'di', 'wo', 'do', 'vr', 'za', 'zo'];
const LINE =
  /^((?:ma|di|wo|do|vr|za|zo)(?:\s*(?:-|,|\/|\s|en|t\/m)\s*(?:ma|di|wo|do|vr|za|zo))*)(?:\s+(\d{1,2})[:.](\d{2})\s*(?:-|tot)\s*(\d{1,2})[:.](\d{2}))?$/;

/** Undefined when a part of the text is no hours. */
export function readHours(written: string): Hours[] | undefined {
  const lines = written
    .toLowerCase()
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const hours = lines.map(readLine);
  return hours.every((one) => one !== undefined) ? hours : undefined;
}

function readLine(line: string): Hours | undefined {
  const [, days, ...times] = LINE.exec(line) ?? [];
  if (days === undefined) return undefined;
  const places = new Set<number>();
  for (const part of days.split(/\s*(?:,|\/|\ben\b)\s*|(?<=[a-z])\s+(?=[a-z]{2}$)/)) {
    const [from = '', to = from] = part.split(/\s*(?:-|t\/m)\s*/);
    const [start, end] = [DAYS.indexOf(from.trim()), DAYS.indexOf(to.trim())];
    if (start < 0 || end < start) return undefined;
    for (let day = start; day <= end; day += 1) places.add(day);
  }
  const byday = [...places]
    .sort()
    .map((day) => WEEKDAYS[day])
    .join(',');
  const [openHour, openMinute, closeHour, closeMinute] = times;
  if (openHour === undefined) return { byday };
  const opens_at = `${openHour.padStart(2, '0')}:${openMinute}`;
  const closes_at = `${closeHour?.padStart(2, '0')}:${closeMinute}`;
  const good = [opens_at, closes_at].every((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time));
  return good ? { byday, opens_at, closes_at } : undefined;
}
