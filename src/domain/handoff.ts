/**
 * A handoff: what a client chose to send to an organisation, and where it stands.
 * Term and states after Bot Framework's `handoff.initiate` and `handoff.status`.
 */
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

/** Exactly what leaves the conversation. The preview shown to the client is made from this and from nothing else. */
export interface HandoffContent {
  organisation: string;
  /** The client's own words, as they approved them. */
  message: string;
  goals: string[];
  steps: string[];
  /** How the organisation may reach the client. */
  contact: 'in_chat';
}

/** An offer the client has been shown and has not yet answered. */
export interface HandoffOffer {
  id: string;
  content: HandoffContent;
  shownAt: string;
}

/** What the client sees of a handoff they asked for. */
export interface HandoffView {
  id: string;
  organisation: string;
  state: HandoffState;
  at: string;
}
