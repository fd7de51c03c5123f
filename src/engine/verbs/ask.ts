/**
 * ask: an open question. The answer, in the client's own words, becomes the named part of their plan or story.
 *
 *     - id: goal
 *       ask: { keep: goal, skip: ways }
 */
import { ask as askQuestion } from '../draft.ts';
import { isKnown, keep } from '../keep.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

/** 'weet ik niet' alone is no answer to keep; a longer text that begins so is. */
const MOST_WORDS_OF_A_SKIP = 5;

export const ask: Verb<'ask'> = {
  enter(step, draft, again) {
    if (step.unless_known && !again && isKnown(draft.state, step.keep)) return goTo(step.to);
    askQuestion(draft, { again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const { intent } = answer.reading;
    const short = answer.text.split(/\s+/).length <= MOST_WORDS_OF_A_SKIP;
    if (short && (intent.name === 'unsure' || (intent.name === 'no' && step.keep !== 'story'))) {
      return goTo(step.skip ?? step.to);
    }
    if (!/[\p{L}\p{N}]/u.test(answer.text)) return undefined;
    keep(draft, step.keep, stepKey(draft, step), { text: answer.text }, answer.reading);
    return goTo(step.to);
  },
};
