/**
 * Direct Line's requests, and what their answers mean to someone in a conversation.
 */
import type { Activity } from './messages.ts';
import type { Posted } from './outbox.ts';
import type { Parcel, Ticket } from './session.ts';

/** The network is not there, or the server did not answer in time. */
export class Unreachable extends Error {
  /** The server said that it does not work now, as opposed to no answer at all. */
  readonly away: boolean;
  readonly afterMs: number | undefined;

  constructor(away: boolean, afterMs?: number) {
    super(away ? 'away' : 'unreachable');
    this.away = away;
    this.afterMs = afterMs;
  }
}
/** The token is no longer good: this conversation cannot be gone on with from here. */
export class Closed extends Error {}

const ROOT = '/v3/directline';
const PATIENCE_MS = 20_000;

export interface Batch {
  activities: Activity[];
  watermark?: string;
}

interface Opened extends Partial<Batch> {
  conversationId: string;
  token: string;
  expires_in?: number;
  streamUrl?: string;
}

/** `first`: what was said already, from a server that sends that along; it saves a slow phone a round trip. */
export interface OpenedLine {
  ticket: Ticket;
  streamUrl?: string;
  first?: Batch;
}

export interface Requests {
  /** A new conversation, or the present one again, with the address of its stream from `watermark` on. */
  open(ticket: Ticket | undefined, watermark: string): Promise<OpenedLine>;
  refresh(ticket: Ticket): Promise<Ticket>;
  fetch(ticket: Ticket, watermark: string): Promise<Batch>;
  post(ticket: Ticket, parcel: Parcel): Promise<Posted>;
}

export interface RequestsDeps {
  fetch: typeof fetch;
  now(): number;
}

const inPath = (ticket: Ticket) => `/conversations/${encodeURIComponent(ticket.conversation)}`;

export function createRequests({ fetch, now }: RequestsDeps): Requests {
  const ask = async (path: string, ticket?: Ticket, body?: unknown, post = body !== undefined) => {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), PATIENCE_MS);
    try {
      return await fetch(ROOT + path, {
        method: post ? 'POST' : 'GET',
        headers: {
          ...(ticket ? { Authorization: `Bearer ${ticket.token}` } : {}),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        cache: 'no-store',
        credentials: 'omit',
        signal: control.signal,
      });
    } catch {
      throw new Unreachable(false);
    } finally {
      clearTimeout(timer);
    }
  };

  const afterMs = (answer: Response): number | undefined => {
    const seconds = Number(answer.headers.get('Retry-After') ?? Number.NaN);
    return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 120) * 1000 : undefined;
  };

  /** The JSON of a good answer. */
  const good = async <T>(answer: Response): Promise<T> => {
    if (answer.status === 401 || answer.status === 403 || answer.status === 404) throw new Closed();
    if (!answer.ok) throw new Unreachable(true, afterMs(answer));
    try {
      return (await answer.json()) as T;
    } catch {
      // Cut off half-way.
      throw new Unreachable(false);
    }
  };

  const ticketOf = ({ conversationId, token, expires_in = 1800 }: Opened): Ticket => ({
    conversation: conversationId,
    token,
    until: now() + expires_in * 1000,
  });

  return {
    async open(ticket, watermark) {
      const path = ticket ? `${inPath(ticket)}?watermark=${encodeURIComponent(watermark)}` : '/conversations';
      const opened = await good<Opened>(await ask(path, ticket, ticket ? undefined : {}));
      const { streamUrl, activities, watermark: next } = opened;
      return {
        ticket: ticketOf(opened),
        ...(streamUrl ? { streamUrl } : {}),
        ...(activities && next !== undefined ? { first: { activities, watermark: next } } : {}),
      };
    },
    refresh: async (ticket) =>
      ticketOf(await good<Opened>(await ask('/tokens/refresh', ticket, undefined, true))),
    fetch: async (ticket, watermark) =>
      good<Batch>(
        await ask(`${inPath(ticket)}/activities?watermark=${encodeURIComponent(watermark)}`, ticket),
      ),
    async post(ticket, { key, text, choice }) {
      const activity = {
        type: 'message',
        from: { id: 'client', role: 'user' },
        text,
        locale: 'nl-NL',
        ...(choice === undefined ? {} : { value: { choice } }),
        channelData: { clientActivityID: key },
      };
      let answer: Response;
      try {
        answer = await ask(`${inPath(ticket)}/activities`, ticket, activity);
      } catch {
        return { kind: 'later', trouble: { why: 'broken' } };
      }
      if (answer.ok) return { kind: 'taken' };
      if (answer.status === 401 || answer.status === 403) return { kind: 'closed' };
      if (answer.status === 429) {
        return { kind: 'later', trouble: { why: 'slower', afterMs: afterMs(answer) ?? 2000 } };
      }
      if (answer.status >= 500) return { kind: 'later', trouble: { why: 'away' } };
      const said = (await answer.json().catch(() => ({}))) as { error?: { message?: string } };
      return { kind: 'refused', reason: said.error?.message ?? '' };
    },
  };
}
