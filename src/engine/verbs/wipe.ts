/**
 * wipe: destroys everything of this client. What comes after is a stranger's.
 *
 *     - id: gone
 *       wipe: {}
 */
import { say } from '../draft.ts';
import { firstStep } from '../facts.ts';
import { FIRST_DIALOG, newClient } from '../state.ts';
import { HALT, type Verb } from '../verb.ts';
import { stepKey } from './step-key.ts';

export const wipe: Verb<'wipe'> = {
  enter(step, draft) {
    const { state, world, content } = draft;
    say(draft, stepKey(draft, step));
    draft.effects.push({ kind: 'wipe', client: state.id });
    draft.state = newClient(world.id(), world.now, firstStep(content, FIRST_DIALOG));
    return HALT;
  },
};
