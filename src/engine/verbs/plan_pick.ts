/**
 * plan_pick: which goal or step is meant. With one there is nothing to ask; with none, `none`.
 *
 *     - id: which
 *       plan_pick: { of: step, none: no_step }
 */
import type { Step } from '../../content/step-schema.ts';
import { ask, choiceId, type Draft } from '../draft.ts';
import { dueSteps, openSteps, stepsAhead } from '../facts.ts';
import { quoted } from '../quoted.ts';
import { goTo, type Verb, WAIT } from '../verb.ts';
import { stepKey } from './step-key.ts';

/** Characters of a step on a button. */
const MOST_SHOWN = 60;

const candidates = (draft: Draft, { of, due, any, ahead }: Step<'plan_pick'>) => {
  const { plan } = draft.state;
  if (of === 'goal') return plan.goals;
  if (any) return plan.steps;
  if (ahead) return stepsAhead(draft.state, draft.world.now);
  return due ? dueSteps(draft.state, draft.world.now) : openSteps(plan);
};

export const plan_pick: Verb<'plan_pick'> = {
  enter(step, draft, again) {
    const parts = candidates(draft, step);
    const [first, second] = parts;
    if (!first) return goTo(step.none);
    if (!second || step.due) {
      draft.state.focus[step.of] = first.id;
      return goTo(step.to);
    }
    const key = stepKey(draft, step);
    ask(draft, {
      choices: parts.map(({ id, text }) => ({ id: choiceId(key, id), label: quoted(text, MOST_SHOWN) })),
      again,
    });
    return WAIT;
  },

  receive(step, draft, answer) {
    const part = candidates(draft, step).find(({ id }) => id === answer.code);
    if (!part) return undefined;
    draft.state.focus[step.of] = part.id;
    return goTo(step.to);
  },
};
