/**
 * withdraw_handoff: takes back what was sent. With several open handoffs, asks which.
 *
 *     - id: take_back
 *       withdraw_handoff: { none: nothing_sent, to: taken_back }
 */
import { shownInstant } from '../dates.ts';
import { ask, choiceId, type Draft } from '../draft.ts';
import { openHandoffs } from '../facts.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

function withdraw(draft: Draft, id: string): void {
  const handoff = draft.state.handoffs.find((each) => each.id === id);
  if (!handoff) return;
  handoff.state = 'withdrawn';
  handoff.at = draft.world.now;
  draft.effects.push({ kind: 'withdraw_handoff', id });
  draft.demand.push({ measure: 'handoff', outcome: 'withdrawn' });
}

export const withdraw_handoff: Verb<'withdraw_handoff'> = {
  enter(step, draft, again) {
    const open = openHandoffs(draft.state);
    const [first, second] = open;
    if (!first) return goTo(step.none);
    if (!second) {
      withdraw(draft, first.id);
      return goTo(step.to);
    }
    const key = stepKey(draft, step);
    const choices = open.map(({ id, organisation, at }) => ({
      id: choiceId(key, id),
      label: `${organisation}, ${shownInstant(at)}`,
    }));
    ask(draft, { choices, again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const handoff = openHandoffs(draft.state).find(({ id }) => id === answer.code);
    if (!handoff) return undefined;
    withdraw(draft, handoff.id);
    return goTo(step.to);
  },
};
