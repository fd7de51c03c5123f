/**
 * The client's own plan: in their words, changed only by them.
 */
import type { HelpedBy } from './demand.ts';
import type { Topic } from './vocabulary.ts';

export type StepState = 'open' | 'done' | 'not_done' | 'dropped';

export interface Goal {
  id: string;
  text: string;
  topics: Topic[];
}

export interface PlanStep {
  id: string;
  text: string;
  /** Calendar day in the Netherlands, YYYY-MM-DD. */
  day?: string;
  /** HH:MM, or a part of the day, as the client said it. */
  time?: string;
  /** Who the client does it with, in their own words. */
  with?: string;
  /** How sure the client is that it will work, 0 to 10. */
  certainty?: number;
  /** The service the step came from, if any: its id in the directory. */
  service?: string;
  state: StepState;
  /** How it went, in the client's own words. */
  outcome?: string;
  by?: HelpedBy;
}

export interface Plan {
  goals: Goal[];
  /** What already works. */
  strengths?: string;
  /** Who is already there: the own circle. */
  circle?: string;
  steps: PlanStep[];
  /** What the client does when it goes wrong. */
  setback?: string;
}

export const emptyPlan = (): Plan => ({ goals: [], steps: [] });

export const isEmptyPlan = (plan: Plan): boolean =>
  plan.goals.length === 0 && plan.steps.length === 0 && !plan.strengths && !plan.circle && !plan.setback;
