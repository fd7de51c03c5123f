/**
 * What comes out of a turn: the next state, and everything asked for but not yet done.
 */
import type { Reply } from '../content/speak.ts';
import type { DemandEvent } from '../domain/demand.ts';
import type { File } from '../domain/file.ts';
import type { HandoffContent, HandoffState } from '../domain/handoff.ts';
import type { Perspective, Topic } from '../domain/vocabulary.ts';
import type { ClientConsent } from './consent.ts';
import type { ClientState } from './state.ts';

export type Effect =
  | { kind: 'request_handoff'; consent: ClientConsent; id: string; content: HandoffContent; answerBy: string }
  /** It stands differently now; `staff`: who has taken it on. An end takes the organisation's copy away. */
  | { kind: 'move_handoff'; id: string; organisation: string; to: HandoffState; staff?: string }
  /** Words between client and professional, numbered from 1. */
  | {
      kind: 'relay';
      id: string;
      organisation: string;
      number: number;
      from: 'client' | 'professional';
      text: string;
      /** Who has taken it on. */
      staff?: string;
    }
  /** Words of the professional that waited were said to the client. */
  | { kind: 'arrived'; id: string; organisation: string; staff?: string }
  /** The client knows that nobody answered yet: they are not told again. */
  | { kind: 'told_unanswered'; id: string }
  /** The organisation may read its copy until then: the client said yes to that. */
  | { kind: 'keep_handoff'; id: string; until: string }
  /** Destroy the client of this id; the state of this turn is a stranger's. */
  | { kind: 'wipe'; client: string }
  /** Someone else goes on in this conversation. `destroy`: what the client of this id left could not be found again. */
  | { kind: 'hand_over'; client: string; destroy: boolean }
  /** The client can come back with this code, and no longer with an earlier one; undefined: with none. */
  | { kind: 'return_code'; code: string | undefined }
  /** A link with this ticket gives this file once, for ten minutes. */
  | { kind: 'download'; file: File; ticket: string }
  /** Write to the client at this time; the same id again moves it. */
  | { kind: 'remind'; id: string; at: string }
  | { kind: 'forget_reminder'; id: string }
  /** What is said in this turn is not kept longer than it takes to deliver it. */
  | { kind: 'show_once' }
  /** From now on the code word is asked for: a page shows nothing of what was said before. */
  | { kind: 'close' }
  /** Leave the page at once, where the channel can. */
  | { kind: 'leave' };

/** A question to the outside. Run it, then call `turn` again with the answer. */
export type Lookup = ServiceLookup | OrganisationLookup | CodeLookup;

/** Whose return code is this? When it is someone's, the next turn is taken on their state, with a `ReturnedInput`. */
export interface CodeLookup {
  of: 'return_code';
  code: string;
}

/** Who can be asked, here and about this? */
export interface OrganisationLookup {
  of: 'organisations';
  topics: Topic[];
  /** Where the client lives, as they typed it; looked at and forgotten. */
  place?: string;
  /** Ids not to show again. */
  exclude: string[];
}

/** A question to the directory. */
export interface ServiceLookup {
  of: 'services';
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
  /** An unguessable whole number from 0 up to `below`, a power of two. */
  pick(below: number): number;
}

export interface TurnResult {
  client: ClientState;
  replies: Reply[];
  effects: Effect[];
  demand: DemandEvent[];
  lookup?: Lookup;
}
