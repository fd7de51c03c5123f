/**
 * talk_now: asks whether the client wants to talk with the professional now. Nothing they type goes there before they
 * say yes; what they typed instead of a yes is shown, and goes along if they want it to.
 *
 *     - id: now
 *       talk_now: { yes: talk, no: later }
 */
import { ask, type Draft } from '../draft.ts';
import { handoffWith, isTaken, tellProfessional } from '../handoff.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';
import { yesNo } from './yes-no.ts';

export const talk_now: Verb<'talk_now'> = {
  enter(step, draft) {
    const { talk } = draft.state;
    if (!isTaken(handoffWith(draft.state, talk?.handoff))) return goTo(step.no);
    const choices = yesNo(draft, stepKey(draft, step), false);
    // What they typed is asked about in words of its own.
    ask(draft, { choices, again: talk?.unsent !== undefined });
    return WAIT;
  },

  receive(step, draft, answer) {
    const { talk } = draft.state;
    const { name, score } = answer.reading.intent;
    if (!talk) return goTo(step.no);
    if (answer.code === 'yes') {
      if (talk.unsent !== undefined) tellProfessional(draft, talk.unsent);
      delete talk.unsent;
      return goTo(step.yes);
    }
    if (answer.code === 'no' || (name === 'no' && score >= SURE)) {
      delete talk.unsent;
      return goTo(step.no);
    }
    if (answer.exact) return undefined;
    return typedInstead(draft, answer.text) ? talk_now.enter(step, draft, true) : undefined;
  },
};

const SURE = 0.8;

function typedInstead({ state }: Draft, text: string): boolean {
  if (!state.talk || text === '') return false;
  const before = state.talk.unsent;
  state.talk.unsent = before === undefined ? text : `${before}\n${text}`;
  return true;
}
