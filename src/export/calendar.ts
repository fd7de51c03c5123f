/**
 * The days of a plan for an agenda (iCalendar, RFC 5545). Agendas are shared: a title says nothing.
 */
import ical, { ICalEventClass, ICalEventTransparency } from 'ical-generator';
import type { Content } from '../content/content.ts';
import { phrase } from '../content/speak.ts';
import { dutchInstant } from '../domain/dutch-time.ts';
import type { PlanStep } from '../domain/plan.ts';
import { datedSteps } from '../engine/facts.ts';
import type { ClientState } from '../engine/state.ts';

/** Minutes that a step with a time takes up in an agenda. */
const LONG = 30;

/** When a step is: at a time, or all day. UTC, so that no agenda needs to know of our time zone. */
function when({ day = '', time }: PlanStep) {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(time ?? '') ?? [];
  if (hours === undefined) {
    // A part of the day has no hours: it is written in the client's own plan.
    return {
      start: new Date(`${day}T00:00:00Z`),
      allDay: true,
      transparency: ICalEventTransparency.TRANSPARENT,
    };
  }
  const start = new Date(dutchInstant(day, Number(hours) * 60 + Number(minutes)));
  return { start, end: new Date(start.getTime() + LONG * 60_000) };
}

/** @param madeAt ISO instant */
export function calendar(content: Content, state: ClientState, madeAt: string): string {
  const { plan, form, agendaWords } = state;
  const agenda = ical({ prodId: { company: 'agenda', product: 'afspraken', language: 'NL' } });
  for (const step of datedSteps(plan)) {
    agenda.createEvent({
      // The same step taken along twice is the same appointment.
      id: step.id,
      stamp: new Date(madeAt),
      summary: phrase(content, 'files.appointment', form),
      ...(agendaWords ? { description: step.text } : {}),
      class: ICalEventClass.PRIVATE,
      ...when(step),
    });
  }
  return `${agenda.toString().replace(/(\r\n)+$/, '')}\r\n`;
}
