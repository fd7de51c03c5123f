/**
 * organisations: who can be asked, a few at a time, each with when it is open and when it answers. `place`: some serve
 * only where the client lives, which is asked in that step, used to search, and forgotten with the dialog.
 *
 *     - id: who
 *       organisations: { chosen: duty, none: nobody_here, place: where, unknown: where_again }
 */
import { optionLabel, phrase } from '../../content/speak.ts';
import type { Step } from '../../content/step-schema.ts';
import { shownMoment } from '../dates.ts';
import { ask, choiceId, type Draft, say, top } from '../draft.ts';
import type { FoundOrganisation } from '../input.ts';
import type { Addressee } from '../state.ts';
import { goTo, type Move, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

const MOST_SHOWN = 3;
const MORE = 'more';
const NONE = 'none';

export const organisations: Verb<'organisations'> = {
  enter(step, draft) {
    delete draft.state.offered;
    delete draft.state.addressee;
    return search(step, draft);
  },

  answered(step, draft, answer) {
    if (answer.of !== 'organisations') return goTo(step.none);
    const { state } = draft;
    if (answer.local && !answer.place && step.place !== undefined) {
      if (placeOf(draft, step) === undefined) return goTo(step.place);
      if (step.unknown !== undefined) return goTo(step.unknown);
    }
    const shown = answer.found.slice(0, MOST_SHOWN);
    if (shown.length === 0) {
      delete state.offered;
      return goTo(step.none);
    }
    for (const found of shown) sayOrganisation(draft, found);
    state.offered = [...(state.offered ?? []), ...shown.map(addressee)];
    const key = stepKey(draft, step);
    const choices = shown.map(({ id, name }) => ({ id: choiceId(key, id), label: name }));
    for (const code of answer.found.length > MOST_SHOWN ? [MORE, NONE] : [NONE]) {
      choices.push({
        id: choiceId(key, code),
        label: optionLabel(draft.content, 'handoff.choices', code, state.form),
      });
    }
    ask(draft, { choices, again: top(draft)?.is === 'waiting' });
    return WAIT;
  },

  receive(step, draft, answer) {
    const { state } = draft;
    if (answer.code === MORE) return search(step, draft);
    const chosen = state.offered?.find(({ id }) => id === answer.code);
    const { name } = answer.reading.intent;
    if (!chosen && answer.code !== NONE && (answer.code !== undefined || name !== 'no')) return undefined;
    delete state.offered;
    if (!chosen) return goTo(step.none);
    state.addressee = chosen;
    return goTo(step.chosen);
  },
};

/** Where they live, in their own words, if they said it in the step that asks. */
const placeOf = (draft: Draft, { place }: Step<'organisations'>): string | undefined =>
  draft.state.answers[`${top(draft)?.dialog}.${place}`]?.text;

const addressee = ({ id, name, about, answerBy, open }: FoundOrganisation): Addressee => ({
  id,
  name,
  about,
  answerBy,
  open,
});

function search(step: Step<'organisations'>, draft: Draft): Move {
  const { topics, offered = [] } = draft.state;
  const place = placeOf(draft, step);
  return {
    kind: 'lookup',
    lookup: {
      of: 'organisations',
      topics,
      exclude: offered.map(({ id }) => id),
      ...(place === undefined ? {} : { place }),
    },
  };
}

function sayOrganisation(draft: Draft, { name, about, open, answerBy, phone }: FoundOrganisation): void {
  const { content, state } = draft;
  say(draft, phone ? 'handoff.organisation_phone' : 'handoff.organisation', {
    name,
    description: about,
    hours: phrase(content, `handoff.hours_${open}`, state.form),
    expected: shownMoment(answerBy),
    phone: phone ?? '',
  });
}
