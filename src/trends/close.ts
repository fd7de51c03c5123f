/**
 * Closing a month: its release is made once. May be asked for any number of times, by several processes at once, and
 * again after a crash; all get the one release that was kept.
 */
import { dutchTime, isoDay } from '../domain/dutch-time.ts';
import { monthNumber, type Spending, spend } from './ledger.ts';
import { EPSILON_PER_RELEASE } from './parameters.ts';
import { type Counts, makeRelease, type Period, type Release } from './release.ts';
import type { RandomBytes } from './sampler.ts';

/** What the store does for it. */
export interface ReleaseStore {
  release(period: Period): Promise<Release | undefined>;
  ledger(): Promise<readonly Spending[]>;
  /**
   * Undefined when the month has no secret: it was released, or counting had not begun. Never for want of marks: a
   * month in which nobody came is released like any other, or its absence would tell that the first one was there.
   */
  counts(period: Period): Promise<Omit<Counts, 'period'> | undefined>;
  /**
   * In one atomic batch: the release (its month is the key), the spending (its month is a key, too), and the month's
   * marks and secret destroyed. False, and nothing done, when a release of this month is there already.
   */
  keep(release: Release, spending: Spending): Promise<boolean>;
}

/** `now`: ISO time. Undefined when there is nothing to release. */
export async function closeMonth(
  store: ReleaseStore,
  period: Period,
  now: string,
  random: RandomBytes,
): Promise<Release | undefined> {
  if (monthNumber(isoDay(dutchTime(now)).slice(0, 7) as Period) <= monthNumber(period))
    throw new Error(
      `${period} is not over yet in the Netherlands; close it from the first of the next month`,
    );
  const earlier = await store.release(period);
  if (earlier) return earlier;
  const counts = await store.counts(period);
  // Another process may have kept it, and destroyed the marks, since the line before.
  if (!counts) return store.release(period);
  const spending: Spending = { period, epsilon: EPSILON_PER_RELEASE, at: now };
  spend(await store.ledger(), spending);
  // A crash from here on throws this draw away unseen; the next try draws anew. Only what is kept is ever shown.
  const release = makeRelease({ ...counts, period }, random, now);
  return (await store.keep(release, spending)) ? release : store.release(period);
}
