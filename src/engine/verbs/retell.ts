/**
 * retell: a piece of what was told, in other words or taken out. `none`: it is not there any more.
 *
 *     - id: told
 *       retell: { away: told_away, no: unchanged, none: which, to: changed }
 */
import { optionLabel } from '../../content/speak.ts';
import type { Intent } from '../../domain/vocabulary.ts';
import { ask, choiceId } from '../draft.ts';
import { dropFocus, retellFocus, toldInFocus } from '../told.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

/** 'Nee, laat maar' leaves it as it is; what is longer may be how it is told now. */
const MOST_WORDS_OF_A_NO = 5;

const ENDINGS: readonly Intent[] = ['stop', 'wipe', 'leave_now', 'back', 'restart'];

export const retell: Verb<'retell'> = {
  enter(step, draft, again) {
    if (!toldInFocus(draft)) return goTo(step.none);
    const key = stepKey(draft, step);
    const choices = ['away', 'no'].map((code) => ({
      id: choiceId(key, code),
      label: optionLabel(draft.content, key, code, draft.state.form),
    }));
    ask(draft, { choices, again });
    return WAIT;
  },

  receive(step, draft, answer) {
    if (answer.code === 'away') {
      dropFocus(draft);
      return goTo(step.away);
    }
    const { name } = answer.reading.intent;
    const short = answer.text.split(/\s+/).length <= MOST_WORDS_OF_A_NO;
    if (answer.code === 'no' || (short && (name === 'no' || name === 'unsure'))) return goTo(step.no);
    // What was told is not overwritten by words that may have been a command.
    if (!/[\p{L}\p{N}]/u.test(answer.text) || ENDINGS.includes(name)) return undefined;
    retellFocus(draft, answer.text, answer.reading);
    return goTo(step.to);
  },
};
