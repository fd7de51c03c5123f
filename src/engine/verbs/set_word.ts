/**
 * set_word: asks for a word that is asked for from now on, after a while without use, before anything is shown.
 * `no`: they would rather not.
 *
 *     - id: word
 *       set_word: { no: without, to: agreed }
 */
import { canBeWord, wordIn } from '../code-word.ts';
import { ask, say } from '../draft.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';

export const set_word: Verb<'set_word'> = {
  enter(_step, draft, again) {
    ask(draft, { again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const { state, content, effects } = draft;
    const { name } = answer.reading.intent;
    if (name === 'no' || name === 'unsure') return goTo(step.no);
    const word = wordIn(answer.text);
    if (word === undefined) return undefined;
    if (!canBeWord(content, word)) {
      say(draft, 'repair.other_word');
      ask(draft, { again: true });
      return WAIT;
    }
    state.codeWord = { word, closed: false, wrong: 0 };
    // It stands in what was typed, and may be shown to them by their own page.
    effects.push({ kind: 'show_once' });
    return goTo(step.to);
  },
};
