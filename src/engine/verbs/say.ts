/**
 * say: says the text of the step and goes on.
 *
 *     - id: post
 *       say: {}
 */
import { say as speakText } from '../draft.ts';
import { goTo, type Verb } from '../verb.ts';
import { stepKey } from './step-key.ts';

export const say: Verb<'say'> = {
  enter(step, draft) {
    speakText(draft, stepKey(draft, step));
    return goTo(step.to);
  },
};
