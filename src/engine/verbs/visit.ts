/**
 * visit: goes through another dialog, then on to the next step here.
 *
 *     - id: make_step
 *       visit: { dialog: step }
 */
import { type Verb, visit as visitDialog } from '../verb.ts';

export const visit: Verb<'visit'> = {
  enter: (step) => visitDialog(step.dialog),
};
