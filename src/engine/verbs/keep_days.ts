/**
 * keep_days: how long everything is kept after the last use, where the client wants that shorter. Without `days`:
 * as long as usual again.
 *
 *     - id: week
 *       keep_days: { days: 7, to: done }
 */
import { goTo, type Verb } from '../verb.ts';

export const keep_days: Verb<'keep_days'> = {
  enter(step, draft) {
    if (step.days === undefined) delete draft.state.keepDays;
    else draft.state.keepDays = step.days;
    return goTo(step.to);
  },
};
