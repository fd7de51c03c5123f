/**
 * whose: is it about the client or about someone else? Asked only when the story sounded like someone else's.
 *
 *     - id: whose
 *       whose: { self: pick, other: pick }
 */
import { optionLabel } from '../../content/speak.ts';
import { PERSPECTIVES } from '../../domain/vocabulary.ts';
import { ask, choiceId } from '../draft.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

export const whose: Verb<'whose'> = {
  enter(step, draft, again) {
    if (draft.state.perspective === 'self' && !again) return goTo(step.self);
    const key = stepKey(draft, step);
    const choices = PERSPECTIVES.map((code) => ({
      id: choiceId(key, code),
      label: optionLabel(draft.content, key, code, draft.state.form),
    }));
    ask(draft, { choices, again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const { name } = answer.reading.intent;
    // The question says what was heard: a plain yes or 'allebei' leaves it so.
    const said = PERSPECTIVES.find((code) => code === answer.code);
    const perspective =
      said ?? (name === 'yes' || name === 'unsure' ? 'other' : name === 'no' ? 'self' : undefined);
    if (!perspective) return undefined;
    draft.state.perspective = perspective;
    return goTo(step[perspective]);
  },
};
