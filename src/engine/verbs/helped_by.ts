/**
 * helped_by: who helped with the step that was done. Only the chosen code is counted.
 *
 *     - id: who_helped
 *       helped_by: {}
 */
import { optionLabel } from '../../content/speak.ts';
import { HELPED_BY } from '../../domain/demand.ts';
import { ask, choiceId } from '../draft.ts';
import { stepInFocus } from '../facts.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

export const helped_by: Verb<'helped_by'> = {
  enter(step, draft, again) {
    const key = stepKey(draft, step);
    const choices = HELPED_BY.map((code) => ({
      id: choiceId(key, code),
      label: optionLabel(draft.content, 'words.helped_by', code, draft.state.form),
    }));
    ask(draft, { choices, again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const by = HELPED_BY.find((code) => code === answer.code);
    const planStep = stepInFocus(draft.state);
    if (by) {
      if (planStep) planStep.by = by;
      draft.demand.push({ measure: 'step_done', by });
      return goTo(step.to);
    }
    // Who does not want to say, need not.
    const { name } = answer.reading.intent;
    return name === 'unsure' || name === 'no' ? goTo(step.to) : undefined;
  },
};
