/**
 * Days and instants as the client reads them: on Dutch calendars and clocks, wherever the machine stands.
 */
import { dutchTime, isoDay } from '../domain/dutch-time.ts';

const longDay = new Intl.DateTimeFormat('nl-NL', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
});
const instant = new Intl.DateTimeFormat('nl-NL', {
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Europe/Amsterdam',
});

const moment = new Intl.DateTimeFormat('nl-NL', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Europe/Amsterdam',
});

/** The day in the Netherlands of an instant, YYYY-MM-DD. */
export const dutchDay = (now: string): string => isoDay(dutchTime(now));

/** 'dinsdag 3 november' of a calendar day YYYY-MM-DD. */
export const shownDay = (day: string): string => longDay.format(new Date(`${day}T12:00:00Z`));

/** '3 november om 19:30' of an ISO instant. */
export const shownInstant = (now: string): string => instant.format(new Date(now));

/** 'dinsdag 3 november om 09:00' of an ISO instant to come. */
export const shownMoment = (at: string): string => moment.format(new Date(at));
