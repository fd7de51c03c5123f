/**
 * address: from now on with je, or with u.
 *
 *     - id: u_please
 *       address: { form: u }
 */
import { goTo, type Verb } from '../verb.ts';

export const address: Verb<'address'> = {
  enter(step, draft) {
    draft.state.form = step.form;
    return goTo(step.to);
  },
};
