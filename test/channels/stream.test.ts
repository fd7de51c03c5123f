/** One stream, without a socket: once and in order, however commits, reads and publications interleave. */
import { describe, expect, it } from 'vitest';
import { createLive } from '../../src/channels/directline/live.ts';
import { openStream } from '../../src/channels/directline/stream.ts';
import type { Outgoing } from '../../src/run/ports.ts';

const row = (number: number): Outgoing => ({
  id: `r|${number}`,
  number,
  at: '2026-11-02T09:00:00Z',
  message: { kind: 'say', text: `${number}`, choices: [] },
});
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The same chances for the same seed. */
const chances = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed / 2 ** 31;
};

function setup(after = 0, kept = true) {
  const live = createLive();
  const committed: Outgoing[] = [];
  const heard: number[] = [];
  const closed: number[] = [];
  let unsent = 0;
  let slow = async () => {};
  const history = async (_address: object, from: number, limit: number) => {
    // As a database does: it sees what there is when it begins, and hands it over later.
    const seen = kept ? committed.filter((one) => one.number > from).slice(0, limit) : [];
    await slow();
    return seen;
  };
  const open = () =>
    openStream({
      conversation: 'c',
      after,
      history,
      live,
      pipe: {
        send: (frame) => {
          const { activities } = JSON.parse(frame) as { activities: { text: string }[] };
          heard.push(...activities.map(({ text }) => Number(text)));
        },
        close: (code) => closed.push(code),
        unsent: () => unsent,
      },
    });
  return {
    live,
    committed,
    heard,
    closed,
    open,
    slowly: (next: typeof slow) => {
      slow = next;
    },
    clog: (bytes: number) => {
      unsent = bytes;
    },
  };
}

describe('a stream', () => {
  it('gives every row once and in order, in a hundred random interleavings', async () => {
    await Promise.all(
      Array.from({ length: 100 }, async (_, seed) => {
        const chance = chances(seed + 1);
        const { live, committed, heard, open, slowly } = setup();
        slowly(() => pause(chance() * 4));
        const publishing: Promise<void>[] = [];
        let ended: (() => void) | undefined;
        for (let number = 1; number <= 40; number += 1) {
          const rows = [row(number)];
          // Some turns give two rows; and now and then a number is never used.
          if (chance() < 0.3) rows.push(row(++number));
          committed.push(...rows);
          if (chance() < 0.1) number += 1;
          // Published out of order, twice, or by nobody (as after a crash between commit and publication).
          const times = chance() < 0.1 ? 0 : chance() < 0.2 ? 2 : 1;
          for (let n = 0; n < times; n += 1) {
            publishing.push(pause(chance() * 3).then(() => live.publish('c', rows)));
          }
          if (!ended && chance() < 0.2) ended = open();
          if (chance() < 0.3) await pause(chance() * 3);
        }
        ended ??= open();
        await Promise.all(publishing);
        const last = row(100);
        committed.push(last);
        live.publish('c', [last]);
        for (let n = 0; n < 200 && heard.at(-1) !== 100; n += 1) await pause(2);
        expect(heard).toEqual(committed.map(({ number }) => number));
        ended();
        expect(live.size()).toBe(0);
      }),
    );
  });

  it('reads a long history in pages, from its watermark', async () => {
    const { committed, heard, open } = setup(3);
    committed.push(...Array.from({ length: 450 }, (_, n) => row(n + 1)));
    open();
    await pause(5);
    expect(heard).toEqual(Array.from({ length: 447 }, (_, n) => n + 4));
  });

  it('passes on texts that are not kept at all', async () => {
    const { live, heard, open } = setup(0, false);
    open();
    await pause(1);
    live.publish('c', [row(1), row(2)]);
    live.publish('c', [row(4)]);
    live.publish('d', [row(5)]);
    await pause(5);
    expect(heard).toEqual([1, 2, 4]);
  });

  it('ends for a reader who cannot keep up', async () => {
    const { live, heard, closed, open, clog } = setup();
    open();
    await pause(1);
    clog(1024 * 1024);
    live.publish('c', [row(1)]);
    live.publish('c', [row(2)]);
    await pause(5);
    expect([heard, closed, live.size()]).toEqual([[1], [1013], 0]);
  });

  it('holds a bounded number of rows while a read takes long', async () => {
    const { live, committed, heard, open, slowly } = setup();
    let go = () => {};
    slowly(() => new Promise((resolve) => (go = resolve)));
    open();
    for (let number = 1; number <= 1000; number += 1) {
      committed.push(row(number));
      live.publish('c', [row(number)]);
    }
    slowly(async () => {});
    go();
    for (let n = 0; n < 100 && heard.length < 1000; n += 1) await pause(2);
    expect(heard).toEqual(committed.map(({ number }) => number));
  });
});
