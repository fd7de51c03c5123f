/**
 * leave: away from the page at once, where the channel can; nothing more is asked.
 *
 *     - id: away
 *       leave: {}
 */
import { HALT, type Verb } from '../verb.ts';
import { rest } from './pause.ts';

export const leave: Verb<'leave'> = {
  enter(_step, draft) {
    draft.effects.push({ kind: 'leave' });
    rest(draft);
    return HALT;
  },
};
