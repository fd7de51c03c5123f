/**
 * What a turn needs from the outside, as interfaces. `src/store` and `src/channels` implement them.
 */
import type { DemandEvent } from '../domain/demand.ts';
import type { File } from '../domain/file.ts';
import type { HandoffContent, HandoffState } from '../domain/handoff.ts';
import type { Organisation } from '../domain/organisation.ts';

/** A conversation on a channel, as the channel names it. Stored as a keyed hash only. */
export interface Address {
  /** Bot Framework channel id: `directline`, `msteams`, `console` ... */
  channel: string;
  conversation: string;
}

/** What a client did, as a channel heard it. */
export interface Incoming extends Address {
  /** The channel's id of this activity; the same id twice is the same activity, delivered again. */
  activity: string;
  /** `start`: the conversation was opened and nothing was said yet. */
  kind: 'message' | 'start';
  text: string;
  /** The id of a pressed choice, where the channel can carry one. */
  choice?: string;
  /** Media types of what was sent along: it is answered, never opened or kept. */
  attachments: string[];
  /**
   * Who sends, for limits on guessing: a network address where the channel sees one. Never stored. Absent: the
   * conversation itself.
   */
  sender?: string;
  /** The client gets back here only while a session lasts (a browser tab); what is not kept with a code ends with it. */
  session?: boolean;
  /** What the channel needs in order to answer later (for instance a Bot Framework conversation reference). */
  reference?: Record<string, unknown>;
  /** Channels that show the client their own message from the server get it back as a row of its own. */
  echo?: Record<string, unknown>;
  /**
   * The channel hands over what this activity brings about by itself (its clients fetch it, or it stands in the
   * answer to this very request): nothing is queued for sending. Absent: it is queued.
   */
  pulled?: boolean;
}

/** One thing to say, without channel format: the channel turns it into an activity when it sends it. */
export type Message =
  | { kind: 'say'; text: string; choices: { id: string; label: string }[] }
  | { kind: 'event'; name: 'leave' | 'wiped' | 'plan'; value?: unknown }
  /** For a contact centre that listens on the channel: what the client agreed to send, and nothing else. */
  | { kind: 'handoff'; id: string; content: HandoffContent }
  | { kind: 'echo'; activity: Record<string, unknown> };

/** A committed outbox row. `number` counts up within the conversation, from 1, without reuse. */
export interface Outgoing {
  /** Stable over retries: `<conversation row id>|<number>`. */
  id: string;
  number: number;
  at: string;
  message: Message;
}

export interface PendingOutgoing extends Outgoing, Address {
  reference: Record<string, unknown> | undefined;
  attempts: number;
}

/** A client's whole state as stored: any JSON value, opaque to the store. */
export type Document = unknown;

export interface Loaded {
  /** The client's id and last committed turn; undefined for a stranger. */
  client: { id: string; seq: number; document: Document; damaged?: true } | undefined;
  /** The last outbox number of the conversation; 0 for a new one. */
  lastNumber: number;
}

/** Who caused a turn. A handoff row can only be tied to a turn whose cause is `client`. */
export type TurnCause = 'client' | 'contact' | 'clock';

/** Something that the client had put ready beside the conversation. */
export type Arrangement =
  /** The code with which they come back from now on; an earlier one no longer works. */
  | { kind: 'return_code'; code: string }
  | { kind: 'no_return_code' }
  /** A link that gives one file, once. `ticket` is the secret in it. */
  | { kind: 'download'; ticket: string; file: File; expiresAt: string }
  /** They are written to at this time, in this conversation. */
  | { kind: 'remind'; id: string; at: string }
  | { kind: 'forget_reminder'; id: string }
  /** What was said to them so far, and is delivered, is kept no longer than this. */
  | { kind: 'keep_texts'; until: string };

/** What a link gives, and all that it is made from. */
export interface TakenDownload {
  file: File;
  document: Document;
  /** With `data`: what is kept of the client beside the document. */
  beside?: KeptBeside;
}

export interface KeptBeside {
  /** Chat text, oldest first; not what is kept no longer than its delivery. */
  messages: { at: string; message: Message }[];
  /** What was written to and by professionals, in what is open: the client's words and theirs. */
  talks: { handoff: string; at: string; from: 'client' | 'professional'; text: string }[];
}

/** A reminder whose time has come, and all that a turn on it needs. */
export interface DueReminder extends Address {
  id: string;
  at: string;
  reference: Record<string, unknown> | undefined;
  client: { id: string; seq: number; document: Document };
  lastNumber: number;
}

/** A client of whom nothing was heard for a while; `seq` is that of the document. */
export interface Resting {
  id: string;
  seq: number;
  document: Document;
  keepUntil: string;
}

/** All that one turn writes: committed as a whole or not at all. */
export interface TurnCommit {
  address: Address;
  reference?: Record<string, unknown>;
  activity: string;
  cause: TurnCause;
  at: string;
  /**
   * `seq` is the loaded seq + 1; 1 for a new client. `restAt`: when the clock looks at the document once more, if
   * nothing happens before.
   */
  client: { id: string; seq: number; document: Document; keepUntil: string; restAt?: string };
  /** The client that this turn destroys: rows and key go in the same batch. The turn belongs to `client`, a stranger. */
  wipes?: string;
  /** The client in whose name this conversation stood until now. What was said in it to them goes; they stay. */
  takenFrom?: string;
  lastNumber: number;
  messages: Message[];
  /** Does the channel fetch its messages itself? Then they are not queued for sending. */
  pulled: boolean;
  /** Chat text is deleted from then on. Equal to `at`: not kept beyond delivery. */
  textUntil: string;
  handoffs: HandoffChange[];
  /** What the client has open with organisations is answered in this conversation from now on: they are here. */
  answeredHere?: true;
  arrangements?: readonly Arrangement[];
  demand: DemandEvent[];
}

export type HandoffChange =
  | {
      kind: 'request';
      id: string;
      offer: string;
      content: HandoffContent;
      answerBy: string;
      expiresAt: string;
    }
  /** To another state; at an end the copy and what was written go. */
  | { kind: 'move'; id: string; organisation: string; to: HandoffState; staff?: string }
  | {
      kind: 'said';
      id: string;
      organisation: string;
      number: number;
      from: 'client' | 'professional';
      text: string;
      /** Who has taken it on. */
      staff?: string;
    }
  /** Words that waited for the client were said to them. */
  | { kind: 'arrived'; id: string; organisation: string; staff?: string }
  /** Nobody answered, and the client knows. */
  | { kind: 'told'; id: string }
  | { kind: 'keep'; id: string; until: string };

/** A handoff as an organisation's list has it, without content. */
export interface HandoffRow {
  id: string;
  organisation: string;
  state: HandoffState;
  /** Who has taken it on, or is meant to. */
  staff?: string;
  askedAt: string;
  answerBy?: string;
  expiresAt: string;
  /** Messages of the client after the last one that was read. */
  unread: number;
}

/** What was written in a handoff, oldest first. `number` counts up from 1. */
export interface HandoffMessage {
  number: number;
  from: 'client' | 'professional';
  at: string;
  text: string;
}

export interface DueHandoff {
  id: string;
  due: 'handoff_expired' | 'handoff_unanswered';
}

/** An open handoff, with all that a turn on it needs. */
export interface OpenHandoff extends HandoffRow, Address {
  reference: Record<string, unknown> | undefined;
  /** The conversation fetches its messages: nothing is queued for sending there. */
  pulled: boolean;
  client: { id: string; seq: number; document: Document };
  lastNumber: number;
}

export type CommitResult =
  | { status: 'committed'; outgoing: Outgoing[] }
  /** This activity was answered before; here is that answer. */
  | { status: 'duplicate'; outgoing: Outgoing[] }
  /** Another turn of this client came first: load again and take the turn anew. */
  | { status: 'conflict' };

export interface Swept {
  clients: number;
  texts: number;
  handoffs: number;
}

/** Durable state. Every method rejects with a `StoreError` in plain words when the storage fails. */
export interface Store {
  load(address: Address): Promise<Loaded>;
  /** The answer to an activity that was committed before, if any. */
  answered(address: Address, activity: string): Promise<Outgoing[] | undefined>;
  commit(turn: TurnCommit): Promise<CommitResult>;
  /** The client who has this return code. Slow on purpose. */
  byReturnCode(code: string): Promise<Loaded['client']>;
  /** What a link gives; after this it gives nothing. */
  takeDownload(ticket: string, now: string): Promise<TakenDownload | undefined>;
  /** Reminders due at `now`, oldest first. A commit with `forget_reminder` ends one. */
  dueReminders(now: string, limit: number): Promise<DueReminder[]>;
  organisations(): Promise<Organisation[]>;
  /** Open handoffs of an organisation, longest waiting first. */
  handoffs(organisation: string): Promise<HandoffRow[]>;
  /** An open handoff that can be answered; undefined when it ended, or nobody can be reached any more. */
  openHandoff(id: string): Promise<OpenHandoff | undefined>;
  /** What an organisation may read of it. */
  handoffContent(id: string): Promise<{ content: HandoffContent; messages: HandoffMessage[] } | undefined>;
  /** The client's messages up to this one were read. */
  handoffRead(id: string, number: number): Promise<void>;
  /** Ids of open handoffs whose term, or the time to an answer, has passed. */
  dueHandoffs(now: string, limit: number): Promise<DueHandoff[]>;
  /** Clients whose `restAt` has come, longest ago first; each once after its last turn. */
  resting(now: string, limit: number): Promise<Resting[]>;
  /** Puts a document (with the next `seq`) in place of that of a resting client, unless they are back. */
  rest(client: Resting, at: string): Promise<'committed' | 'conflict'>;
  /** Outbox rows of a conversation with a number above `after`, in order, at most `limit`. */
  history(address: Address, after: number, limit: number): Promise<Outgoing[]>;
  /** Queued rows due at `now`, oldest first, at most one conversation's first undelivered row each (order is kept). */
  pending(now: string, limit: number): Promise<PendingOutgoing[]>;
  delivered(id: string): Promise<void>;
  /** Try again at `nextAttempt`, or never (undefined: given up, the channel said it is gone). */
  failed(id: string, nextAttempt: string | undefined): Promise<void>;
  /** Deletes what is past its time: chat text, clients, handoff copies. */
  sweep(now: string): Promise<Swept>;
  /** Resolves when the storage answers and its schema is current; rejects otherwise. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** How a channel delivers. `retry`: a passing fault. `gone`: never again. */
export type Delivery = 'sent' | 'retry' | 'gone';

export interface Sender {
  channel: string;
  send(outgoing: PendingOutgoing): Promise<Delivery>;
}

/** The clock and chance of the outside world, injected. */
export interface World {
  now(): Date;
  /** A fresh unguessable id (uuid). */
  id(): string;
}

/** A record for operators: codes and figures, never text, address or client id. */
export type Log = (event: string, fields?: Record<string, string | number | boolean>) => void;
