/**
 * scale: how sure, 0 to 10. Below `below` the step is made smaller.
 *
 *     - id: sure
 *       scale: { below: 7, low: smaller, to: setback }
 */
import { readNumber } from '../../understanding/values.ts';
import { ask, say } from '../draft.ts';
import { keepCertainty } from '../keep.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

export const scale: Verb<'scale'> = {
  enter(_step, draft, again) {
    ask(draft, { again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const number = readNumber(answer.text);
    if (number === undefined) return answer.reading.intent.name === 'unsure' ? goTo(step.low) : undefined;
    if (number < 0 || number > 10) {
      say(draft, 'repair.zero_to_ten');
      ask(draft, { again: true });
      return WAIT;
    }
    keepCertainty(draft, number, stepKey(draft, step));
    return goTo(number < step.below ? step.low : step.to);
  },
};
