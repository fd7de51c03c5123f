/**
 * hand_over: someone else goes on in this conversation, as a stranger. With a return code what was there is kept for
 * its owner; without one nobody could find it again, so it is destroyed.
 *
 *     - id: over
 *       hand_over: {}
 */
import { firstStep } from '../facts.ts';
import { FIRST_DIALOG, newClient } from '../state.ts';
import { RESUME, type Verb } from '../verb.ts';

export const hand_over: Verb<'hand_over'> = {
  enter(_step, draft) {
    const { state, world, content } = draft;
    draft.effects.push({ kind: 'hand_over', client: state.id, destroy: !state.hasCode });
    draft.state = newClient(world.id(), world.now, firstStep(content, FIRST_DIALOG));
    return RESUME;
  },
};
