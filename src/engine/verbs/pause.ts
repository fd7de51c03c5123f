/**
 * pause: nothing more is asked. The next message is greeted.
 *
 *     - id: rest
 *       pause: {}
 */
import type { Draft } from '../draft.ts';
import { leaveDialog } from '../forget.ts';
import { HALT, type Verb } from '../verb.ts';

export function rest(draft: Draft): void {
  draft.state.paused = true;
  leaveDialog(draft);
  delete draft.state.question;
}

export const pause: Verb<'pause'> = {
  enter(_step, draft) {
    rest(draft);
    return HALT;
  },
};
