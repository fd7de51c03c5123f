/**
 * pause: nothing more is asked. The next message is greeted.
 *
 *     - id: rest
 *       pause: { resume: talk }
 */
import { type Draft, top } from '../draft.ts';
import { leaveDialog } from '../forget.ts';
import { HALT, type Verb } from '../verb.ts';

/** Nothing is open until the client writes: this dialog is left, or goes on at a step when they come back. */
export function rest(draft: Draft, resume?: string): void {
  draft.state.paused = true;
  const frame = top(draft);
  if (resume === undefined || !frame) leaveDialog(draft);
  else Object.assign(frame, { step: resume, is: 'fresh' });
  delete draft.state.question;
}

export const pause: Verb<'pause'> = {
  enter(step, draft) {
    rest(draft, step.resume);
    return HALT;
  },
};
