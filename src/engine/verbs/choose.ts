/**
 * choose: one of a few ways on. Each option has a code and a place to go; its words are in the locale.
 * `@dialog` visits that dialog and then asks again. `own` takes an answer in the client's own words.
 * `no` is where a plain 'nee' goes that is none of the choices.
 * A choice that only leads on is not kept: one is, when `keep` says so or its text has a `label`.
 *
 *     - id: ways
 *       choose: { keep: step, own: day, unkept: [group], options: { friend: day, group: find, human: '@human' } }
 */
import { optionLabel, textOf } from '../../content/speak.ts';
import type { Step } from '../../content/step-schema.ts';
import { readDay } from '../../understanding/values.ts';
import type { ClientAnswer } from '../answer.ts';
import { ask, choiceId, type Draft } from '../draft.ts';
import { isAboutDanger } from '../facts.ts';
import { keep } from '../keep.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

/** Under this, an intent is a guess. */
const SURE = 0.5;
const SURE_OF_A_WORD = 0.9;

/** Is this an answer of one's own? A story is more than a word or two, unless they name what it is about. */
function inOwnWords(draft: Draft, { text, reading }: ClientAnswer, keeps: Step<'choose'>['keep']): boolean {
  // In danger nobody is told that they were not understood, or sent elsewhere by a likeness of words.
  const { name, score } = reading.intent;
  if (isAboutDanger(draft.state)) return (name !== 'thanks' && name !== 'bye') || score < SURE_OF_A_WORD;
  if (name !== 'tell' && score >= SURE) return false;
  // 'Morgenmiddag' says when, not what.
  if (keeps === 'step' && text.split(/\s+/).length <= 2 && readDay(text, draft.world.now)) return false;
  return keeps !== 'story' || reading.topics.length > 0 || text.split(/\s+/).length > 3;
}

/** 'Nee, nu niet': none of these, and nothing told beside it. */
const MOST_WORDS_OF_A_NO = 5;
const isPlainNo = ({ text, reading: { intent, topics } }: ClientAnswer): boolean =>
  intent.name === 'no' &&
  intent.score >= SURE &&
  topics.length === 0 &&
  text.split(/\s+/).length <= MOST_WORDS_OF_A_NO;

export const choose: Verb<'choose'> = {
  enter(step, draft, again) {
    const key = stepKey(draft, step);
    const choices = Object.keys(step.options).map((code) => ({
      id: choiceId(key, code),
      label: optionLabel(draft.content, key, code, draft.state.form),
    }));
    ask(draft, { choices, again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const key = stepKey(draft, step);
    const target = answer.code === undefined ? undefined : step.options[answer.code];
    if (answer.code !== undefined && target !== undefined) {
      const text = optionLabel(draft.content, key, answer.code, draft.state.form);
      const labelled = textOf(draft.content, key).label !== undefined;
      // A look aside comes back to the question.
      const leadsOn = target.startsWith('@') || step.unkept?.includes(answer.code);
      const kept = leadsOn ? undefined : (step.keep ?? (labelled ? 'answer' : undefined));
      if (kept) keep(draft, kept, key, { code: answer.code, text }, answer.reading);
      return goTo(target);
    }
    if (step.no !== undefined && isPlainNo(answer)) return goTo(step.no);
    if (step.own === undefined || !inOwnWords(draft, answer, step.keep)) return undefined;
    const kept = step.keep ?? (textOf(draft.content, key).label === undefined ? undefined : 'answer');
    if (kept) keep(draft, kept, key, { text: answer.text }, answer.reading);
    return goTo(step.own);
  },
};
