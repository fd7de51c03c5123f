/**
 * find_services: at most three services that fit, one of which can become the step. `talk`: only lines where a
 * person answers; `peers`: only where one meets others; `keep: false`: none becomes the step.
 *
 *     - id: find
 *       find_services: { chosen: day, none: nothing_found }
 */
import { optionLabel } from '../../content/speak.ts';
import type { Step } from '../../content/step-schema.ts';
import type { ServiceCode } from '../../domain/demand.ts';
import { ask, choiceId, type Draft, say, top, words } from '../draft.ts';
import type { FoundService } from '../input.ts';
import { keepService } from '../keep.ts';
import { goTo, type Move, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

const MORE = 'more';
const NONE = 'none';

export const find_services: Verb<'find_services'> = {
  enter(step, draft) {
    // Also when something else came between: the same services, not the next ones.
    draft.state.shown = [];
    return search(step, draft);
  },

  answered(step, draft, answer) {
    const found = answer.of === 'services' ? answer.found : [];
    const topic = draft.state.focus.topic ?? 'none';
    if (found.length === 0) {
      const more = draft.state.shown.length > 0;
      draft.state.shown = [];
      if (more) say(draft, 'services.no_more');
      else draft.demand.push({ measure: 'no_service_found', topic });
      return goTo(step.none);
    }
    for (const service of found) sayService(draft, service);
    draft.state.shown.push(...found.map(({ id }) => id));
    const key = stepKey(draft, step);
    const choices = found.map(({ id, name }) => ({ id: choiceId(key, id), label: name }));
    for (const code of [MORE, NONE]) {
      const label = optionLabel(draft.content, 'services.choices', code, draft.state.form);
      choices.push({ id: choiceId(key, code), label });
    }
    ask(draft, { choices, again: top(draft)?.is === 'waiting' });
    return WAIT;
  },

  receive(step, draft, answer) {
    if (answer.code === MORE) return search(step, draft);
    if (answer.code === NONE || (answer.code === undefined && answer.reading.intent.name === 'no')) {
      draft.state.shown = [];
      return goTo(step.none);
    }
    const chosen = draft.state.question?.choices.find(({ id }) => id.endsWith(`:${answer.code}`));
    if (!answer.code || !chosen) return undefined;
    if (step.keep !== false) {
      keepService(draft, answer.code, words(draft, 'services.step', { name: chosen.label }));
    }
    draft.state.shown = [];
    const topic = draft.state.focus.topic ?? 'none';
    draft.demand.push({ measure: 'service_chosen', topic, service: answer.code as ServiceCode });
    return goTo(step.chosen);
  },
};

/** Asks the directory for services that were not shown yet. */
function search(step: Step<'find_services'>, { state }: Draft): Move {
  const { focus, topics, story, shown, perspective } = state;
  return {
    kind: 'lookup',
    lookup: {
      of: 'services',
      topics: step.topics ?? (focus.topic ? [focus.topic] : topics),
      talk: step.talk ?? false,
      peers: step.peers ?? false,
      exclude: shown,
      perspective,
      words: story.join(' '),
    },
  };
}

/** Which of the templates fits: a line to call, a place to look, or both. */
function sayService(draft: Draft, service: FoundService): void {
  const { name, description, phone, website, hours, cost, checkedOn } = service;
  const key = phone && website ? 'services.call_or_look' : phone ? 'services.call' : 'services.look';
  say(draft, key, {
    name,
    description,
    hours,
    cost,
    phone: phone ?? '',
    website: website ?? '',
    checked_on: checkedOn,
  });
}
