/**
 * correct: one earlier answer is asked again; everything else stays as it was. `told`: where a piece of what they
 * told goes; without it only answers are offered.
 *
 *     - id: which
 *       correct: { told: told, none: unchanged }
 */

import type { Step } from '../../content/step-schema.ts';
import { codeOf } from '../answer.ts';
import { ask, choiceId, type Draft, words } from '../draft.ts';
import { quoted } from '../quoted.ts';
import { askedAgainAs, toldPieces } from '../told.ts';
import { goTo, type Move, RESUME, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

/** On one screen; the others come after 'meer'. */
const MOST_SHOWN = 8;
const MORE = 'more';
const SURE = 0.8;
/** Characters of an answer on a button. */
const MOST_QUOTED = 40;

interface Candidate {
  code: string;
  label: string;
}

/** Answers that can be asked again, the latest first. */
const answersIn = (draft: Draft): Candidate[] =>
  Object.entries(draft.state.answers)
    .flatMap(([code, { text }]) => {
      const name = askedAgainAs(draft, code);
      return name ? [{ code, label: `${name}: ${quoted(text, MOST_QUOTED)}` }] : [];
    })
    .reverse();

const toldIn = (draft: Draft): Candidate[] =>
  toldPieces(draft).map(({ id, text }) => ({
    code: id,
    label: `${words(draft, 'words.told')}: ${quoted(text, MOST_QUOTED)}`,
  }));

const candidates = (step: Step<'correct'>, draft: Draft): Candidate[] => [
  ...answersIn(draft),
  ...(step.told === undefined ? [] : toldIn(draft)),
];

/** Shows one screen of them, from this one on; without it, from the first. */
function show(step: Step<'correct'>, draft: Draft, from: string | undefined, again: boolean): Move {
  const all = candidates(step, draft);
  if (all.length === 0) return goTo(step.none);
  const first = Math.max(
    all.findIndex(({ code }) => code === from),
    0,
  );
  const key = stepKey(draft, step);
  const choices = all
    .slice(first, first + MOST_SHOWN)
    .map(({ code, label }) => ({ id: choiceId(key, code), label }));
  if (all.length > MOST_SHOWN) {
    choices.push({ id: choiceId(key, MORE), label: words(draft, 'words.more') });
  }
  ask(draft, { choices, again });
  return WAIT;
}

/** What is on the screen, if this question is. */
const shown = (step: Step<'correct'>, draft: Draft): string[] => {
  const { question } = draft.state;
  return question?.key === stepKey(draft, step) ? question.choices.map(({ id }) => codeOf(id)) : [];
};

export const correct: Verb<'correct'> = {
  enter(step, draft, again) {
    return show(step, draft, again ? shown(step, draft)[0] : undefined, again);
  },

  receive(step, draft, answer) {
    const { intent } = answer.reading;
    // The question offers a plain 'nee'; an answer that is shown may begin with it too.
    if (!answer.exact && intent.name === 'no' && intent.score >= SURE) return goTo(step.none);
    const all = candidates(step, draft);
    if (answer.code === MORE) {
      // After the last screen the first one comes again.
      const last = shown(step, draft).findLast((code) => code !== MORE);
      return show(step, draft, all[all.findIndex(({ code }) => code === last) + 1]?.code, true);
    }
    const chosen = all.find(({ code }) => code === answer.code);
    if (!chosen) return intent.name === 'no' ? goTo(step.none) : undefined;
    if (!askedAgainAs(draft, chosen.code)) {
      draft.state.focus.told = chosen.code;
      return goTo(step.told);
    }
    const [dialog = '', name = ''] = chosen.code.split('.');
    const here = draft.state.stack.at(-1);
    if (here) here.is = 'visiting';
    draft.state.stack.push({ dialog, step: name, is: 'fresh', only: true });
    return RESUME;
  },
};
