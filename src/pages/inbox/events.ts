/**
 * The stream that tells an open page that something is another: kinds and ids, never content.
 */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Actor, Inbox, InboxChange } from '../../run/inbox.ts';
import { onRevoked } from '../../staff/who.ts';

export interface Streams {
  inbox: Inbox;
  /** May this member still read? Asked with every heartbeat, so that a session that ended clears the screen. */
  mayRead(request: Request): Promise<boolean>;
  /** Milliseconds of silence after which a sign of life is sent: proxies close what seems dead. */
  heartbeatMs: number;
  /** The server stops: whoever waits for open streams would wait for ever. */
  stopping?: AbortSignal;
}

const nameOf = (change: InboxChange): string =>
  'id' in change ? `${change.kind} ${change.id}` : change.kind;

export function sendEvents(c: Context, actor: Actor, streams: Streams): Response {
  const { inbox, mayRead, heartbeatMs, stopping } = streams;
  // Nginx keeps answers back to send them in larger pieces, unless told.
  c.header('X-Accel-Buffering', 'no');
  const response = streamSSE(c, async (stream) => {
    /** By name, so that a page which is slow to take them gets each once, and none is kept without end. */
    const waiting = new Set<string>();
    let ended = false;
    let wake = (): void => undefined;
    const end = (): void => {
      ended = true;
      wake();
    };
    const stop = inbox.watch(actor, (change) => {
      waiting.add(nameOf(change));
      wake();
    });
    /** Somebody's access changed: theirs, or that of another browser of theirs. */
    let doubted = false;
    const stopHearing = onRevoked((id) => {
      if (id !== actor.id) return;
      doubted = true;
      wake();
    });
    stopping?.addEventListener('abort', end);
    stream.onAbort(end);
    const woken = (): Promise<boolean> =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), heartbeatMs);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
      });
    /** An event, not a comment: a page that hears none knows that its line is dead. */
    const beat = () => stream.writeSSE({ event: 'beat', data: '' });
    try {
      // At once: some browsers and proxies give the stream on only when there is something in it.
      await beat();
      while (!ended && !stopping?.aborted) {
        const [next] = waiting;
        if (next !== undefined && !doubted) {
          waiting.delete(next);
          const [event = '', id = ''] = next.split(' ');
          await stream.writeSSE({ event, data: id });
        } else if (doubted || !(await woken())) {
          doubted = false;
          if (await mayRead(c.req.raw)) await beat();
          else return void (await stream.writeSSE({ event: 'lapsed', data: '' }));
        }
      }
    } finally {
      stop();
      stopHearing();
      stopping?.removeEventListener('abort', end);
    }
  });
  response.headers.set('Cache-Control', 'no-store');
  return response;
}
