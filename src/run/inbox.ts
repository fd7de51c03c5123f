/**
 * What professionals do with what clients sent them. Each act is a turn of that client, committed as a whole; whoever
 * may not do it, or comes too late, is told so and nothing happens.
 */
import type { DeclineReason, HandoffContent, HandoffState, Professional } from '../domain/handoff.ts';

/** Who acts: a signed-in member of an organisation with the role `professional`. */
export interface Actor extends Professional {
  /** The id of their organisation. */
  organisation: string;
}

/** One request in the list. Nothing of its content: that is read one by one, and the client sees by whom. */
export interface InboxItem {
  id: string;
  state: HandoffState;
  /** `open`: nobody's yet. `mine`: taken on by this professional, or meant for them. */
  place: 'open' | 'mine';
  askedAt: string;
  /** When the client was told an answer may be expected; absent once answered or past. */
  answerBy?: string;
  expiresAt: string;
  /** Messages of the client that were not read yet; only of one's own. */
  unread: number;
}

export interface InboxMessage {
  number: number;
  from: 'client' | 'professional';
  at: string;
  text: string;
  /** The client did not get it yet: it may not come now, and is said when they are back. */
  waiting?: true;
}

/** One request with all that the client chose to send, and what was written since. */
export interface InboxConversation extends InboxItem {
  content: HandoffContent;
  messages: InboxMessage[];
}

/**
 * `gone`: withdrawn, ended, expired, or never theirs: nothing more is said about it. `taken`: a colleague has taken it
 * on meanwhile. `busy`: the client's conversation was changing all the time; try again.
 */
export type Refused = { status: 'gone' | 'taken' | 'busy' };
export type Done = { status: 'done' } | Refused;

export interface Inbox {
  /** Requests that are nobody's yet, longest waiting first; then one's own, last changed first. */
  list(actor: Actor): Promise<InboxItem[]>;
  /** Reads one. The client can see afterwards who looked, and when. */
  open(actor: Actor, id: string): Promise<{ status: 'open'; conversation: InboxConversation } | Refused>;
  /** `elsewhere`: client and professional write to each other through the channel itself. */
  accept(actor: Actor, id: string, how?: { elsewhere: true }): Promise<Done>;
  /** The client reads the reason in plain words, and gets other ways on. */
  decline(actor: Actor, id: string, reason: DeclineReason): Promise<Done>;
  /** `key`: the same words sent twice with the same key are said once. At most `LONGEST_WORDS` characters. */
  say(actor: Actor, id: string, text: string, key: string): Promise<Done>;
  /** Asks the client whether they may be written to once more, some weeks from now. */
  askFollowUp(actor: Actor, id: string, weeks: number): Promise<Done>;
  /** Asks the client whether a colleague or another organisation may go on with it. */
  propose(actor: Actor, id: string, to: { organisation: string; staff?: Professional }): Promise<Done>;
  /** Ends it: what the organisation has of it is deleted at once. */
  close(actor: Actor, id: string): Promise<Done>;
  /** Tells open pages what changed, without content. Gives the function that ends it. */
  watch(actor: Actor, listener: (change: InboxChange) => void): () => void;
}

/** `list`: the list is another one. `gone`: this one may no longer be shown: take it off the screen. */
export type InboxChange = { kind: 'list' } | { kind: 'changed' | 'gone'; id: string };

/** Characters of one message to a client. */
export const LONGEST_WORDS = 2000;
