/**
 * pick_topic: with several topics in one story, asks which comes first. One topic needs no question.
 *
 *     - id: pick
 *       pick_topic: { none: topic, to: talk }
 */
import { optionLabel } from '../../content/speak.ts';
import type { Topic } from '../../domain/vocabulary.ts';
import { ask, choiceId } from '../draft.ts';
import { openTopics } from '../facts.ts';
import { focusOn } from '../keep.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

export const pick_topic: Verb<'pick_topic'> = {
  enter(step, draft, again) {
    const topics = openTopics(draft.state);
    const [first, second] = topics;
    if (!first) {
      draft.state.focus = {};
      return goTo(step.none);
    }
    const { topic: chosen } = draft.state.focus;
    if (!again && chosen && topics.includes(chosen)) return goTo(step.to);
    if (!second) {
      focusOn(draft, first);
      return goTo(step.to);
    }
    const key = stepKey(draft, step);
    const choices = topics.map((topic) => ({
      id: choiceId(key, topic),
      label: optionLabel(draft.content, 'words.topic_choice', topic, draft.state.form),
    }));
    ask(draft, { choices, again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const topics = openTopics(draft.state);
    const named = topics.find((topic) => topic === answer.code);
    const told = answer.reading.topics.map(({ topic }) => topic).find((topic) => topics.includes(topic));
    const indifferent = answer.reading.intent.name === 'unsure' || answer.reading.intent.name === 'yes';
    const topic: Topic | undefined = named ?? told ?? (indifferent ? topics[0] : undefined);
    if (!topic) return undefined;
    focusOn(draft, topic);
    return goTo(step.to);
  },
};
