/**
 * wipe: destroys everything of this client. What comes after is a stranger's.
 *
 *     - id: gone
 *       wipe: {}
 */
import { type Draft, say } from '../draft.ts';
import { firstStep } from '../facts.ts';
import { FIRST_DIALOG, newClient } from '../state.ts';
import { HALT, type Verb } from '../verb.ts';
import { stepKey } from './step-key.ts';

/** Says the text, and destroys. */
export function destroy(draft: Draft, key: string): void {
  const { state, world, content } = draft;
  say(draft, key);
  draft.effects.push({ kind: 'wipe', client: state.id });
  draft.state = newClient(world.id(), world.now, firstStep(content, FIRST_DIALOG));
}

export const wipe: Verb<'wipe'> = {
  enter(step, draft) {
    destroy(draft, stepKey(draft, step));
    return HALT;
  },
};
