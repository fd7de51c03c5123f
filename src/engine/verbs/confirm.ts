/**
 * confirm: a closed question. Without `unsure`, doubt is taken as no.
 *
 *     - id: more
 *       confirm: { yes: story, no: close, unsure: close }
 */
import { ask } from '../draft.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';
import { yesNo } from './yes-no.ts';

export const confirm: Verb<'confirm'> = {
  enter(step, draft, again) {
    ask(draft, { choices: yesNo(draft, stepKey(draft, step), step.unsure !== undefined), again });
    return WAIT;
  },

  receive(step, _draft, answer) {
    if (answer.code === 'yes') return goTo(step.yes);
    if (answer.code === 'no') return goTo(step.no);
    if (answer.code === 'unsure' || answer.reading.intent.name === 'unsure')
      return goTo(step.unsure ?? step.no);
    if (answer.reading.intent.name === 'yes') return goTo(step.yes);
    if (answer.reading.intent.name === 'no') return goTo(step.no);
    return undefined;
  },
};
