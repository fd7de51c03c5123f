/**
 * end: this dialog is done; the one that visited it goes on.
 *
 *     - id: done
 *       end: {}
 */
import { goTo, type Verb } from '../verb.ts';

export const end: Verb<'end'> = {
  enter: () => goTo('end'),
};
