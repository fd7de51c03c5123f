/**
 * listen: says back in one sentence what was heard ('Klopt dat?'). No topic heard: `none`.
 *
 *     - id: heard
 *       listen: { yes: pick, no: topic, none: topic }
 */
import { ask, type Draft } from '../draft.ts';
import { openTopics } from '../facts.ts';
import { countTopics, hear } from '../keep.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';
import { yesNo } from './yes-no.ts';

/** What was heard wrongly goes; what was talked through stays. */
function forgetHeard(draft: Draft): void {
  const { state } = draft;
  delete state.news;
  state.topics = state.topics.filter((topic) => state.visited.includes(topic));
}

export const listen: Verb<'listen'> = {
  enter(step, draft, again) {
    if (openTopics(draft.state).length === 0) return goTo(step.none);
    ask(draft, { choices: yesNo(draft, stepKey(draft, step), false), again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const told = answer.reading.topics.length > 0 && answer.text.split(/\s+/).length > 2;
    if (answer.code === 'yes') {
      // 'Ja, en ook ...': what comes after the yes is part of the story.
      if (told) hear(draft, answer.text, answer.reading);
      countTopics(draft);
      return goTo(step.yes);
    }
    if (told && !answer.exact) {
      // 'Nee, het gaat om ...': the correction replaces what was heard.
      forgetHeard(draft);
      hear(draft, answer.text, answer.reading);
      return listen.enter(step, draft, true);
    }
    if (answer.code === 'no' || answer.reading.intent.name === 'no') {
      forgetHeard(draft);
      return goTo(step.no);
    }
    if (answer.reading.intent.name === 'unsure') return goTo(step.no);
    return undefined;
  },
};
