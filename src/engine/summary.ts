/**
 * The client's plan and data as plain lines of text. What is stored is shown: nothing is left out.
 */
import type { Content } from '../content/content.ts';
import { optionLabel, phrase } from '../content/speak.ts';
import { mayWrite } from '../domain/contact.ts';
import { OPEN_HANDOFF_STATES } from '../domain/handoff.ts';
import { isEmptyPlan, type PlanStep } from '../domain/plan.ts';
import type { Form } from '../domain/vocabulary.ts';
import { shownDay, shownInstant, shownMoment } from './dates.ts';
import { previewText } from './handoff.ts';
import { comesAt, rulesOf } from './reminders.ts';
import type { ClientHandoff, ClientState, Reminder } from './state.ts';

type Line = [key: string, value: string | undefined];

const lines = (content: Content, form: Form, parts: Line[]): string[] =>
  parts.filter(([, value]) => value).map(([key, value]) => `${phrase(content, key, form)} ${value}`);

/** A clock time as it is, a part of the day in words. */
const shownTime = (content: Content, time: string | undefined, form: Form): string | undefined =>
  time === undefined || /^\d/.test(time) ? time : optionLabel(content, 'words.day_part', time, form);

/** Where to reach the service that a step came from: its number, or its address where it has none. */
function reach(content: Content, id: string | undefined): string | undefined {
  const service = id && Object.values(content.services).find((each) => each.id === id);
  return service ? (service.phone ?? service.website) : undefined;
}

/** The day of a step, with the time if there is one; empty without a day. */
export const shownWhen = (content: Content, { day, time }: PlanStep, form: Form): string =>
  day ? [shownDay(day), shownTime(content, time, form)].filter(Boolean).join(' ') : '';

/** Of one step: where to, when, with whom, how sure, how it went. */
export const stepDetails = (content: Content, step: PlanStep, form: Form): string[] =>
  [
    reach(content, step.service),
    shownWhen(content, step, form),
    step.with && phrase(content, 'summary.with', form, { with: step.with }),
    step.certainty !== undefined &&
      phrase(content, 'summary.certainty', form, { certainty: String(step.certainty) }),
    step.state !== 'open' && optionLabel(content, 'summary.step_state', step.state, form),
    step.by &&
      phrase(content, 'summary.by', form, { answer: optionLabel(content, 'words.helped_by', step.by, form) }),
    step.outcome && `"${step.outcome}"`,
  ].flatMap((detail) => (detail ? [detail] : []));

/** One step in one line. */
export function stepLine(content: Content, step: PlanStep, form: Form): string {
  const details = stepDetails(content, step, form);
  return details.length > 0 ? `${step.text} (${details.join(', ')})` : step.text;
}

export function planText(content: Content, state: ClientState): string {
  const { plan, form } = state;
  if (isEmptyPlan(plan)) return phrase(content, 'summary.no_plan', form);
  const goals = plan.goals.map(({ text }): Line => ['summary.goal', text]);
  const steps = plan.steps.map((step): Line => ['summary.step', stepLine(content, step, form)]);
  return [
    ...lines(content, form, [
      ...goals,
      ['summary.strengths', plan.strengths],
      ['summary.circle', plan.circle],
      ...steps,
      ['summary.setback', plan.setback],
    ]),
    phrase(content, 'summary.seen_by', form),
  ].join('\n');
}

/** What was sent, to whom, and how it stands, a line for each. */
export function sentText(content: Content, { form, handoffs }: ClientState): string {
  return handoffs
    .filter(({ state }) => OPEN_HANDOFF_STATES.includes(state))
    .map((handoff) => handoffLine(content, handoff, form))
    .join('\n');
}

function handoffLine(content: Content, { name, state, at }: ClientHandoff, form: Form): string {
  return `- ${name}: ${optionLabel(content, 'words.handoff_state', state, form)} (${shownInstant(at)})`;
}

/** All of it: also what the organisation can read, and who of them did what. */
export function handoffsText(content: Content, { form, handoffs }: ClientState): string {
  if (handoffs.length === 0) return phrase(content, 'summary.no_handoffs', form);
  return handoffs
    .flatMap((handoff) => [
      handoffLine(content, handoff, form),
      ...(handoff.content ? [previewText(content, handoff.content, form)] : []),
      ...handoff.log.map(({ at, who, did }) => {
        const deed = optionLabel(content, 'handoff.log', did, form);
        return `- ${shownInstant(at)}: ${who.name} (${who.function}) ${deed}`;
      }),
    ])
    .join('\n');
}

/** Characters of a step behind the moment at which it is reminded of. */
const MOST_OF_A_STEP = 30;

/** When a message comes that was asked for, and what about. */
export function reminderLine(content: Content, state: ClientState, reminder: Reminder): string {
  const at = comesAt(state, reminder);
  const when = shownMoment(at === 'never' ? reminder.at : at);
  const step = state.plan.steps.find(({ id }) => id === reminder.step)?.text ?? '';
  const about = step.length > MOST_OF_A_STEP ? `${step.slice(0, MOST_OF_A_STEP).trimEnd()}…` : step;
  return `${when}: ${about || phrase(content, 'summary.check_in', state.form)}`;
}

/** When they may be written to by itself, and what they asked to be written about. */
export function contactText(content: Content, state: ClientState): string {
  const { form, reminders = [] } = state;
  const rules = rulesOf(state);
  const agreed = phrase(content, `summary.contact_${mayWrite(rules) ? rules.when : 'never'}`, form);
  const lines = reminders.map((reminder) => `- ${reminderLine(content, state, reminder)}`);
  return [agreed, ...(lines.length > 0 ? [phrase(content, 'summary.reminders', form), ...lines] : [])].join(
    '\n',
  );
}

/** How long all this is kept. */
export function keptText(content: Content, state: ClientState): string {
  const { form, keepDays, session, hasCode } = state;
  const { sessionHours, planDays } = content.retention;
  if (session && !hasCode) {
    return phrase(content, 'summary.kept_session', form, { keep_hours: String(sessionHours) });
  }
  return phrase(content, 'summary.kept_days', form, { keep_days: String(keepDays ?? planDays) });
}

export function dataText(content: Content, state: ClientState): string {
  const { form, story, topics, answers } = state;
  const topicNames = topics.map((topic) => optionLabel(content, 'words.topic', topic, form));
  const given = Object.entries(answers).map(([key, { text }]) => {
    const label = content.texts[key]?.label ?? phrase(content, 'summary.unnamed_answer', form);
    return `- ${label}: ${text}`;
  });
  const checked = Object.keys(state.checked).length > 0;
  return [
    ...lines(content, form, [
      ['summary.story', story.join(' / ')],
      ['summary.topics', topicNames.join(', ')],
      ['summary.perspective', optionLabel(content, 'words.perspective', state.perspective, form)],
      ['summary.form', optionLabel(content, 'words.form', form, form)],
      ['summary.message', state.message],
      ['summary.unsent', state.talk?.unsent],
    ]),
    ...(given.length > 0 ? [phrase(content, 'summary.answers', form), ...given] : []),
    ...(checked ? [phrase(content, 'summary.checked', form)] : []),
    phrase(content, 'summary.plan', form),
    planText(content, state),
    phrase(content, 'summary.handoffs', form),
    handoffsText(content, state),
    contactText(content, state),
    ...(state.hasCode ? [phrase(content, 'summary.code', form)] : []),
    ...(state.codeWord ? [phrase(content, 'summary.code_word', form)] : []),
    ...(state.agendaWords ? [phrase(content, 'summary.agenda_words', form)] : []),
    phrase(content, 'summary.since', form, { day: shownInstant(state.since) }),
    keptText(content, state),
  ].join('\n');
}
