/**
 * restart: the conversation begins anew; the plan and what was sent stay.
 *
 *     - id: anew
 *       restart: {}
 */
import { beginAgain } from '../keep.ts';
import { RESUME, type Verb } from '../verb.ts';

export const restart: Verb<'restart'> = {
  enter(_step, draft) {
    beginAgain(draft);
    return RESUME;
  },
};
