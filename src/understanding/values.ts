/**
 * Values in Dutch answers: numbers, days and choices. Pure; `now` is given where a day depends on it.
 */
export { type ChoiceOptions, readChoice } from './values/choice.ts';
export { type DayPart, type DayRead, readDay } from './values/day.ts';
export { readMoment } from './values/moment.ts';
export { readNumber } from './values/number.ts';
