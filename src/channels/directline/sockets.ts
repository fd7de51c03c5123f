/**
 * The open WebSockets: how many, how long, and the empty frames that keep them open through proxies.
 */
import type { WSContext, WSEvents } from 'hono/ws';
import type { Store } from '../../run/ports.ts';
import type { Live } from './live.ts';
import { openStream } from './stream.ts';

/** More than a person has tabs and phones; then the oldest gives way (it may be a line that died unnoticed). */
const MAX_PER_CONVERSATION = 8;
/** Many proxies cut a line that is silent for a minute. */
const KEEP_ALIVE_MS = 25_000;
/** A stream outlives the token it was opened with, but not for ever: a client comes back with a valid one. */
const MAX_AGE_MS = 2 * 3_600_000;

export interface Sockets {
  open(conversation: string, after: number): WSEvents;
}

/** Not every runtime says how much a socket still has to send. */
const unsentOf = (ws: WSContext): number => {
  const raw = ws.raw as { bufferedAmount?: unknown } | undefined;
  return typeof raw?.bufferedAmount === 'number' ? raw.bufferedAmount : 0;
};

export function createSockets({ history, live }: { history: Store['history']; live: Live }): Sockets {
  const open = new Map<string, Set<() => void>>();
  return {
    open(conversation, after) {
      let close = () => {};
      return {
        onOpen(_event, ws) {
          const end = openStream({
            conversation,
            after,
            history,
            live,
            pipe: {
              send: (frame) => ws.send(frame),
              close: (code, reason) => ws.close(code, reason),
              unsent: () => unsentOf(ws),
            },
          });
          const keepAlive = setInterval(() => ws.send(''), KEEP_ALIVE_MS);
          const oldAge = setTimeout(() => giveWay(), MAX_AGE_MS);
          const those = open.get(conversation) ?? new Set();
          open.set(conversation, those);
          const giveWay = () => {
            close();
            ws.close(1000, 'kom terug');
          };
          close = () => {
            end();
            clearInterval(keepAlive);
            clearTimeout(oldAge);
            those.delete(giveWay);
            if (those.size === 0 && open.get(conversation) === those) open.delete(conversation);
          };
          if (those.size >= MAX_PER_CONVERSATION) [...those][0]?.();
          // The set may have been taken out when its last member gave way.
          open.set(conversation, those.add(giveWay));
        },
        // Clients ping with empty frames; what they have to say goes by POST.
        onMessage() {},
        onClose: () => close(),
        onError: () => close(),
      };
    },
  };
}
