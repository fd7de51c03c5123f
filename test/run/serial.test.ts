/** One at a time for each key, in order. */
import { describe, expect, it } from 'vitest';
import { serially } from '../../src/run/serial.ts';

function held() {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release };
}

describe('serially', () => {
  it('runs in order of arrival, one at a time', async () => {
    const queue = serially(10);
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all([queue('a', task('1')), queue('a', task('2')), queue('a', task('3'))])).toEqual([
      '1',
      '2',
      '3',
    ]);
    expect(log).toEqual(['1 begins', '1 ends', '2 begins', '2 ends', '3 begins', '3 ends']);
  });

  it('lets other keys pass', async () => {
    const queue = serially(10);
    const { until, release } = held();
    const slow = queue('a', () => until);
    expect(await queue('b', async () => 'passed')).toBe('passed');
    release();
    await slow;
  });

  it('goes on after a failure, which is its caller’s alone', async () => {
    const queue = serially(10);
    const failing = queue('a', () => Promise.reject(new Error('broken')));
    const next = queue('a', async () => 'fine');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('fine');
  });

  it('refuses what is too much for one key, and takes it again later', async () => {
    const queue = serially(2);
    const { until, release } = held();
    const first = queue('a', () => until);
    const second = queue('a', async () => 'second');
    expect(queue('a', async () => 'third')).toBeUndefined();
    expect(await queue('b', async () => 'other')).toBe('other');
    release();
    await Promise.all([first, second]);
    expect(await queue('a', async () => 'again')).toBe('again');
  });
});
