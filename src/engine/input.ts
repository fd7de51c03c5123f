/**
 * What can cause a turn. Only a `ClientInput` can ever lead to consent.
 */
import type { ClientState } from './state.ts';

/** The client did something. Made only from an activity that a channel heard from the client. */
export interface ClientInput {
  kind: 'client';
  /** `start`: opened the conversation without a word. */
  event: 'message' | 'start';
  text: string;
  /** A pressed choice: its id. */
  choice?: string;
  /** Media types of what was sent along. */
  attachments: string[];
  /** The client gets back here only while a session lasts (a browser tab). */
  session?: boolean;
  /** The channel can be written to later, without the client asking at that moment. */
  reachable?: boolean;
}

/** A peer or a professional wrote to the client. */
export interface ContactInput {
  kind: 'contact';
  from: 'peer' | 'professional';
  text: string;
}

/** Time passed: something the client asked for, or a term, is due. */
export type ClockInput =
  | { kind: 'clock'; due: 'handoff_expired'; handoff: string }
  | { kind: 'clock'; due: 'reminder'; id: string }
  /** Nothing was heard of them for a while. */
  | { kind: 'clock'; due: 'away' };

/** The answer to a lookup that the same turn asked for. */
export type LookupInput = { kind: 'lookup' } & LookupAnswer;

export type LookupAnswer =
  | { of: 'services'; found: FoundService[] }
  /** The code is nobody's, or there were too many tries. When it is someone's, a `ReturnedInput` follows instead. */
  | { of: 'return_code'; refused: 'unknown' | 'too_often' };

/** The client proved to be this one, in another conversation, with their return code. */
export interface ReturnedInput {
  kind: 'returned';
  /** What they told there before that: it is told once. Absent when that belongs to someone else. */
  told?: ClientState;
  session?: boolean;
  reachable?: boolean;
}

export type Input = ClientInput | ContactInput | ClockInput | LookupInput | ReturnedInput;

/** A service as it is shown. Every string is ready to be read. */
export interface FoundService {
  id: string;
  slug: string;
  name: string;
  description: string;
  phone?: string;
  website?: string;
  hours: string;
  cost: string;
  checkedOn: string;
}
