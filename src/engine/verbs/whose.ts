/**
 * whose: is it about the client or about someone else? Asked only when the story sounded like someone else's.
 *
 *     - id: whose
 *       whose: { self: pick, other: pick }
 */
import { optionLabel } from '../../content/speak.ts';
import { PERSPECTIVES, type Perspective } from '../../domain/vocabulary.ts';
import { ask, choiceId } from '../draft.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

const OTHER =
  /\b(haar|hem|hij|zij|ze|hen|hun|die|een ander|iemand anders|(?:me|mn|m'n|mijn|ons|onze|de|het|dat|een) \p{L}{3,})\b/iu;
const SELF = /\b(mij|mezelf|mijzelf|ikzelf|ik zelf|ik|me)\b/i;

/** 'Om haar', 'me zusje', 'mezelf'. Of both, the other: the question says that it sounded so. */
const whoIsNamed = (text: string): Perspective | undefined =>
  OTHER.test(text) ? 'other' : SELF.test(text) ? 'self' : undefined;

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
    const said = PERSPECTIVES.find((code) => code === answer.code) ?? whoIsNamed(answer.text);
    const perspective =
      said ?? (name === 'yes' || name === 'unsure' ? 'other' : name === 'no' ? 'self' : undefined);
    if (!perspective) return undefined;
    draft.state.perspective = perspective;
    return goTo(step[perspective]);
  },
};
