/**
 * What can cause a turn. Only a `ClientInput` can ever lead to consent.
 */

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
}

/** A peer or a professional wrote to the client. */
export interface ContactInput {
  kind: 'contact';
  from: 'peer' | 'professional';
  text: string;
}

/** Time passed: something the client asked for, or a term, is due. */
export interface ClockInput {
  kind: 'clock';
  due: 'handoff_expired';
  handoff: string;
}

/** The answer to a lookup that the same turn asked for. */
export interface LookupInput {
  kind: 'lookup';
  found: FoundService[];
}

export type Input = ClientInput | ContactInput | ClockInput | LookupInput;

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
