/**
 * plan_drop: takes a part out of the plan for good, at the client's word.
 *
 *     - id: away
 *       plan_drop: { of: goal }
 */
import { goTo, type Verb } from '../verb.ts';

export const plan_drop: Verb<'plan_drop'> = {
  enter(step, draft) {
    const { plan, focus } = draft.state;
    if (step.of === 'goal') {
      plan.goals = plan.goals.filter(({ id }) => id !== focus.goal);
      delete focus.goal;
    } else if (step.of === 'step') {
      plan.steps = plan.steps.filter(({ id }) => id !== focus.step);
      delete focus.step;
    } else {
      delete plan[step.of];
    }
    return goTo(step.to);
  },
};
