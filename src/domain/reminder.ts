/** The moments at which a client can ask for a message: counted from the day of a step, or from now. */
import { daysAfter, dutchInstant } from './dutch-time.ts';

/** Days from the day of the step, and the hour of the Dutch clock. */
const MOMENTS = { morning: { days: 0, hour: 9 }, evening_before: { days: -1, hour: 19 } } as const;
export type Moment = keyof typeof MOMENTS;
export const MOMENT_NAMES = Object.keys(MOMENTS) as Moment[];

/** ISO instant of a moment counted from a day, YYYY-MM-DD. */
export const momentOf = (moment: Moment, day: string): string =>
  dutchInstant(daysAfter(day, MOMENTS[moment].days), MOMENTS[moment].hour * 60);

/** Days until one is asked how it goes. */
export const CHECK_INS = { week: 7, two_weeks: 14, month: 30 } as const;
const CHECK_IN_HOUR = 10;

/** ISO instant some days after a day, YYYY-MM-DD, at which to ask how it goes. */
export const checkInOf = (today: string, days: number): string =>
  dutchInstant(daysAfter(today, days), CHECK_IN_HOUR * 60);

/** Codes of the choices that are offered, by what the message is about. */
export const REMIND_CHOICES: Record<'step' | 'check_in', readonly string[]> = {
  step: [...MOMENT_NAMES, 'other', 'no'],
  check_in: [...Object.keys(CHECK_INS), 'other', 'no'],
};
