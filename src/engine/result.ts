/**
 * What comes out of a turn: the next state, and everything asked for but not yet done.
 */
import type { Reply } from '../content/speak.ts';
import type { DemandEvent } from '../domain/demand.ts';
import type { HandoffContent } from '../domain/handoff.ts';
import type { Perspective, Topic } from '../domain/vocabulary.ts';
import type { ClientConsent } from './consent.ts';
import type { ClientState } from './state.ts';

export type Effect =
  | { kind: 'request_handoff'; consent: ClientConsent; id: string; content: HandoffContent }
  | { kind: 'withdraw_handoff'; id: string }
  /** Destroy the client of this id; the state of this turn is a stranger's. */
  | { kind: 'wipe'; client: string }
  /** Leave the page at once, where the channel can. */
  | { kind: 'leave' };

/** A question to the directory. Run it, then call `turn` again with a `LookupInput`. */
export interface Lookup {
  topics: Topic[];
  perspective: Perspective;
  /** Only lines where one can talk with a person. */
  talk: boolean;
  /** Only where one meets others. */
  peers: boolean;
  /** Directory ids not to show again. */
  exclude: string[];
  /** The client's own words, to rank by; never stored by the directory. */
  words: string;
}

/** The clock and chance of one turn. */
export interface TurnWorld {
  /** ISO instant. */
  now: string;
  id(): string;
}

export interface TurnResult {
  client: ClientState;
  replies: Reply[];
  effects: Effect[];
  demand: DemandEvent[];
  lookup?: Lookup;
}
