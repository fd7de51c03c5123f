/**
 * Questions about a state and a script that have one answer. Nothing here changes anything.
 */
import type { Content } from '../content/content.ts';
import type { Dialog, Fact, Step } from '../content/step-schema.ts';
import { mayWrite, NO_CONTACT } from '../domain/contact.ts';
import { OPEN_HANDOFF_STATES, TAKEN_HANDOFF_STATES } from '../domain/handoff.ts';
import { isEmptyPlan, type Plan, type PlanStep } from '../domain/plan.ts';
import type { Topic } from '../domain/vocabulary.ts';
import { dutchDay } from './dates.ts';
import type { ClientState } from './state.ts';

export const openSteps = (plan: Plan): PlanStep[] => plan.steps.filter(({ state }) => state === 'open');

/** What goes into an agenda: what is still to be done, on a day. */
export const datedSteps = (plan: Plan): PlanStep[] => openSteps(plan).filter(({ day }) => day !== undefined);

export const dueSteps = (state: ClientState, now: string): PlanStep[] => {
  const today = dutchDay(now);
  const reminded = state.reminded?.step;
  const due = openSteps(state.plan).filter(
    ({ id, day }) => id === reminded || (day !== undefined && day <= today),
  );
  // What they asked to be reminded of comes first.
  return [...due.filter(({ id }) => id === reminded), ...due.filter(({ id }) => id !== reminded)];
};

/** Steps that can still be reminded of: their day is to come, or today. */
export const stepsAhead = ({ plan }: ClientState, now: string): PlanStep[] => {
  const today = dutchDay(now);
  return datedSteps(plan).filter(({ day }) => day !== undefined && day >= today);
};

export const openHandoffs = (state: ClientState): ClientState['handoffs'] =>
  state.handoffs.filter((handoff) => OPEN_HANDOFF_STATES.includes(handoff.state));

export const stepInFocus = (state: ClientState): PlanStep | undefined =>
  state.plan.steps.find(({ id }) => id === state.focus.step);

/** Topics named and not yet talked about; safety at home first, then in the order they were told. */
export const openTopics = (state: ClientState): Topic[] => {
  const open = state.topics.filter((topic) => !state.visited.includes(topic));
  return open.includes('violence') ? ['violence', ...open.filter((topic) => topic !== 'violence')] : open;
};

/** Is what is talked about now a look aside for danger, or part of one? */
export const isAboutDanger = ({ stack }: ClientState): boolean =>
  stack.findLast(({ focus }) => focus !== undefined)?.about !== undefined;

/** The dialog that gives the numbers for violence and asks whether one is safe now. */
const SAFETY = 'danger_violence';
const VIOLENCE = 'violence';
/** The dialog that makes one step. */
const STEP = 'step';

const passesThrough =
  (dialog: string | undefined) =>
  (place: Pick<ClientState, 'stack'>): boolean =>
    place.stack.some((frame) => frame.dialog === dialog);

/** Can the step just made be reminded of, and would it be no harm to offer that? */
function mayOfferReminder(state: ClientState, now: string): boolean {
  const step = stepInFocus(state);
  return (
    Boolean(state.reachable) &&
    state.contact?.when !== 'never' &&
    // A message that comes by itself is nothing to put into someone's head who may not be alone with their phone.
    !passesThrough(VIOLENCE)(state) &&
    !isAboutDanger(state) &&
    stepsAhead(state, now).some(({ id }) => id === step?.id) &&
    !state.reminders?.some((reminder) => reminder.step === step?.id)
  );
}

/** This long after the last message, in hours, someone was away. */
export const AWAY_HOURS = 6;

type Asked = (state: ClientState, now: string, content: Pick<Content, 'linkBase'>) => boolean;

export const facts = {
  has_story: ({ story }) => story.length > 0,
  has_news: ({ news }) => Boolean(news),
  has_topic: ({ topics }) => topics.length > 0,
  has_goal: ({ plan }) => plan.goals.length > 0,
  has_circle: ({ plan }) => Boolean(plan.circle),
  has_step: (state) => stepInFocus(state) !== undefined,
  has_open_step: ({ plan }) => openSteps(plan).length > 0,
  has_due_step: (state, now) => dueSteps(state, now).length > 0,
  has_plan: ({ plan }) => !isEmptyPlan(plan),
  plan_was_made: ({ planMade }) => planMade,
  has_open_handoff: (state) => openHandoffs(state).length > 0,
  can_talk: ({ handoffs }) =>
    handoffs.some(({ state, elsewhere }) => !elsewhere && TAKEN_HANDOFF_STATES.includes(state)),
  worried_about_other: ({ stack, perspective }) =>
    (stack.findLast(({ about }) => about)?.about ?? perspective) === 'other',
  been_here: ({ stack, trail }) => trail.some(passesThrough(stack.at(-1)?.dialog)),
  in_violence: ({ stack }) => passesThrough(VIOLENCE)({ stack }),
  asked_if_safe: ({ stack, trail }) => [{ stack }, ...trail].some(passesThrough(SAFETY)),
  was_away: ({ lastAt, reminded }, now) =>
    reminded !== undefined || Date.parse(now) - Date.parse(lastAt) > AWAY_HOURS * 3_600_000,
  in_danger_before: ({ checked }) => Object.keys(checked).length > 0,
  about_danger: isAboutDanger,
  says_u: ({ form }) => form === 'u',
  has_code: ({ hasCode }) => Boolean(hasCode),
  ends_with_session: ({ session, hasCode }) => Boolean(session) && !hasCode,
  can_link: (_state, _now, { linkBase }) => linkBase !== undefined,
  has_dated_step: ({ plan }) => datedSteps(plan).length > 0,
  can_be_written_to: ({ reachable }) => Boolean(reachable),
  may_be_written_to: ({ contact }) => mayWrite(contact ?? NO_CONTACT),
  may_offer_reminder: mayOfferReminder,
  has_reminder: ({ reminders }) => Boolean(reminders?.length),
  has_step_ahead: (state, now) => stepsAhead(state, now).length > 0,
  step_is_ahead: (state, now) => (stepInFocus(state)?.day ?? '') > dutchDay(now),
  in_step: (state) => passesThrough(STEP)(state) && stepInFocus(state)?.day !== undefined,
  asked_for_check_in: ({ reminded }) => reminded?.of === 'check_in',
  has_code_word: ({ codeWord }) => codeWord !== undefined,
} satisfies Record<Fact, Asked>;

type Dialogs = Pick<Content, 'dialogs'>;

export const dialogFor = (content: Dialogs, topic: Topic): Dialog | undefined =>
  Object.values(content.dialogs).find((dialog) => dialog.topic === topic) ??
  Object.values(content.dialogs).find((dialog) => dialog.topic === 'any');

export const firstStep = (content: Dialogs, dialog: string): string => {
  const step = content.dialogs[dialog]?.steps[0];
  if (!step) throw new Error(`dialogs has no dialog '${dialog}'`);
  return step.id;
};

/** The step named `dialog.step`, if it still exists. */
export const stepAt = (content: Dialogs, key: string): Step | undefined => {
  const [dialog = '', name] = key.split('.');
  return content.dialogs[dialog]?.steps.find(({ id }) => id === name);
};
