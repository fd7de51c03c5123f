/** The budget of what may be told: added up exactly, and never spent twice. */
import { describe, expect, it } from 'vitest';
import { periodOf, type Spending, spend, spentInYearUpTo } from '../../src/trends/ledger.ts';
import { EPSILON_PER_RELEASE, EPSILON_PER_YEAR } from '../../src/trends/parameters.ts';
import type { Period } from '../../src/trends/release.ts';

const of = (period: string, epsilon = EPSILON_PER_RELEASE): Spending => ({
  period: period as Period,
  epsilon,
  at: '2026-12-01T03:00:00.000Z',
});
const FROM = 2026 * 12;
const months = (count: number) => Array.from({ length: count }, (_, index) => of(periodOf(FROM + index)));

describe('the ledger', () => {
  it('has room for every month of every year, and adds them up', () => {
    const full = months(30).reduce<Spending[]>(spend, []);
    expect(full).toHaveLength(30);
    expect(spentInYearUpTo(full, '2026-03')).toBe(3 * EPSILON_PER_RELEASE);
    expect(spentInYearUpTo(full, '2027-06')).toBe(EPSILON_PER_YEAR);
  });

  it('takes no month twice', () => {
    expect(() => spend(months(3), of('2026-02'))).toThrow('2026-02 was released already');
  });

  it('holds any twelve months to the budget, also those that begin with a late one', () => {
    const late = months(12).slice(1);
    expect(spend(late, of('2026-01'))).toHaveLength(12);
    expect(() => spend(late, of('2026-01', EPSILON_PER_RELEASE + 1))).toThrow(
      'the twelve months up to 2026-12 would tell 12001 thousandths of epsilon',
    );
  });

  it('leaves what was there as it was', () => {
    const before = months(2);
    spend(before, of('2026-03'));
    expect(before).toHaveLength(2);
  });

  it('reads only months and whole thousandths', () => {
    expect(() => spend([], of('2026-13'))).toThrow("'2026-13' is no month");
    expect(() => spend([], of('2026-11', 0.5))).toThrow('whole thousandths');
    expect(() => spend([], of('2026-11', 0))).toThrow('above 0');
  });
});
