/**
 * talk: client and professional write to each other. What the client types goes to the professional and nowhere else;
 * the words that always work still do. It begins by a yes of the client, and ends by a word of either.
 *
 *     - id: talk
 *       talk: { to: talked }
 */
import { optionLabel } from '../../content/speak.ts';
import { sameWords } from '../answer.ts';
import { sayNumber } from '../danger.ts';
import { ask, choiceId } from '../draft.ts';
import { handoffWith, isTaken, tellProfessional } from '../handoff.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

const DONE = 'done';
/** The word with which a client ends the talk, as its text says. */
const WORD = 'klaar';

export const talk: Verb<'talk'> = {
  enter(step, draft, again) {
    const { state, content } = draft;
    if (!isTaken(handoffWith(state, state.talk?.handoff))) {
      const taken = state.handoffs.findLast(isTaken);
      if (!taken) return goTo(step.to);
      state.talk = { handoff: taken.id };
    }
    const key = stepKey(draft, step);
    const label = optionLabel(content, key, DONE, state.form);
    ask(draft, { choices: [{ id: choiceId(key, DONE), label }], again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const handoff = handoffWith(draft.state, draft.state.talk?.handoff);
    // Only the words themselves: 'ik ben er klaar mee' is for the professional.
    const done = (answer.exact && answer.code === DONE) || sameWords(answer.text, WORD);
    if (!isTaken(handoff) || done) return goTo(step.to);
    tellProfessional(draft, answer.text);
    sayNumber(draft, answer);
    return WAIT;
  },
};
