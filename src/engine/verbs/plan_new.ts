/**
 * plan_new: what is answered next is about a new goal or a new step, beside the ones that are there.
 *
 *     - id: another
 *       plan_new: { of: step }
 */
import { goTo, type Verb } from '../verb.ts';

export const plan_new: Verb<'plan_new'> = {
  enter(step, draft) {
    delete draft.state.focus[step.of];
    return goTo(step.to);
  },
};
