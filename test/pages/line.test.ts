/** The line: what it does when the server closes, fails, or has no stream to give. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLine } from '../../src/pages/client/talk/line.ts';
import { Closed, type Requests, Unreachable } from '../../src/pages/client/talk/requests.ts';
import { createSession, type Ticket } from '../../src/pages/client/talk/session.ts';

const LIFE = 1_800_000;

/** A server of messages 'm1', 'm2' ..., which one can make fail. */
function server() {
  const here = {
    said: 0,
    opened: 0,
    fail: undefined as Error | undefined,
    failFetch: undefined as Error | undefined,
    fetches: [] as string[],
    refreshed: 0,
  };
  const ticket = (conversation: string): Ticket => ({ conversation, token: 't', until: Date.now() + LIFE });
  const requests: Requests = {
    async open(held) {
      if (here.fail) throw here.fail;
      if (!held) here.opened += 1;
      return { ticket: ticket(held?.conversation ?? `g${here.opened}`), streamUrl: '/stream' };
    },
    async refresh(held) {
      if (here.fail) throw here.fail;
      here.refreshed += 1;
      return ticket(held.conversation);
    },
    async fetch(_held, watermark) {
      here.fetches.push(watermark);
      if (here.fail ?? here.failFetch) throw here.fail ?? here.failFetch;
      const activities = [];
      for (let number = Number(watermark || 0) + 1; number <= here.said; number += 1) {
        activities.push({ type: 'message', id: `m${number}` });
      }
      return { activities, watermark: String(here.said) };
    },
    post: async () => ({ kind: 'taken' }),
  };
  return { here, requests };
}

/** A stream that stays open and says nothing, but for the empty frames of a server. */
function quietSocket(): WebSocket {
  const socket = { onopen: null, onmessage: null, close: () => clearInterval(beat) } as unknown as WebSocket;
  setTimeout(() => socket.onopen?.(new Event('open')));
  const beat = setInterval(() => socket.onmessage?.({ data: '' } as MessageEvent), 25_000);
  return socket;
}

function lineTo({ requests }: ReturnType<typeof server>, openSocket?: () => WebSocket) {
  const heard: string[] = [];
  const states: string[] = [];
  const line = createLine({
    requests,
    session: createSession(undefined),
    openSocket,
    onActivities: (activities) => heard.push(...activities.map(({ id }) => id ?? '')),
    onState: (state) => state !== states.at(-1) && states.push(state),
    onClosed: () => states.push('closed'),
    now: Date.now,
    random: () => 1,
  });
  return { line, heard, states };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the line', () => {
  it('polls without a stream, sooner when something happens, and asks only for what is new', async () => {
    const far = server();
    far.here.said = 2;
    const { line, heard, states } = lineTo(far);
    line.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toEqual(['m1', 'm2']);
    far.here.said = 3;
    line.look();
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toEqual(['m1', 'm2', 'm3']);
    expect(far.here.fetches).toEqual(['', '2']);
    expect(states).toEqual(['connecting', 'open']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(far.here.fetches.length).toBeLessThan(16);
    line.stop();
  });

  it('comes back by itself, and says meanwhile what is wrong', async () => {
    const far = server();
    const { line, states } = lineTo(far);
    far.here.fail = new Unreachable(false);
    line.start();
    await vi.advanceTimersByTimeAsync(100);
    expect(states).toEqual(['connecting', 'broken']);
    far.here.fail = new Unreachable(true);
    await vi.advanceTimersByTimeAsync(3000);
    expect(states.at(-1)).toBe('away');
    far.here.fail = undefined;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(states.at(-1)).toBe('open');
    expect(far.here.opened).toBe(1);
    line.stop();
  });

  it('starts a new conversation when the old one is closed, without hurrying a server that closes them all', async () => {
    const far = server();
    const { line, states } = lineTo(far);
    line.start();
    await vi.advanceTimersByTimeAsync(20_000);
    far.here.failFetch = new Closed();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states.filter((state) => state === 'closed').length).toBeGreaterThan(1);
    expect(far.here.opened).toBeLessThan(20);
    far.here.failFetch = undefined;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(states.at(-1)).toBe('open');
    line.stop();
  });

  it('renews its token at half its life', async () => {
    const far = server();
    const { line } = lineTo(far, quietSocket);
    line.start();
    await vi.advanceTimersByTimeAsync(LIFE / 2 - 1000);
    expect([far.here.refreshed, far.here.fetches.length]).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(far.here.refreshed).toBe(1);
    line.stop();
  });

  it('looks for what it missed, and leaves a stream that fell silent', async () => {
    const far = server();
    let sockets = 0;
    const { line, heard } = lineTo(far, () => {
      sockets += 1;
      const socket = { close() {} } as unknown as WebSocket;
      setTimeout(() => socket.onopen?.(new Event('open')));
      return socket;
    });
    line.start();
    await vi.advanceTimersByTimeAsync(5000);
    far.here.said = 1;
    line.look();
    await vi.advanceTimersByTimeAsync(0);
    expect([heard, sockets]).toEqual([['m1'], 1]);
    await vi.advanceTimersByTimeAsync(70_000);
    expect(sockets).toBe(2);
    line.stop();
  });

  it('keeps quiet after it was stopped', async () => {
    const far = server();
    const { line } = lineTo(far);
    line.start();
    await vi.advanceTimersByTimeAsync(0);
    line.stop();
    const before = far.here.fetches.length;
    await vi.advanceTimersByTimeAsync(60_000);
    line.look();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(far.here.fetches).toHaveLength(before);
  });
});
