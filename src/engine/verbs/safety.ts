/**
 * safety: the one closed question after the numbers. An answer that is not a clear yes is never 'not
 * understood': someone in danger gets the way of `no`, not a menu.
 *
 *     - id: safe_now
 *       safety: { yes: stay, no: not_safe, unsure: not_safe }
 */
import { ask } from '../draft.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';
import { yesNo } from './yes-no.ts';

export const safety: Verb<'safety'> = {
  enter(step, draft, again) {
    ask(draft, { choices: yesNo(draft, stepKey(draft, step), true), again });
    return WAIT;
  },

  receive(step, _draft, answer) {
    if (answer.reading.risk.level === 'urgent') return goTo(step.no);
    if (answer.code === 'yes') return goTo(step.yes);
    if (answer.code === 'no') return goTo(step.no);
    return goTo(step.unsure);
  },
};
