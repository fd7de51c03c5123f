/**
 * What the client asked to be written about: made, moved, dropped, and what is said when its time has come. Nothing
 * here can begin a message that was not asked for.
 */
import { type ContactRules, mayWrite, mayWriteAt, NO_CONTACT } from '../domain/contact.ts';
import type { PlanStep } from '../domain/plan.ts';
import { momentOf } from '../domain/reminder.ts';
import { type Draft, say } from './draft.ts';
import type { ClientState, Reminder } from './state.ts';

/** Hours after its time at which a reminder that could not come is given up; the store then has it no more. */
const GIVEN_UP_AFTER_HOURS = 24;

export const rulesOf = ({ contact }: ClientState): ContactRules => contact ?? NO_CONTACT;

/** When it will come, by what they agreed to now. */
export const comesAt = (state: ClientState, { at }: Pick<Reminder, 'at'>): string | 'never' =>
  mayWriteAt(rulesOf(state), at);

/** One for each step, and one to hear how it goes: a new one takes the place of the one before. */
export function addReminder(draft: Draft, made: Omit<Reminder, 'id'>): void {
  const { state, world } = draft;
  dropReminders(draft, ({ of, step }) => of === made.of && step === made.step);
  const reminder: Reminder = { id: world.id(), ...made };
  state.reminders = [...(state.reminders ?? []), reminder];
  arrange(draft, reminder);
}

/** One that was asked for in this conversation before it was known by whom. */
export function takeOver(draft: Draft, reminder: Reminder): void {
  draft.state.reminders = [...(draft.state.reminders ?? []), reminder];
  arrange(draft, reminder);
}

function arrange({ state, effects }: Draft, reminder: Reminder): void {
  const at = comesAt(state, reminder);
  if (at !== 'never') effects.push({ kind: 'remind', id: reminder.id, at });
}

export function dropReminders({ state, effects }: Draft, which: (reminder: Reminder) => boolean): void {
  const { reminders = [] } = state;
  for (const { id } of reminders.filter(which)) effects.push({ kind: 'forget_reminder', id });
  const left = reminders.filter((reminder) => !which(reminder));
  if (left.length > 0) state.reminders = left;
  else delete state.reminders;
}

const stepOf = ({ plan }: ClientState, { step }: Reminder): PlanStep | undefined =>
  plan.steps.find(({ id, state }) => id === step && state === 'open');

/** Is it still about something, and may it come at all? */
const isWanted = (state: ClientState, reminder: Reminder): boolean =>
  mayWrite(rulesOf(state)) && (reminder.of === 'check_in' || stepOf(state, reminder) !== undefined);

/** After whatever the client did: what is no longer wanted is dropped, what hangs on a day moves along with it. */
export function settleReminders(draft: Draft): void {
  const { state, world } = draft;
  if (!state.reminders) return;
  const givenUp = Date.parse(world.now) - GIVEN_UP_AFTER_HOURS * 3_600_000;
  dropReminders(draft, (reminder) => !isWanted(state, reminder) || Date.parse(reminder.at) < givenUp);
  // Asked for in a chat that can be written to, it is not moved to a place that cannot.
  if (!state.reachable) return;
  for (const reminder of state.reminders ?? []) followDay(draft, reminder);
}

function followDay(draft: Draft, reminder: Reminder): void {
  const { from } = reminder;
  const day = stepOf(draft.state, reminder)?.day;
  if (!from || day === from.day) return;
  const at = day && momentOf(from.moment, day);
  if (!day || !at || at <= draft.world.now) {
    dropReminders(draft, ({ id }) => id === reminder.id);
    return;
  }
  Object.assign(reminder, { at, from: { ...from, day } });
  arrange(draft, reminder);
}

/**
 * Its time has come. One message, in words that say nothing, and only if it is still wanted; outside the times that
 * were agreed on it waits for the next one.
 */
export function remindNow(draft: Draft, id: string): void {
  const { state, world } = draft;
  const reminder = state.reminders?.find((each) => each.id === id);
  const may = reminder && isWanted(state, reminder) ? mayWriteAt(rulesOf(state), world.now) : 'never';
  if (may !== 'never' && may > world.now) {
    draft.effects.push({ kind: 'remind', id, at: may });
    return;
  }
  dropReminders(draft, (each) => each.id === id);
  if (!reminder) draft.effects.push({ kind: 'forget_reminder', id });
  if (!reminder || may === 'never') return;
  say(draft, 'reminder.words');
  const { of, step } = reminder;
  state.reminded = { of, ...(step === undefined ? {} : { step }) };
}
