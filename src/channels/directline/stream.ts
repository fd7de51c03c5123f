/**
 * One open stream: everything after a watermark and then what is committed, each row once and in order.
 */
import type { Outgoing, Store } from '../../run/ports.ts';
import { activitySet, CHANNEL } from './activities.ts';
import type { Live } from './live.ts';

/** Rows per read and per frame. */
const PAGE = 200;
/** Rows that may wait for a slow read; above it they are read back from the store instead. */
const MAX_WAITING = 200;
/** Bytes that may wait in a socket for a slow reader. Then it is closed: the client comes back with its watermark. */
const MAX_UNSENT = 512 * 1024;

export interface Pipe {
  send(frame: string): void;
  close(code: number, reason: string): void;
  /** Bytes not yet taken by the network. */
  unsent(): number;
}

export interface StreamOptions {
  conversation: string;
  after: number;
  history: Store['history'];
  live: Live;
  pipe: Pipe;
}

/** Starts at once; the function it gives ends it. */
export function openStream({ conversation, after, history, live, pipe }: StreamOptions): () => void {
  let last = after;
  let ended = false;
  let pumping = false;
  // The first read covers what was committed before the subscription; later ones only fill gaps.
  let mustRead = true;
  let waiting: Outgoing[] = [];

  const end = (): void => {
    ended = true;
    waiting = [];
    unsubscribe();
  };

  /** What was not sent yet, in order, each once: turns may be told of twice, and not in their order. */
  const freshOf = (rows: Outgoing[]): Outgoing[] => [
    ...new Map(
      rows
        .filter((row) => row.number > last)
        .sort((a, b) => a.number - b.number)
        .map((row) => [row.number, row]),
    ).values(),
  ];

  const send = (rows: Outgoing[]): void => {
    const fresh = freshOf(rows);
    if (ended || fresh.length === 0) return;
    pipe.send(JSON.stringify(activitySet(conversation, fresh, last)));
    last = fresh.at(-1)?.number ?? last;
    if (pipe.unsent() > MAX_UNSENT) {
      end();
      pipe.close(1013, 'te traag');
    }
  };

  const pump = async (): Promise<void> => {
    if (pumping) return;
    pumping = true;
    try {
      while (!ended && (mustRead || waiting.length > 0)) {
        const batch = waiting;
        waiting = [];
        // A number in between may belong to a turn that was committed and not told of (yet).
        const gap = freshOf(batch).some((row, index) => row.number !== last + 1 + index);
        if (!mustRead && !gap) {
          send(batch);
          continue;
        }
        mustRead = false;
        // What was published before this read began may be sent with it: all that precedes it was committed too.
        // What is published during the read waits for the next round, where a gap before it is seen.
        const rows = await history({ channel: CHANNEL, conversation }, last, PAGE);
        if (rows.length === PAGE) {
          mustRead = true;
          waiting.unshift(...batch);
          send(rows);
          continue;
        }
        send([...batch, ...rows]);
      }
    } catch {
      // The store failed: let the client come back with its watermark instead of leaving it without a sign.
      end();
      pipe.close(1011, 'even niet bereikbaar');
    } finally {
      pumping = false;
    }
  };

  const unsubscribe = live.subscribe(conversation, (rows) => {
    if (waiting.length + rows.length > MAX_WAITING) {
      waiting = [];
      mustRead = true;
    } else waiting.push(...rows);
    void pump();
  });
  void pump();
  return end;
}
