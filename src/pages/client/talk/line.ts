/**
 * Keeps the conversation open: starts or resumes it, follows its stream, polls where no stream can be had, and comes
 * back by itself after every break. What it hands over may come twice; `messages` sorts that out.
 */
import type { Activity } from './messages.ts';
import { type Batch, Closed, type Requests, Unreachable } from './requests.ts';
import type { Session, Ticket } from './session.ts';
import { backoff, createPause } from './waiting.ts';

/** `broken`: no network. `away`: the server says it does not work. */
export type LineState = 'connecting' | 'open' | 'broken' | 'away';

const RENEW_AGAIN_MS = 30_000;

export interface LineDeps {
  requests: Requests;
  session: Pick<Session, 'ticket' | 'keepTicket'>;
  /** Undefined where the browser has none, or a proxy never lets one through. */
  openSocket: ((path: string) => WebSocket) | undefined;
  onActivities(activities: Activity[]): void;
  onState(state: LineState): void;
  /** The old conversation can no longer be reached; a new one follows. */
  onClosed(): void;
  now(): number;
  random(): number;
}

export interface Line {
  start(): void;
  ticket(): Ticket | undefined;
  /** Something may have been missed, or the network may be back: look now. */
  look(): void;
  /** An answer is on its way: who polls need not wait for it. */
  expect(): void;
  /** The browser says that the network is gone. */
  lost(): void;
  /** The server no longer takes this token. Gives whether a fresh one was had, so that one can try again. */
  closed(): Promise<boolean>;
  stop(): void;
}

/** The server sends an empty frame every 25 seconds: who hears nothing for longer has a dead line. */
const SILENCE_MS = 60_000;
/** A stream that lived this long was a good one: come back at once, and do not count it as a failure. */
const GOOD_MS = 10_000;
const OPEN_WITHIN_MS = 8000;
/** Streams that fail one after the other, while requests do work, before it polls. */
const MAX_FAILED = 2;
const POLL_MS = [1500, 2500, 4000, 6000] as const;
/** So many at once, and there may be more to fetch. */
const MANY = 100;
/** After this many polls it tries a stream again. */
const POLLS = 40;

export function createLine(deps: LineDeps): Line {
  const { requests, session, now } = deps;
  let ticket = session.ticket();
  let watermark = '';
  let socket: WebSocket | undefined;
  let stopped = false;
  let failedStreams = 0;
  let quietPolls = 0;
  let renewedAt = Number.NEGATIVE_INFINITY;
  let refreshing: ReturnType<typeof setTimeout> | undefined;
  const pause = createPause();

  const keep = (next: Ticket | undefined): void => {
    ticket = next;
    session.keepTicket(next);
    clearTimeout(refreshing);
    if (!next || stopped) return;
    // At half its life: the other half is for a network that is gone for a while.
    const wait = Math.max(5000, (next.until - now()) / 2);
    refreshing = setTimeout(() => void refresh(), wait);
  };
  const refresh = async (): Promise<void> => {
    if (!ticket) return;
    const held = ticket;
    try {
      const next = await requests.refresh(held);
      if (ticket === held) keep(next);
    } catch (error) {
      if (error instanceof Closed) closed(held);
      else refreshing = setTimeout(() => void refresh(), 20_000);
    }
  };
  /**
   * The server takes this token no more. A phone that slept is past its half hour and may still renew; only when
   * that is refused too is the conversation closed. Gives whether it goes on.
   */
  const renew = async (held: Ticket): Promise<boolean> => {
    // Refused again with a token that is this fresh: it is not the token.
    if (now() - renewedAt < RENEW_AGAIN_MS) {
      closed(held);
      return false;
    }
    renewedAt = now();
    try {
      const next = await requests.refresh(held);
      if (ticket === held) keep(next);
      return true;
    } catch (error) {
      if (error instanceof Closed) closed(held);
      return false;
    }
  };
  const closed = (held: Ticket | undefined): void => {
    if (stopped || !held || ticket?.conversation !== held.conversation) return;
    keep(undefined);
    watermark = '';
    endSocket();
    deps.onClosed();
    pause.wake();
  };

  const take = ({ activities, watermark: next }: Batch): void => {
    if (stopped) return;
    // The stream and a fetch may run side by side: the furthest of the two counts.
    if (next !== undefined && !(Number(next) < Number(watermark))) watermark = next;
    if (activities.length > 0) deps.onActivities(activities);
  };
  const catchUp = async (held: Ticket): Promise<number> => {
    let fetched = 0;
    for (let more = true; more && !stopped; ) {
      const from = watermark;
      const batch = await requests.fetch(held, from);
      if (ticket?.conversation !== held.conversation) return fetched;
      take(batch);
      fetched += batch.activities.length;
      more = batch.activities.length >= MANY && batch.watermark !== from;
    }
    return fetched;
  };

  let endSocket = () => {};
  /** Follows a stream to its end. Gives how long it was open; undefined when it never was. */
  const follow = (path: string, open: (path: string) => WebSocket): Promise<number | undefined> =>
    new Promise((resolve) => {
      let opened: number | undefined;
      let heard = now();
      const here = open(path);
      socket = here;
      const watch = setInterval(() => {
        if (now() - heard > SILENCE_MS || (opened === undefined && now() - heard > OPEN_WITHIN_MS)) end();
      }, 2000);
      const end = (): void => {
        clearInterval(watch);
        if (socket === here) socket = undefined;
        here.onopen = here.onmessage = here.onclose = here.onerror = null;
        here.close();
        resolve(opened === undefined ? undefined : now() - opened);
      };
      here.onopen = () => {
        opened = heard = now();
      };
      here.onmessage = ({ data }) => {
        heard = now();
        if (typeof data !== 'string' || data === '') return;
        try {
          take(JSON.parse(data) as Batch);
        } catch {
          end();
        }
      };
      here.onclose = end;
      here.onerror = end;
      endSocket = end;
    });

  const poll = async (): Promise<void> => {
    quietPolls = 0;
    for (let count = 0; count < POLLS && ticket && !stopped; count += 1) {
      const wait = POLL_MS[Math.min(quietPolls, POLL_MS.length - 1)] ?? 6000;
      quietPolls += 1;
      await pause.wait(wait);
      if (ticket && (await catchUp(ticket)) > 0) quietPolls = 0;
    }
  };

  /** Once: open, catch up, and stay until it breaks. */
  const live = async (): Promise<void> => {
    const opened = await requests.open(ticket, watermark);
    if (stopped) return;
    keep(opened.ticket);
    const { openSocket } = deps;
    const path = opened.streamUrl;
    const stream = path !== undefined && openSocket && failedStreams < MAX_FAILED;
    const following = stream ? follow(path, openSocket) : undefined;
    // Also beside the stream: on the connection that is already there, the first words come a round trip sooner.
    if (opened.first) take(opened.first);
    else await catchUp(opened.ticket);
    deps.onState('open');
    if (!following) {
      await poll();
      failedStreams = 0;
      return;
    }
    const lasted = await following;
    failedStreams = lasted === undefined ? failedStreams + 1 : 0;
    if (lasted === undefined || lasted < GOOD_MS) await pause.wait(backoff(failedStreams, deps.random()));
  };

  const run = async (): Promise<void> => {
    let tries = 0;
    deps.onState('connecting');
    while (!stopped) {
      const held = ticket;
      const begun = now();
      try {
        await live();
        tries = 0;
      } catch (error) {
        if (stopped) return;
        endSocket();
        if (error instanceof Closed && held) {
          if (await renew(held)) continue;
          // A server that closes each new conversation at once is not asked for the next one at once.
          if (now() - begun > GOOD_MS) continue;
        }
        const unreachable = error instanceof Unreachable ? error : new Unreachable(true);
        deps.onState(unreachable.away ? 'away' : 'broken');
        await pause.wait(Math.max(unreachable.afterMs ?? 0, backoff(tries, deps.random())));
        tries += 1;
      }
    }
  };

  return {
    start: () => void run(),
    ticket: () => ticket,
    look() {
      if (stopped) return;
      quietPolls = 0;
      pause.wake();
      const held = ticket;
      if (!held || !socket) return;
      // The stream may have died without a sign: a fetch finds out, and has what was missed.
      catchUp(held).catch((error) => {
        if (error instanceof Closed) void renew(held);
        else endSocket();
      });
    },
    expect() {
      quietPolls = 0;
      if (!socket) pause.wake();
    },
    lost() {
      deps.onState('broken');
      endSocket();
    },
    async closed() {
      return ticket !== undefined && renew(ticket);
    },
    stop() {
      stopped = true;
      clearTimeout(refreshing);
      endSocket();
      pause.wake();
    },
  };
}
