/**
 * withdraw_handoff: takes back what was sent. With several open handoffs, asks which.
 *
 *     - id: take_back
 *       withdraw_handoff: { none: nothing_sent, to: taken_back }
 */
import { moveHandoff } from '../handoff.ts';
import type { Verb } from '../verb.ts';
import { onOpenHandoff } from './open-handoffs.ts';

export const withdraw_handoff: Verb<'withdraw_handoff'> = onOpenHandoff((draft, handoff) => {
  moveHandoff(draft, handoff, 'withdrawn');
  draft.demand.push({ measure: 'handoff', outcome: 'withdrawn' });
});
