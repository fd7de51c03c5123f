/** Token buckets: how much, how long to wait, and how little is remembered. */
import { describe, expect, it } from 'vitest';
import { createLimits, senderOf } from '../../src/run/limits.ts';
import { newSipKey, siphash, siphashBytes } from '../../src/run/siphash.ts';

function setup(options: object = {}) {
  let now = 0;
  const limits = createLimits({
    world: { now: () => new Date(now), id: () => 'x' },
    rules: { messagesPerConversation: { burst: 3, perSecond: 0.5 } },
    ...options,
  });
  const take = (key: string) => limits.take('messagesPerConversation', key);
  return {
    limits,
    take,
    later: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}

describe('limits', () => {
  it('allow a burst, then say how long to wait, then fill up again', async () => {
    const { take, later } = setup();
    expect([await take('a'), await take('a'), await take('a'), await take('a')]).toEqual([0, 0, 0, 2]);
    expect(await take('b')).toBe(0);
    later(2);
    expect([await take('a'), await take('a')]).toEqual([0, 2]);
    later(3600);
    expect([await take('a'), await take('a'), await take('a'), await take('a')]).toEqual([0, 0, 0, 2]);
  });

  it('count at once what comes at once', async () => {
    const { take } = setup();
    const all = await Promise.all(Array.from({ length: 50 }, () => take('a')));
    expect(all.filter((wait) => wait === 0)).toHaveLength(3);
  });

  it('hold a bounded number of keys, of which the busy ones stay', async () => {
    const { limits, take } = setup({ maxKeys: 100 });
    for (let n = 0; n < 3; n += 1) await take('busy');
    for (let n = 0; n < 1000; n += 1) {
      await take(`flood ${n}`);
      if (n % 50 === 0) expect(await take('busy')).toBeGreaterThan(0);
    }
    expect(limits.size()).toBe(100);
  });

  it('forget everything when the salt is renewed', async () => {
    const { limits, take, later } = setup({ saltHours: 1 });
    for (let n = 0; n < 4; n += 1) await take('a');
    later(3601);
    expect(await take('b')).toBe(0);
    expect(limits.size()).toBe(1);
  });

  it('count an IPv6 network as one sender', () => {
    expect(senderOf('192.0.2.7')).toBe('192.0.2.7');
    expect(senderOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(senderOf('2001:db8:1:2:a:b:c:d')).toBe('2001:db8:1:2');
    expect(senderOf('2001:DB8:1:2::1')).toBe('2001:db8:1:2');
    expect(senderOf('2001:db8::1')).toBe('2001:db8:0:0');
    expect(senderOf('fe80::1%eth0')).toBe('fe80:0:0:0');
    expect(senderOf('::1')).toBe('0:0:0:0');
  });
});

describe('siphash', () => {
  it('gives the values of its inventors', () => {
    const key = [0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c] as const;
    const of = (length: number) =>
      siphashBytes(
        key,
        Uint8Array.from({ length }, (_, n) => n),
      );
    // The first, ninth and sixteenth of vectors_sip64 in the reference implementation.
    expect([of(0), of(8), of(15)]).toEqual(['726fdb47dd0e0e31', '93f5f5799a932462', 'a129ca6149be45e5']);
  });

  it('depends on its key', () => {
    expect(siphash(newSipKey(), '192.0.2.7')).not.toBe(siphash(newSipKey(), '192.0.2.7'));
  });
});
