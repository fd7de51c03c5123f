/**
 * Sends what the client wrote, one message at a time and in order, until the server has it. A message keeps its id
 * over all tries, so that the server takes it once however often it arrives.
 */
import type { Parcel, Session } from './session.ts';
import { backoff, createPause } from './waiting.ts';

/** Why a message could not go now: no network, the server does not work, or it asks for time. */
export type Trouble = { why: 'broken' | 'away' } | { why: 'slower'; afterMs: number };

/**
 * `taken`: the server has it. `later`: not now. `refused`: never, with the server's sentence. `closed`: this
 * conversation takes nothing any more.
 */
export type Posted =
  | { kind: 'taken' }
  | { kind: 'later'; trouble?: Trouble }
  | { kind: 'refused'; reason: string }
  | { kind: 'closed' };

export interface OutboxDeps {
  session: Pick<Session, 'parcels' | 'keepParcels'>;
  post(parcel: Parcel): Promise<Posted>;
  onTaken(parcel: Parcel): void;
  onRefused(parcel: Parcel, reason: string): void;
  /** Undefined: it goes well again. */
  onTrouble(trouble: Trouble | undefined): void;
  random(): number;
}

export interface Outbox {
  waiting(): readonly Parcel[];
  add(parcel: Parcel): void;
  /** The network may be back, or the conversation was opened: try now. */
  kick(): void;
  /** The server showed that it has this message. */
  confirm(key: string): void;
  /** Takes out everything that was not sent. */
  empty(): Parcel[];
  /** Nothing leaves from here on. */
  stop(): void;
}

export function createOutbox(deps: OutboxDeps): Outbox {
  let queue = deps.session.parcels();
  let busy = false;
  let stopped = false;
  /** Set by `kick` while a try is under way: that one may just have failed on the old line. */
  let kicked = false;
  const pause = createPause();

  const keep = () => deps.session.keepParcels(queue);
  const remove = (key: string): boolean => {
    const rest = queue.filter((parcel) => parcel.key !== key);
    const removed = rest.length < queue.length;
    queue = rest;
    if (removed) keep();
    return removed;
  };

  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    let tries = 0;
    for (let [parcel] = queue; parcel && !stopped; [parcel] = queue) {
      kicked = false;
      const posted = await deps.post(parcel);
      if (stopped) break;
      if (posted.kind === 'closed') break;
      if (posted.kind === 'later') {
        const { trouble } = posted;
        if (trouble) deps.onTrouble(trouble);
        const asked = trouble?.why === 'slower' ? trouble.afterMs : 0;
        const ms = Math.max(asked, backoff(tries, deps.random()));
        tries += 1;
        if (!kicked) await pause.wait(ms);
        continue;
      }
      tries = 0;
      deps.onTrouble(undefined);
      if (!remove(parcel.key)) continue;
      if (posted.kind === 'taken') deps.onTaken(parcel);
      else deps.onRefused(parcel, posted.reason);
    }
    busy = false;
  };

  return {
    waiting: () => queue,
    add(parcel) {
      queue = [...queue, parcel];
      keep();
      void run();
    },
    kick() {
      kicked = true;
      pause.wake();
      void run();
    },
    confirm(key) {
      const parcel = queue.find((one) => one.key === key);
      if (parcel && remove(key)) deps.onTaken(parcel);
    },
    empty() {
      const parcels = queue;
      queue = [];
      keep();
      return parcels;
    },
    stop() {
      stopped = true;
      queue = [];
      pause.wake();
    },
  };
}
