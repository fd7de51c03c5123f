/**
 * What can cause a turn. Only a `ClientInput` can ever lead to consent.
 */
import type { DeclineReason, Professional } from '../domain/handoff.ts';
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
  /** Which of the client's conversations this is: a preview is answered where it was shown. */
  place?: string;
}

/** A professional did something with a handoff that this client asked for. */
export type ContactInput = {
  kind: 'contact';
  handoff: string;
  who: Professional;
} & ToldLater &
  ContactAct;

/** What is said without the client asking at that moment. */
interface ToldLater {
  /** In which of the client's conversations they hear of it: a preview that it brings is answered there. */
  place?: string;
  /** Nothing that is said there now is heard: it waits until the client writes. */
  unheard?: true;
}

export type ContactAct =
  /** Looked at what was sent. */
  | { did: 'opened' }
  /** Takes it on. `elsewhere`: they write through the channel itself, and not through here. */
  | { did: 'accepted'; elsewhere?: true }
  | { did: 'declined'; reason: DeclineReason }
  | { did: 'said'; text: string }
  /** Asks whether they may write once more after some weeks. */
  | { did: 'asked_follow_up'; weeks: number }
  /** Asks whether someone else may go on with it; only the client's own yes makes that so. */
  | { did: 'proposed'; organisation: FoundOrganisation; staff?: Professional }
  | { did: 'closed' };

/** Time passed: something the client asked for, or a term, is due. */
export type ClockInput =
  | ({ kind: 'clock'; due: 'handoff_expired' | 'handoff_unanswered'; handoff: string } & ToldLater)
  | { kind: 'clock'; due: 'reminder'; id: string }
  /** Nothing was heard of them for a while. */
  | { kind: 'clock'; due: 'away' };

/** The answer to a lookup that the same turn asked for. */
export type LookupInput = { kind: 'lookup' } & LookupAnswer;

export type LookupAnswer =
  | { of: 'services'; found: FoundService[] }
  /** `place`: what was typed is a municipality. `local`: there are some that serve only where the client lives. */
  | { of: 'organisations'; found: FoundOrganisation[]; place: boolean; local: boolean }
  /** The code is nobody's, or there were too many tries. When it is someone's, a `ReturnedInput` follows instead. */
  | { of: 'return_code'; refused: 'unknown' | 'too_often' };

/** The client proved to be this one, in another conversation, with their return code. */
export interface ReturnedInput {
  kind: 'returned';
  /** What they told there before that: it is told once. Absent when that belongs to someone else. */
  told?: ClientState;
  session?: boolean;
  reachable?: boolean;
  place?: string;
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

/** An organisation that can be asked, as it is shown. */
export interface FoundOrganisation {
  id: string;
  name: string;
  about: string;
  open: 'open' | 'closed' | 'unknown';
  /** ISO instant by which an answer may be expected when it is asked now. */
  answerBy: string;
  phone?: string;
}
