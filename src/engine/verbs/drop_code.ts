/**
 * drop_code: the client's return code works no more.
 *
 *     - id: gone
 *       drop_code: {}
 */
import { goTo, type Verb } from '../verb.ts';

export const drop_code: Verb<'drop_code'> = {
  enter(step, draft) {
    if (draft.state.hasCode) draft.effects.push({ kind: 'return_code', code: undefined });
    delete draft.state.hasCode;
    return goTo(step.to);
  },
};
