/**
 * The text key of a step of the dialog that has the floor.
 */
import { type Draft, top } from '../draft.ts';

export const stepKey = (draft: Draft, step: { id: string }): string => `${top(draft)?.dialog}.${step.id}`;
