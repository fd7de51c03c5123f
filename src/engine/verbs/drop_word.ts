/**
 * drop_word: no word is asked for any more.
 *
 *     - id: gone
 *       drop_word: {}
 */
import { goTo, type Verb } from '../verb.ts';

export const drop_word: Verb<'drop_word'> = {
  enter(step, draft) {
    delete draft.state.codeWord;
    return goTo(step.to);
  },
};
