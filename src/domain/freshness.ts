/** When a service was last checked, and when that is too long ago. The clock is always handed in. */
import type { Service } from './service.ts';

/** Days that a check stays good. A wrong number hurts most where there is danger. */
export const CHECK_EVERY_DAYS = { crisis: 90, other: 180 } as const;

const DAY = 86_400_000;

type Checked = Pick<Service, 'checkedOn' | 'crisis'>;

function dayOf(date: string): number {
  const time = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(time)) throw new Error(`'${date}' is not a date; write it as 2026-01-31`);
  return time;
}

/** Whole days between the check and `now`; negative when the check lies ahead. */
export function daysSinceCheck(service: Checked, now: Date | string): number {
  return Math.floor((new Date(now).getTime() - dayOf(service.checkedOn)) / DAY);
}

/** `YYYY-MM-DD`: the last day on which the check is still good. */
export function checkDueOn(service: Checked): string {
  const days = CHECK_EVERY_DAYS[service.crisis ? 'crisis' : 'other'];
  return new Date(dayOf(service.checkedOn) + days * DAY).toISOString().slice(0, 10);
}

/** True when the check is more than 90 days (crisis) or 180 days (others) ago. */
export function isStale(service: Checked, now: Date | string): boolean {
  return daysSinceCheck(service, now) > CHECK_EVERY_DAYS[service.crisis ? 'crisis' : 'other'];
}
