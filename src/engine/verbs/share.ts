/**
 * share: what goes along with a handoff, part by part: own words, goals, steps, and single answers. Each choice puts a
 * part in or takes it out; nothing is in that the client did not see named.
 *
 *     - id: what
 *       share: { to: offer }
 */
import { optionLabel } from '../../content/speak.ts';
import { ask, choiceId } from '../draft.ts';
import { partsToShare, WORDS } from '../handoff.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

const DONE = 'done';

/** The code of a part on a button: where it stands in the list, as a key holds a dot and may hold more. */
const codeOf = (index: number): string => `part${index}`;

export const share: Verb<'share'> = {
  enter(step, draft, again) {
    const { state, content } = draft;
    const parts = partsToShare(draft);
    // What was answered or dropped since is not in by an earlier choice.
    const names = parts.map(({ part }) => part);
    state.share = (state.share ?? [WORDS]).filter((part) => names.includes(part));
    const chosen = state.share;
    const key = stepKey(draft, step);
    const choices = [
      { id: choiceId(key, DONE), label: optionLabel(content, 'handoff.parts', DONE, state.form) },
      ...parts.map(({ part, label }, index) => {
        const how = chosen.includes(part) ? 'without' : 'with';
        const verb = optionLabel(content, 'handoff.parts', how, state.form);
        return { id: choiceId(key, codeOf(index)), label: `${verb}: ${label}` };
      }),
    ];
    ask(draft, { choices, again });
    return WAIT;
  },

  receive(step, draft, answer) {
    const { state } = draft;
    const { name } = answer.reading.intent;
    if (answer.code === DONE || (answer.code === undefined && name === 'yes')) return goTo(step.to);
    const part = partsToShare(draft).find((_, index) => codeOf(index) === answer.code)?.part;
    if (part === undefined) return undefined;
    const chosen = state.share ?? [];
    state.share = chosen.includes(part) ? chosen.filter((each) => each !== part) : [...chosen, part];
    return share.enter(step, draft, true);
  },
};
