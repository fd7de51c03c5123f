/**
 * A handoff: what a client chose to send to an organisation, and where it stands.
 * Term and states after Bot Framework's `handoff.initiate` and `handoff.status`.
 */
import type { ContactTime } from './contact.ts';

export const HANDOFF_STATES = [
  'requested',
  'seen',
  'accepted',
  'declined',
  'active',
  'closed',
  'withdrawn',
  'expired',
] as const;
export type HandoffState = (typeof HANDOFF_STATES)[number];

/** States in which a professional may still read the client's copy. */
export const OPEN_HANDOFF_STATES: readonly HandoffState[] = ['requested', 'seen', 'accepted', 'active'];
/** States in which one professional has taken it on, and client and professional can write to each other. */
export const TAKEN_HANDOFF_STATES: readonly HandoffState[] = ['accepted', 'active'];

/**
 * When a professional's words may come. `here`: only while the client is in the conversation, and otherwise when they
 * are back in it.
 */
export const REACH_TIMES = ['any', 'daytime', 'evening', 'here'] as const;
export type ReachTime = (typeof REACH_TIMES)[number];

/** The same as a rule for messages that come by themselves: `here` allows none. */
export const contactTime = (when: ReachTime): ContactTime => (when === 'here' ? 'never' : when);

/** Why a professional does not take it on, as closed codes: the client reads them in plain words. */
export const DECLINE_REASONS = ['full', 'other_help', 'not_here', 'no_reason'] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** Exactly what leaves the conversation. The preview shown to the client is made from this and from nothing else. */
export interface HandoffContent {
  /** The id of the organisation, and its name as the client read it. */
  organisation: string;
  name: string;
  /** The client's own words, as they approved them. */
  message: string;
  goals: string[];
  steps: string[];
  /** Answers they chose to send along, each under the short name of its question. */
  answers: { label: string; text: string }[];
  /** How and when the organisation may reach the client. */
  contact: { how: 'in_chat'; when: ReachTime };
  /** How many days the organisation may read it, unless it ends before. */
  days: number;
  /** Only this member of the organisation is asked; without it, whoever is there. */
  staff?: string;
}

/** Who of an organisation did something with a handoff, as the client reads it. */
export interface Professional {
  id: string;
  /** The name by which they want to be known to clients. */
  name: string;
  /** What they are: 'maatschappelijk werker'. */
  function: string;
}
