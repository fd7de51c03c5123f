/**
 * use_code: asks for a return code. When it is someone's, the conversation goes on as theirs and this dialog is left
 * behind. `unknown`: it is nobody's. `too_often`: no more tries for a while. `no`: they have none.
 *
 *     - id: code
 *       use_code: { unknown: not_found, too_often: later, no: end }
 */
import { ask } from '../draft.ts';
import { codeIn } from '../return-code.ts';
import { goTo, type Move, type Verb, WAIT } from '../verb.ts';

export const lookUpCode = (code: string): Move => ({ kind: 'lookup', lookup: { of: 'return_code', code } });

export const use_code: Verb<'use_code'> = {
  enter(_step, draft, again) {
    ask(draft, { again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const code = codeIn(draft.content, answer.text);
    if (code) return lookUpCode(code);
    const { name } = answer.reading.intent;
    return name === 'no' || name === 'unsure' ? goTo(step.no) : undefined;
  },

  answered(step, _draft, answer) {
    const tooOften = answer.of === 'return_code' && answer.refused === 'too_often';
    return goTo(tooOften ? step.too_often : step.unknown);
  },
};
