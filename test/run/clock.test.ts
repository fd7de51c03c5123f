/** The clock loop: what each tick does, and that one task that fails keeps nothing else from being done. */
import { describe, expect, it } from 'vitest';
import { startClock } from '../../src/run/clock.ts';

type Dropped = { removed: number } | { failed: string };

function clockWith(
  dropKeys: (() => Promise<Dropped>) | undefined,
  sweep = async () => ({ clients: 0, texts: 0, handoffs: 0 }),
) {
  const logged: unknown[] = [];
  const clock = startClock({
    store: { sweep },
    world: { now: () => new Date('2026-11-24T10:00:00Z') },
    log: (event, fields) => void logged.push({ event, ...fields }),
    ...(dropKeys ? { dropKeys } : {}),
    every: 60_000,
    setTimer: () => ({ clear: () => undefined }),
  });
  return { clock, logged };
}

describe('a tick', () => {
  it('takes the keys of who is gone out of the backups, and says how many', async () => {
    const results: Dropped[] = [{ removed: 0 }, { removed: 2 }];
    const { clock, logged } = clockWith(async () => results.shift() ?? { removed: 0 });
    await clock.tick();
    expect(logged).toEqual([]);
    await clock.tick();
    expect(logged).toEqual([{ event: 'backup.keys_removed', clients: 2 }]);
  });

  it('says in one line, in codes, that it could not, and tries again', async () => {
    const results: Dropped[] = [{ failed: 'no_file' }, { removed: 1 }];
    const { clock, logged } = clockWith(async () => results.shift() ?? { removed: 0 });
    await clock.tick();
    await clock.tick();
    expect(logged).toEqual([
      { event: 'backup.keys_failed', because: 'no_file' },
      { event: 'backup.keys_removed', clients: 1 },
    ]);
  });

  it('does so also when sweeping fails', async () => {
    const { clock, logged } = clockWith(
      async () => ({ removed: 1 }),
      async () => {
        throw new Error('full');
      },
    );
    await clock.tick();
    expect(logged).toEqual([{ event: 'clock.failed' }, { event: 'backup.keys_removed', clients: 1 }]);
  });

  it('tells what ends before the sweep takes it away, and sweeps also when that fails', async () => {
    const done: string[] = [];
    const logged: string[] = [];
    let fails = false;
    const clock = startClock({
      store: {
        sweep: async () => {
          done.push('swept');
          return { clients: 0, texts: 0, handoffs: 0 };
        },
      },
      world: { now: () => new Date('2026-11-24T10:00:00Z') },
      log: (event) => void logged.push(event),
      ends: async () => {
        if (fails) throw new Error('full');
        done.push('told');
      },
      due: async () => void done.push('due'),
      every: 60_000,
      setTimer: () => ({ clear: () => undefined }),
    });
    await clock.tick();
    expect(done.splice(0)).toEqual(['told', 'swept', 'due']);
    fails = true;
    await clock.tick();
    expect([done, logged]).toEqual([['swept', 'due'], ['clock.ends_failed']]);
  });

  it('does nothing about backups where there are none', async () => {
    const { clock, logged } = clockWith(undefined);
    await clock.tick();
    expect(logged).toEqual([]);
  });
});
