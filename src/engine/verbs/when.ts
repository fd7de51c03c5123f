/**
 * when: the day of the step, as people say it ('morgen', 'volgende week dinsdag').
 *
 *     - id: day
 *       when: { skip: with_whom }
 */
import { readDay } from '../../understanding/values.ts';
import { ask } from '../draft.ts';
import { keepDay } from '../keep.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

export const when: Verb<'when'> = {
  enter(_step, draft, again) {
    ask(draft, { again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const day = readDay(answer.text, draft.world.now);
    if (day) {
      keepDay(draft, day, stepKey(draft, step), answer.text);
      return goTo(step.to);
    }
    const { name } = answer.reading.intent;
    return name === 'unsure' || name === 'no' ? goTo(step.skip ?? step.to) : undefined;
  },
};
