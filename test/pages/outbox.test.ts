/** Sending: in order, with the same id in every try, until the server has it; also over a reload. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutbox, type Posted } from '../../src/pages/client/talk/outbox.ts';
import { createSession, type Drawer, type Parcel } from '../../src/pages/client/talk/session.ts';

const drawer = (): Drawer & { kept: Map<string, string> } => {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
};

function outboxWith(answers: Posted[], storage: Drawer | undefined = drawer()) {
  const happened: string[] = [];
  const outbox = createOutbox({
    session: createSession(storage),
    async post({ key }: Parcel) {
      happened.push(`post ${key}`);
      return answers.shift() ?? { kind: 'taken' };
    },
    onTaken: ({ key }) => happened.push(`taken ${key}`),
    onRefused: ({ key }, reason) => happened.push(`refused ${key}: ${reason}`),
    onTrouble: (trouble) => trouble?.why === 'slower' && happened.push(`slower ${trouble.afterMs}`),
    random: () => 1,
  });
  return { outbox, happened };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the outbox', () => {
  it('sends one after the other', async () => {
    const { outbox, happened } = outboxWith([]);
    outbox.add({ key: 'a', text: 'een' });
    outbox.add({ key: 'b', text: 'twee' });
    await vi.advanceTimersByTimeAsync(0);
    expect(happened).toEqual(['post a', 'taken a', 'post b', 'taken b']);
  });

  it('tries again with the same id, later each time, and at once when kicked', async () => {
    const { outbox, happened } = outboxWith([{ kind: 'later' }, { kind: 'later' }, { kind: 'later' }]);
    outbox.add({ key: 'a', text: 'een' });
    await vi.advanceTimersByTimeAsync(799);
    expect(happened).toEqual(['post a']);
    await vi.advanceTimersByTimeAsync(1);
    expect(happened).toEqual(['post a', 'post a']);
    await vi.advanceTimersByTimeAsync(1600);
    expect(happened).toHaveLength(3);
    outbox.kick();
    await vi.advanceTimersByTimeAsync(0);
    expect(happened).toEqual(['post a', 'post a', 'post a', 'post a', 'taken a']);
  });

  it('waits as long as the server asks, and says so', async () => {
    const { outbox, happened } = outboxWith([{ kind: 'later', trouble: { why: 'slower', afterMs: 7000 } }]);
    outbox.add({ key: 'a', text: 'een' });
    await vi.advanceTimersByTimeAsync(6900);
    expect(happened).toEqual(['post a', 'slower 7000']);
    await vi.advanceTimersByTimeAsync(100);
    expect(happened.at(-1)).toBe('taken a');
  });

  it('gives up only what the server refuses, and goes on with the next', async () => {
    const { outbox, happened } = outboxWith([{ kind: 'refused', reason: 'Te lang.' }]);
    outbox.add({ key: 'a', text: 'een' });
    outbox.add({ key: 'b', text: 'twee' });
    await vi.advanceTimersByTimeAsync(0);
    expect(happened).toEqual(['post a', 'refused a: Te lang.', 'post b', 'taken b']);
  });

  it('is told once when the echo is there before the answer', async () => {
    const { outbox, happened } = outboxWith([{ kind: 'later' }]);
    outbox.add({ key: 'a', text: 'een' });
    await vi.advanceTimersByTimeAsync(10);
    outbox.confirm('a');
    outbox.confirm('a');
    await vi.advanceTimersByTimeAsync(5000);
    expect(happened).toEqual(['post a', 'taken a']);
  });

  it('survives a reload, and forgets what was sent', async () => {
    const storage = drawer();
    const before = outboxWith([{ kind: 'later' }], storage);
    before.outbox.add({ key: 'a', text: 'een', choice: 'tea' });
    await vi.advanceTimersByTimeAsync(1);
    before.outbox.stop();
    const after = outboxWith([], storage);
    expect(after.outbox.waiting()).toEqual([{ key: 'a', text: 'een', choice: 'tea' }]);
    after.outbox.kick();
    await vi.advanceTimersByTimeAsync(0);
    expect(after.happened).toEqual(['post a', 'taken a']);
    expect([...storage.kept.values()].join()).not.toContain('een');
  });

  it('works where the browser allows no storage', async () => {
    const { outbox, happened } = outboxWith([], undefined);
    outbox.add({ key: 'a', text: 'een' });
    await vi.advanceTimersByTimeAsync(0);
    expect(happened).toEqual(['post a', 'taken a']);
  });

  it('stops for a closed conversation and gives back what was not sent', async () => {
    const { outbox, happened } = outboxWith([{ kind: 'closed' }]);
    outbox.add({ key: 'a', text: 'een' });
    outbox.add({ key: 'b', text: 'twee' });
    await vi.advanceTimersByTimeAsync(5000);
    expect(happened).toEqual(['post a']);
    expect(outbox.empty().map(({ text }) => text)).toEqual(['een', 'twee']);
  });
});
