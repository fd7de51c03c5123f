/**
 * branch: goes one way or the other on one of a closed list of facts about the state.
 *
 *     - id: whose
 *       branch: { fact: worried_about_other, yes: bystander, no: self }
 */
import { facts } from '../facts.ts';
import { goTo, type Verb } from '../verb.ts';

export const branch: Verb<'branch'> = {
  enter: (step, { state, world, content }) =>
    goTo(facts[step.fact](state, world.now, content) ? step.yes : step.no),
};
