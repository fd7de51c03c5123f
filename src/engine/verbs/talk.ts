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
import { ask, choiceId, type Draft } from '../draft.ts';
import { handoffWith, isTaken, tellProfessional } from '../handoff.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

const DONE = 'done';
/** The word with which a client ends the talk, as its text says. */
const WORD = 'klaar';

/** A talk may have been begun once more over an earlier one. Who is done, is done with all of it. */
function leaveOtherTalks({ state, content }: Draft): void {
  const { stack } = state;
  const others = stack.slice(1, -1).filter(({ dialog, step }) => {
    const on = content.dialogs[dialog]?.steps.find(({ id }) => id === step);
    return on?.verb === 'talk';
  });
  const [first] = others;
  const frame = stack.at(-1);
  // What was talked about before the first of them is given back at the end of this one.
  if (first?.focus && frame) frame.focus = first.focus;
  state.stack = stack.filter((each) => !others.includes(each));
}

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
    if (done) leaveOtherTalks(draft);
    if (!isTaken(handoff) || done) return goTo(step.to);
    tellProfessional(draft, answer.text);
    sayNumber(draft, answer);
    return WAIT;
  },
};
