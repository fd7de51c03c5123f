/**
 * contact: what the client agrees to about being written to by itself: `when`, and whether a message may be left
 * standing (`leave`).
 *
 *     - id: evening
 *       contact: { when: evening, to: may_stay }
 */
import { rulesOf } from '../reminders.ts';
import { goTo, type Verb } from '../verb.ts';

export const contact: Verb<'contact'> = {
  enter(step, draft) {
    const { when, leave, ...before } = rulesOf(draft.state);
    draft.state.contact = { ...before, when: step.when ?? when, leave: step.leave ?? leave };
    return goTo(step.to);
  },
};
