/**
 * What this tab remembers: which conversation it is in, and what still has to be sent. Only in sessionStorage, so
 * that it is gone with the tab; without storage, in memory.
 */

export interface Ticket {
  conversation: string;
  token: string;
  /** When the token ends, in milliseconds. */
  until: number;
}

/** A message on its way. `key` is its clientActivityID: the same in every try. */
export interface Parcel {
  key: string;
  text: string;
  choice?: string;
}

export type Drawer = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Names that say nothing to who looks into the browser. */
const TICKET = 'gesprek';
const PARCELS = 'uit';
const DRAFT = 'concept';

export interface Session {
  ticket(): Ticket | undefined;
  keepTicket(ticket: Ticket | undefined): void;
  parcels(): Parcel[];
  keepParcels(parcels: readonly Parcel[]): void;
  /** What was being typed when the page went out of sight; '' when nothing. */
  draft(): string;
  keepDraft(text: string): void;
  /** Writes nothing any more: the client leaves. */
  close(): void;
}

export function createSession(drawer: Drawer | undefined): Session {
  const memory = new Map<string, string>();
  let closed = false;

  const read = <T>(name: string): T | undefined => {
    try {
      const text = drawer ? drawer.getItem(name) : memory.get(name);
      return text ? (JSON.parse(text) as T) : undefined;
    } catch {
      return undefined;
    }
  };
  const write = (name: string, value: unknown): void => {
    if (closed) return;
    const text = value === undefined ? undefined : JSON.stringify(value);
    try {
      if (text === undefined) drawer?.removeItem(name);
      else drawer?.setItem(name, text);
    } catch {
      // Full or forbidden: memory still has it.
    }
    if (text === undefined) memory.delete(name);
    else memory.set(name, text);
  };

  return {
    ticket() {
      const ticket = read<Ticket>(TICKET);
      return typeof ticket?.conversation === 'string' && typeof ticket.token === 'string'
        ? ticket
        : undefined;
    },
    keepTicket: (ticket) => write(TICKET, ticket),
    parcels() {
      const parcels = read<Parcel[]>(PARCELS);
      return Array.isArray(parcels) ? parcels : [];
    },
    keepParcels: (parcels) => write(PARCELS, parcels.length > 0 ? parcels : undefined),
    draft() {
      const text = read<string>(DRAFT);
      return typeof text === 'string' ? text : '';
    },
    keepDraft: (text) => write(DRAFT, text === '' ? undefined : text),
    close() {
      closed = true;
      memory.clear();
    },
  };
}
