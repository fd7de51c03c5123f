/**
 * make_code: shows a return code, once, as {code}, and asks for one of its words, so that it was read. Only then is
 * it the client's. `no`: they would rather not.
 *
 *     - id: code
 *       make_code: { no: without, to: done }
 */
import { ask } from '../draft.ts';
import { makeCode, namesWordOf } from '../return-code.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';

export const make_code: Verb<'make_code'> = {
  enter(_step, draft, again) {
    const { state, content, world } = draft;
    // Shown once: who comes back to this question later gets another one.
    if (!again || !state.newCode) state.newCode = makeCode(content, world);
    ask(draft, { values: { code: state.newCode }, again });
    draft.effects.push({ kind: 'show_once' });
    return WAIT;
  },

  receive(step, draft, answer) {
    const { state, content } = draft;
    if (state.newCode && namesWordOf(content, state.newCode, answer.text)) {
      draft.effects.push({ kind: 'return_code', code: state.newCode });
      state.hasCode = true;
      delete state.newCode;
      return goTo(step.to);
    }
    if (answer.reading.intent.name !== 'no') return undefined;
    delete state.newCode;
    return goTo(step.no);
  },
};
