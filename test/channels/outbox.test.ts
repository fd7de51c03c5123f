/** The outbox against a queue in memory, senders that obey, and a clock that stands still. */
import { describe, expect, it } from 'vitest';
import { createOutbox, type OutboxOptions, retryDelay } from '../../src/run/outbox.ts';
import type { Delivery, PendingOutgoing } from '../../src/run/ports.ts';

interface Queued extends PendingOutgoing {
  due: string;
  state: 'queued' | 'delivered' | 'gone';
}

/** Half of the chance there is. */
const ID = '00000000-0000-0000-0000-00007fffffff';

function setup(options: Partial<OutboxOptions> = {}) {
  let now = Date.parse('2026-11-02T09:00:00Z');
  const world = { now: () => new Date(now), id: () => ID };
  const queue: Queued[] = [];
  const sent: string[] = [];
  const logged: string[] = [];
  let answer: (row: PendingOutgoing) => Delivery | Promise<Delivery> = () => 'sent';
  let storeFails = false;
  const store: OutboxOptions['store'] = {
    async pending(at, limit) {
      const first = new Map<string, Queued>();
      for (const row of queue) {
        if (row.state === 'queued' && !first.has(row.conversation)) first.set(row.conversation, row);
      }
      return [...first.values()].filter((row) => row.due <= at).slice(0, limit);
    },
    async delivered(id) {
      if (storeFails) throw new Error('vol');
      for (const row of queue) if (row.id === id) row.state = 'delivered';
    },
    async failed(id, nextAttempt) {
      for (const row of queue) {
        if (row.id !== id) continue;
        row.attempts += 1;
        if (nextAttempt === undefined) row.state = 'gone';
        else row.due = nextAttempt;
      }
    },
  };
  const start = () =>
    createOutbox({
      store,
      world,
      log: (event, fields) => logged.push(JSON.stringify({ event, ...fields })),
      senders: [
        {
          channel: 'sms',
          async send(row) {
            const delivery = await answer(row);
            if (delivery === 'sent') sent.push(row.id);
            return delivery;
          },
        },
      ],
      ...options,
    });
  return {
    start,
    queue,
    sent,
    logged,
    answering: (next: typeof answer) => {
      answer = next;
    },
    failingStore: (fails: boolean) => {
      storeFails = fails;
    },
    later: (ms: number) => {
      now += ms;
    },
    add: (conversation: string, number: number, channel = 'sms') => {
      queue.push({
        id: `${conversation}|${number}`,
        number,
        at: new Date(now).toISOString(),
        message: { kind: 'say', text: 'geheim', choices: [] },
        channel,
        conversation,
        reference: undefined,
        attempts: 0,
        due: new Date(now).toISOString(),
        state: 'queued',
      });
    },
  };
}

describe('the outbox', () => {
  it('keeps the order within a conversation, while conversations do not wait for each other', async () => {
    const { start, add, sent, answering } = setup({ concurrency: 3 });
    for (const number of [1, 2, 3]) for (const name of ['a', 'b', 'c', 'd']) add(name, number);
    let busy = 0;
    let most = 0;
    answering(async (row): Promise<Delivery> => {
      busy += 1;
      most = Math.max(most, busy);
      await new Promise((resolve) => setTimeout(resolve, row.conversation === 'a' ? 20 : 1));
      busy -= 1;
      return 'sent';
    });
    await start().idle();
    expect(sent).toHaveLength(12);
    for (const name of ['a', 'b', 'c', 'd']) {
      expect(sent.filter((id) => id.startsWith(name))).toEqual([`${name}|1`, `${name}|2`, `${name}|3`]);
    }
    expect(sent.indexOf('b|3')).toBeLessThan(sent.indexOf('a|2'));
    expect(most).toBe(3);
  });

  it('tries again ever later, and holds back what comes after', async () => {
    const { start, add, sent, queue, answering, later, logged } = setup();
    add('a', 1);
    add('a', 2);
    answering(() => 'retry');
    const outbox = start();
    await outbox.idle();
    expect(queue[0]?.due).toBe('2026-11-02T09:00:00.750Z');
    await outbox.idle();
    expect(queue[0]?.attempts).toBe(1);
    later(750);
    await outbox.idle();
    expect(queue.map((row) => row.attempts)).toEqual([2, 0]);
    expect(queue[0]?.due).toBe('2026-11-02T09:00:02.250Z');
    later(1500);
    answering(() => 'sent');
    await outbox.idle();
    expect(sent).toEqual(['a|1', 'a|2']);
    expect(logged.join()).not.toContain('geheim');
  });

  it('gives up what the channel calls gone, and what has become too old', async () => {
    const { start, add, sent, queue, answering, later } = setup({ giveUpAfterMs: 60_000 });
    add('a', 1);
    add('b', 1);
    answering((row) => (row.conversation === 'a' ? 'gone' : 'retry'));
    const outbox = start();
    await outbox.idle();
    expect(queue.map((row) => row.state)).toEqual(['gone', 'queued']);
    later(61_000);
    answering(() => 'sent');
    await outbox.idle();
    expect(queue[1]?.state).toBe('gone');
    expect(sent).toEqual([]);
  });

  it('takes a sender that throws for a passing fault, and one that is missing too', async () => {
    const { start, add, queue, answering } = setup();
    add('a', 1);
    add('b', 1, 'onbekend');
    answering(() => {
      throw new Error('verbinding weg');
    });
    await start().idle();
    expect(queue.map((row) => [row.state, row.attempts])).toEqual([
      ['queued', 1],
      ['queued', 1],
    ]);
  });

  it('goes on after a restart with what was still queued', async () => {
    const { start, add, sent, answering, later } = setup();
    add('a', 1);
    add('a', 2);
    let give: (delivery: Delivery) => void = () => {};
    answering((row) => (row.number === 2 ? new Promise((resolve) => (give = resolve)) : 'sent'));
    const first = start();
    first.kick();
    while (sent.length < 1) await new Promise((resolve) => setTimeout(resolve, 1));
    const stopping = first.stop();
    give('retry');
    await stopping;
    add('a', 3);
    answering(() => 'sent');
    const second = start();
    await second.idle();
    expect(sent).toEqual(['a|1']);
    later(1000);
    await second.idle();
    expect(sent).toEqual(['a|1', 'a|2', 'a|3']);
  });

  it('sends what is committed while another channel is slow', async () => {
    const { start, add, sent, answering } = setup();
    add('slow', 1);
    let give: (delivery: Delivery) => void = () => {};
    answering((row) => (row.conversation === 'slow' ? new Promise((resolve) => (give = resolve)) : 'sent'));
    const outbox = start();
    outbox.kick();
    await new Promise((resolve) => setTimeout(resolve, 5));
    add('quick', 1);
    outbox.kick();
    for (let n = 0; n < 100 && sent.length === 0; n += 1)
      await new Promise((resolve) => setTimeout(resolve, 2));
    expect(sent).toEqual(['quick|1']);
    give('sent');
    await outbox.stop();
    expect(sent).toEqual(['quick|1', 'slow|1']);
  });

  it('does not send twice what the store could not mark as sent', async () => {
    const { start, add, sent, queue, failingStore, logged } = setup();
    add('a', 1);
    failingStore(true);
    const outbox = start();
    await outbox.idle();
    await outbox.idle();
    failingStore(false);
    await outbox.idle();
    expect(sent).toEqual(['a|1']);
    expect(queue[0]?.state).toBe('delivered');
    expect(logged[0]).toBe('{"event":"outbox.store","error":"Error"}');
  });

  it('looks by itself when something becomes due', async () => {
    const { start, add, sent } = setup({ everyMs: 5 });
    const outbox = start();
    outbox.start();
    await outbox.idle();
    add('a', 1);
    for (let n = 0; n < 200 && sent.length === 0; n += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await outbox.stop();
    expect(sent).toEqual(['a|1']);
  });

  it('waits between one second and ten minutes, partly by chance', () => {
    expect([0, 1, 2, 9, 10, 500].map((attempts) => retryDelay(attempts, 1))).toEqual([
      1000, 2000, 4000, 512_000, 600_000, 600_000,
    ]);
    expect(retryDelay(3, 0)).toBe(4000);
  });
});
