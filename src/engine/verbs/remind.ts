/**
 * remind: when the client wants a message, about the step in focus (`of: step`) or to hear how it goes
 * (`of: check_in`). A few moments to choose from, or one they type. `other`: where 'another moment' goes; without it
 * the moment is typed here.
 *
 *     - id: moment
 *       remind: { of: step, other: typed, no: nothing, to: agreed }
 */
import { optionLabel } from '../../content/speak.ts';
import type { Step } from '../../content/step-schema.ts';
import { CHECK_INS, checkInOf, MOMENT_NAMES, momentOf } from '../../domain/reminder.ts';
import { readMoment } from '../../understanding/values.ts';
import { dutchDay } from '../dates.ts';
import { ask, choiceId, type Draft, say } from '../draft.ts';
import { stepInFocus } from '../facts.ts';
import { addReminder, comesAt } from '../reminders.ts';
import type { Reminder } from '../state.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

type Offered = Omit<Reminder, 'id'> & { code: string };

const keptDays = ({ state, content }: Draft): number => state.keepDays ?? content.retention.planDays;

/** Moments that are still to come, and at which they may be written to. */
function momentsFor(of: 'step' | 'check_in', draft: Draft): Offered[] {
  const { state, world } = draft;
  if (of === 'check_in') {
    return Object.entries(CHECK_INS)
      .filter(([, days]) => days < keptDays(draft))
      .map(([code, days]) => ({ code, of, at: checkInOf(dutchDay(world.now), days) }));
  }
  const step = stepInFocus(state);
  const { day } = step ?? {};
  if (!step || !day) return [];
  return MOMENT_NAMES.map((moment) => ({
    code: moment,
    of,
    at: momentOf(moment, day),
    step: step.id,
    from: { moment, day },
  })).filter(({ at }) => at > world.now && comesAt(state, { at }) === at);
}

/** A moment in own words; it may be moved to when they may be written to, and that is said. */
function setTyped({ of }: Step<'remind'>, draft: Draft, at: string): boolean {
  const { state, world } = draft;
  const then = comesAt(state, { at });
  const days = keptDays(draft);
  if (at <= world.now) {
    say(draft, 'reminder.passed');
    return false;
  }
  // What is gone by then cannot be reminded of.
  if (Date.parse(then === 'never' ? at : then) >= Date.parse(world.now) + days * 86_400_000) {
    say(draft, 'reminder.too_far', { keep_days: String(days) });
    return false;
  }
  const step = of === 'step' ? stepInFocus(state)?.id : undefined;
  addReminder(draft, { at, ...(step === undefined ? { of: 'check_in' } : { of, step }) });
  if (then !== at) say(draft, 'reminder.moved');
  return true;
}

export const remind: Verb<'remind'> = {
  enter(step, draft, again) {
    const moments = step.other === undefined ? [] : momentsFor(step.of, draft);
    if (step.other !== undefined && moments.length === 0) return goTo(step.other);
    const key = stepKey(draft, step);
    const codes = step.other === undefined ? [] : [...moments.map(({ code }) => code), 'other', 'no'];
    const choices = codes.map((code) => ({
      id: choiceId(key, code),
      label: optionLabel(draft.content, key, code, draft.state.form),
    }));
    ask(draft, { choices, again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const { code, reading, text } = answer;
    if (code === 'other') return goTo(step.other);
    const chosen = momentsFor(step.of, draft).find((moment) => moment.code === code);
    if (chosen) {
      const { code: _, ...made } = chosen;
      addReminder(draft, made);
      return goTo(step.to);
    }
    const at = code === undefined ? readMoment(text, draft.world.now) : undefined;
    if (at === undefined)
      return code === 'no' || ['no', 'unsure'].includes(reading.intent.name) ? goTo(step.no) : undefined;
    return setTyped(step, draft, at) ? goTo(step.to) : remind.enter(step, draft, true);
  },
};
