/**
 * plan_mark: how the step in focus went, as the client says: done, not done, dropped, or open again.
 *
 *     - id: it_worked
 *       plan_mark: { as: done }
 */
import { stepInFocus } from '../facts.ts';
import { goTo, type Verb } from '../verb.ts';

export const plan_mark: Verb<'plan_mark'> = {
  enter(step, draft) {
    const planStep = stepInFocus(draft.state);
    if (planStep) planStep.state = step.as;
    return goTo(step.to);
  },
};
