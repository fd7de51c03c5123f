/**
 * safety: the one closed question after the numbers. An answer that is not a clear yes is never 'not
 * understood': someone in danger gets the way of `no`, not a menu.
 *
 *     - id: safe_now
 *       safety: { yes: stay, no: not_safe, unsure: not_safe }
 */
import { ask } from '../draft.ts';
import { hear } from '../keep.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';
import { yesNo } from './yes-no.ts';

export const safety: Verb<'safety'> = {
  enter(step, draft, again) {
    ask(draft, { choices: yesNo(draft, stepKey(draft, step), true), again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const urgent = !answer.exact && answer.reading.risk.level === 'urgent';
    // What is told here is told once; what names no trouble ('hij is even boodschappen doen') is only an answer.
    if (answer.code === undefined && answer.reading.topics.length > 0)
      hear(draft, answer.text, answer.reading);
    if (answer.code === 'no' || urgent) return goTo(step.no);
    return goTo(answer.code === 'yes' ? step.yes : step.unsure);
  },
};
