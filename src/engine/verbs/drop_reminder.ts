/**
 * drop_reminder: a message that was asked for does not come. With several, asks which; `all` drops every one.
 *
 *     - id: cancel
 *       drop_reminder: { none: nothing, to: cancelled }
 */
import { ask, choiceId, type Draft } from '../draft.ts';
import { dropReminders } from '../reminders.ts';
import { reminderLine } from '../summary.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

const drop = (draft: Draft, wanted: string): void => dropReminders(draft, ({ id }) => id === wanted);

export const drop_reminder: Verb<'drop_reminder'> = {
  enter(step, draft, again) {
    const { state, content } = draft;
    const [first, second] = state.reminders ?? [];
    if (!first) return goTo(step.none);
    if (step.all) dropReminders(draft, () => true);
    else if (second) {
      const key = stepKey(draft, step);
      const choices = (state.reminders ?? []).map((reminder) => ({
        id: choiceId(key, reminder.id),
        label: reminderLine(content, state, reminder),
      }));
      ask(draft, { choices, again });
      return WAIT;
    } else drop(draft, first.id);
    return goTo(step.to);
  },

  receive(step, draft, answer) {
    const { code, reading } = answer;
    const chosen = draft.state.reminders?.find(({ id }) => id === code);
    if (!chosen) return reading.intent.name === 'no' ? goTo(step.none) : undefined;
    drop(draft, chosen.id);
    return goTo(step.to);
  },
};
