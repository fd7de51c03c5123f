/**
 * leave: away from the page at once, where the channel can; nothing more is asked.
 *
 *     - id: away
 *       leave: {}
 */
import { forgetOpen } from '../forget.ts';
import { HALT, type Verb } from '../verb.ts';
import { rest } from './pause.ts';

export const leave: Verb<'leave'> = {
  enter(_step, draft) {
    draft.effects.push({ kind: 'leave' });
    rest(draft);
    // Whoever looks next must not be asked what was being talked about.
    forgetOpen(draft);
    return HALT;
  },
};
