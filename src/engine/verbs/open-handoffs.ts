/** One of the handoffs that are open: the only one, or the one that the client picks. */
import { shownInstant } from '../dates.ts';
import { ask, choiceId, type Draft } from '../draft.ts';
import { openHandoffs } from '../facts.ts';
import type { ClientHandoff } from '../state.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

/** Does `act` with it; with several open handoffs, asks which. */
export const onOpenHandoff = (
  act: (draft: Draft, handoff: ClientHandoff) => void,
): Verb<'withdraw_handoff' | 'change_handoff'> => ({
  enter(step, draft, again) {
    const open = openHandoffs(draft.state);
    const [first, second] = open;
    if (!first) return goTo(step.none);
    if (!second) {
      act(draft, first);
      return goTo(step.to);
    }
    const key = stepKey(draft, step);
    const choices = open.map(({ id, name, at }) => ({
      id: choiceId(key, id),
      label: `${name}, ${shownInstant(at)}`,
    }));
    ask(draft, { choices, again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const handoff = openHandoffs(draft.state).find(({ id }) => id === answer.code);
    if (!handoff) return undefined;
    act(draft, handoff);
    return goTo(step.to);
  },
});
