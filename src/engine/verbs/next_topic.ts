/**
 * next_topic: offers what was also named and not yet talked about; each topic once.
 *
 *     - id: more
 *       next_topic: { yes: talk, none: close }
 */
import { optionLabel } from '../../content/speak.ts';
import { ask } from '../draft.ts';
import { openTopics } from '../facts.ts';
import { forgetTopic, isPassingTopic } from '../forget.ts';
import { focusOn } from '../keep.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';
import { yesNo } from './yes-no.ts';

export const next_topic: Verb<'next_topic'> = {
  enter(step, draft, again) {
    const [topic] = openTopics(draft.state);
    if (!topic) return goTo(step.none);
    const name = optionLabel(draft.content, 'words.topic', topic, draft.state.form);
    ask(draft, { choices: yesNo(draft, stepKey(draft, step), false), values: { topic: name }, again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const [topic] = openTopics(draft.state);
    if (!topic) return goTo(step.none);
    const { name } = answer.reading.intent;
    const told = answer.reading.topics.some((heard) => heard.topic === topic);
    if (answer.code === 'yes' || name === 'yes' || (told && name === 'tell')) {
      focusOn(draft, topic);
      return goTo(step.yes);
    }
    if (answer.code === 'no' || name === 'no' || name === 'unsure') {
      const declined = openTopics(draft.state);
      draft.state.visited.push(...declined);
      // Not talked about, and never kept.
      for (const each of declined) if (isPassingTopic(draft, each)) forgetTopic(draft, each);
      return goTo(step.none);
    }
    return undefined;
  },
};
