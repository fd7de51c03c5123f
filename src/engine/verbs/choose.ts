/**
 * choose: one of a few ways on. Each option has a code and a place to go; its words are in the locale.
 * `@dialog` visits that dialog and then asks again. `own` takes an answer in the client's own words.
 * A choice that only leads on is not kept: one is, when `keep` says so or its text has a `label`.
 *
 *     - id: ways
 *       choose: { keep: step, own: day, unkept: [group], options: { friend: day, group: find, human: '@human' } }
 */
import { optionLabel, textOf } from '../../content/speak.ts';
import { ask, choiceId } from '../draft.ts';
import { keep } from '../keep.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

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
    if (step.own === undefined || answer.reading.intent.name !== 'tell') return undefined;
    keep(draft, step.keep ?? 'answer', key, { text: answer.text }, answer.reading);
    return goTo(step.own);
  },
};
