/**
 * What may be counted. Every field is a closed code, so free text cannot enter a count by construction.
 */
import type { Topic } from './vocabulary.ts';

/** Who helped a step or a connection along. */
export const HELPED_BY = ['self', 'own_circle', 'peer', 'volunteer', 'group', 'professional'] as const;
export type HelpedBy = (typeof HELPED_BY)[number];

export type DemandEvent =
  | { measure: 'asked_for'; topic: Topic }
  | { measure: 'plan_made'; topic: Topic | 'none' }
  | { measure: 'step_done'; by: HelpedBy }
  | { measure: 'service_chosen'; topic: Topic | 'none'; service: ServiceCode }
  | { measure: 'no_service_found'; topic: Topic | 'none' }
  | { measure: 'handoff'; outcome: 'offered' | 'asked' | 'declined' | 'withdrawn' };

/** The id of a service in the directory: a uuid, never something a client typed. */
export type ServiceCode = `${string}-${string}-${string}-${string}-${string}`;
