/**
 * What a step verb is: how it is entered, and how it takes an answer.
 */
import type { Step, VerbName } from '../content/step-schema.ts';
import type { ClientAnswer } from './answer.ts';
import type { Draft } from './draft.ts';
import type { ClientInput, LookupAnswer } from './input.ts';
import type { Lookup } from './result.ts';

export type Move =
  /** Stay here until the client answers. */
  | { kind: 'wait' }
  /** Go to a target of this dialog; undefined: the next step. */
  | { kind: 'to'; target: string | undefined }
  | { kind: 'visit'; dialog: string }
  /** Ask the outside, and come back here with its answer. */
  | { kind: 'lookup'; lookup: Lookup }
  /** The stack was laid anew: go on from its top. */
  | { kind: 'resume' }
  /** Nothing more in this turn. */
  | { kind: 'halt' };

export const WAIT: Move = { kind: 'wait' };
export const RESUME: Move = { kind: 'resume' };
export const HALT: Move = { kind: 'halt' };
export const goTo = (target?: string): Move => ({ kind: 'to', target });
export const visit = (dialog: string): Move => ({ kind: 'visit', dialog });

export interface Verb<V extends VerbName> {
  /** The client arrives. `again`: this question was asked before and is asked anew. */
  enter(step: Step<V>, draft: Draft, again: boolean): Move;
  /** The client answers. Undefined: not an answer to this question. */
  receive?(step: Step<V>, draft: Draft, answer: ClientAnswer, input: ClientInput): Move | undefined;
  /** What this step looked up is answered. */
  answered?(step: Step<V>, draft: Draft, answer: LookupAnswer): Move;
}
