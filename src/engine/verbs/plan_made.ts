/**
 * plan_made: there is a plan now. Counted once for each client, under the topic that was talked about.
 *
 *     - id: made
 *       plan_made: {}
 */
import { goTo, type Verb } from '../verb.ts';

export const plan_made: Verb<'plan_made'> = {
  enter(step, draft) {
    const { state } = draft;
    if (!state.planMade && state.plan.steps.length > 0) {
      state.planMade = true;
      draft.demand.push({ measure: 'plan_made', topic: state.focus.topic ?? 'none' });
    }
    return goTo(step.to);
  },
};
