/** A month is closed once: again, at the same time, or after a crash gives the same release and spends nothing more. */
import { describe, expect, it } from 'vitest';
import { closeMonth } from '../../src/trends/close.ts';
import { EPSILON_PER_RELEASE } from '../../src/trends/parameters.ts';
import { secureBytes } from '../../src/trends/sampler.ts';
import { everywhere, SMALL } from './country.ts';
import { memoryReleases } from './memory-releases.ts';

const NOW = '2026-12-01T03:00:00.000Z';
const month = { places: SMALL, counts: everywhere(SMALL, (place, column) => 30 * place + column) };

describe('closing a month', () => {
  it('a hundred times, each with other random bytes, gives one release and spends once', async () => {
    const { store, ledger, marks } = memoryReleases({ '2026-11': month });
    const first = await closeMonth(store, '2026-11', NOW, secureBytes);
    for (let again = 0; again < 100; again += 1)
      expect(await closeMonth(store, '2026-11', NOW, secureBytes)).toEqual(first);
    expect(ledger).toEqual([{ period: '2026-11', epsilon: EPSILON_PER_RELEASE, at: NOW }]);
    expect(marks.has('2026-11')).toBe(false);
  });

  it('by several at once shows only the release that was kept', async () => {
    const { store, releases, ledger } = memoryReleases({ '2026-11': month });
    const shown = await Promise.all(
      Array.from({ length: 8 }, () => closeMonth(store, '2026-11', NOW, secureBytes)),
    );
    for (const release of shown) expect(release).toEqual(releases.get('2026-11'));
    expect(ledger).toHaveLength(1);
  });

  it('after a crash before it was kept leaves nothing half done, and starts anew', async () => {
    const { store, releases, ledger, marks } = memoryReleases({ '2026-11': month });
    const crashing = { ...store, keep: () => Promise.reject(new Error('the power went')) };
    await expect(closeMonth(crashing, '2026-11', NOW, secureBytes)).rejects.toThrow('the power went');
    expect([releases.size, ledger.length, marks.has('2026-11')]).toEqual([0, 0, true]);
    const release = await closeMonth(store, '2026-11', NOW, secureBytes);
    expect(releases.get('2026-11')).toEqual(release);
  });

  it('waits until it is over in the Netherlands, and makes nothing of a month before counting began', async () => {
    const { store } = memoryReleases({ '2026-11': month });
    // Midnight in Amsterdam is an hour earlier in UTC.
    await expect(closeMonth(store, '2026-11', '2026-11-30T22:59:00.000Z', secureBytes)).rejects.toThrow(
      '2026-11 is not over yet',
    );
    expect(await closeMonth(store, '2026-11', '2026-11-30T23:00:00.000Z', secureBytes)).toBeDefined();
    expect(await closeMonth(store, '2026-10', NOW, secureBytes)).toBeUndefined();
  });

  it('in which nobody came makes a release like any other', async () => {
    const { store } = memoryReleases({ '2026-11': { places: SMALL, counts: [] } });
    const release = await closeMonth(store, '2026-11', NOW, secureBytes);
    const busy = await closeMonth(memoryReleases({ '2026-11': month }).store, '2026-11', NOW, secureBytes);
    expect(release?.cells).toHaveLength(busy?.cells.length ?? 0);
  });

  it('stops before it draws when the budget is spent', async () => {
    const { store, ledger, marks } = memoryReleases({ '2026-11': month });
    ledger.push({ period: '2026-10', epsilon: 12 * EPSILON_PER_RELEASE, at: NOW });
    await expect(closeMonth(store, '2026-11', NOW, secureBytes)).rejects.toThrow('leave this release out');
    expect(marks.has('2026-11')).toBe(true);
  });
});
