/**
 * correct: one earlier answer is asked again; everything else stays as it was.
 *
 *     - id: which_answer
 *       correct: { none: nothing_yet }
 */
import { textOf } from '../../content/speak.ts';
import { ask, choiceId, type Draft } from '../draft.ts';
import { stepAt } from '../facts.ts';
import { quoted } from '../quoted.ts';
import { goTo, RESUME, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

const MOST_SHOWN = 8;
const SURE = 0.8;
/** Characters of an answer on a button. */
const MOST_QUOTED = 40;

/** Answers that can be asked again on their own: their step still exists and has a short name. */
const correctable = (draft: Draft): { key: string; label: string }[] =>
  Object.keys(draft.state.answers)
    .filter((key) => stepAt(draft.content, key) && draft.content.texts[key]?.label)
    .map((key) => ({ key, label: textOf(draft.content, key).label ?? key }))
    .slice(-MOST_SHOWN)
    .reverse();

export const correct: Verb<'correct'> = {
  enter(step, draft, again) {
    const answers = correctable(draft);
    if (answers.length === 0) return goTo(step.none);
    const key = stepKey(draft, step);
    const choices = answers.map(({ key: answered, label }) => ({
      id: choiceId(key, answered),
      label: `${label}: ${quoted(draft.state.answers[answered]?.text ?? '', MOST_QUOTED)}`,
    }));
    ask(draft, { choices, again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const { intent } = answer.reading;
    // The question offers a plain 'nee'; an answer that is shown may begin with it too.
    if (!answer.exact && intent.name === 'no' && intent.score >= SURE) return goTo(step.none);
    const chosen = correctable(draft).find(({ key }) => key === answer.code);
    if (!chosen) return answer.reading.intent.name === 'no' ? goTo(step.none) : undefined;
    const [dialog = '', name = ''] = chosen.key.split('.');
    const here = draft.state.stack.at(-1);
    if (here) here.is = 'visiting';
    draft.state.stack.push({ dialog, step: name, is: 'fresh', only: true });
    return RESUME;
  },
};
