/**
 * topic_menu: the twelve topics as choices, for who was not understood. Own words work beside it.
 *
 *     - id: topic
 *       topic_menu: { own: story, to: pick }
 */
import { optionLabel } from '../../content/speak.ts';
import { TOPICS, type Topic } from '../../domain/vocabulary.ts';
import { ask, choiceId } from '../draft.ts';
import { addTopic, countTopics, focusOn, hear, reopenTopic } from '../keep.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

const isTopic = (code: string | undefined): code is Topic => TOPICS.includes(code as Topic);

export const topic_menu: Verb<'topic_menu'> = {
  enter(step, draft, again) {
    const key = stepKey(draft, step);
    const choices = [...TOPICS, 'other' as const].map((code) => ({
      id: choiceId(key, code),
      label: optionLabel(draft.content, 'words.topic_choice', code, draft.state.form),
    }));
    ask(draft, { choices, again });
    return WAIT;
  },

  receive(step, draft, answer) {
    if (isTopic(answer.code)) {
      reopenTopic(draft, answer.code);
      addTopic(draft, answer.code);
      // Chosen here: there is nothing to pick after this.
      focusOn(draft, answer.code);
    } else if (answer.code === 'other') return goTo(step.own);
    else if (answer.reading.topics.length > 0) hear(draft, answer.text, answer.reading);
    else return undefined;
    countTopics(draft);
    return goTo(step.to);
  },
};
