/**
 * show: the client's own plan, data or handoffs, in full.
 *
 *     - id: all
 *       show: { what: plan }
 */
import { say } from '../draft.ts';
import { goTo, type Verb } from '../verb.ts';
import { stepKey } from './step-key.ts';

export const show: Verb<'show'> = {
  // The step's own text carries {plan}, {data} or another; `what` tells the content check which it must be.
  enter(step, draft) {
    say(draft, stepKey(draft, step));
    // Whoever opens the page later may not read it there.
    if (step.what === 'word') draft.effects.push({ kind: 'show_once' });
    return goTo(step.to);
  },
};
