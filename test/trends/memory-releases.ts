/** A store of releases in memory, as strict as the real one has to be. */
import type { ReleaseStore } from '../../src/trends/close.ts';
import type { Spending } from '../../src/trends/ledger.ts';
import type { Counts, Period, Release } from '../../src/trends/release.ts';

export function memoryReleases(months: Partial<Record<Period, Omit<Counts, 'period'>>>) {
  const releases = new Map<Period, Release>();
  const ledger: Spending[] = [];
  const marks = new Map(Object.entries(months) as [Period, Omit<Counts, 'period'>][]);
  const store: ReleaseStore = {
    release: async (period) => structuredClone(releases.get(period)),
    ledger: async () => [...ledger],
    counts: async (period) => marks.get(period),
    keep: async (release, spending) => {
      if (releases.has(release.period)) return false;
      releases.set(release.period, structuredClone(release));
      ledger.push(spending);
      marks.delete(release.period);
      return true;
    },
  };
  return { store, releases, ledger, marks };
}
