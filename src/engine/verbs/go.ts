/**
 * go: on to another step of this dialog.
 *
 *     - id: around
 *       go: { to: ways }
 */
import { goTo, type Verb } from '../verb.ts';

export const go: Verb<'go'> = {
  enter: (step) => goTo(step.to),
};
