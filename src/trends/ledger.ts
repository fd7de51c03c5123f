/**
 * How much was told of one person at most, month by month. What is told adds up over releases (basic composition),
 * so a budget that is spent stays spent: the ledger is only ever added to.
 */
import { EPSILON_PER_YEAR } from './parameters.ts';
import type { Period } from './release.ts';

/** `epsilon` in thousandths, a whole number. `at`: ISO time. */
export interface Spending {
  period: Period;
  epsilon: number;
  at: string;
}

/** In thousandths: of the twelve months that end with this one. */
export function spentInYearUpTo(ledger: readonly Spending[], period: Period): number {
  const last = monthNumber(period);
  return ledger
    .filter((spending) => {
      const month = monthNumber(spending.period);
      return month <= last && month > last - 12;
    })
    .reduce((sum, { epsilon }) => sum + epsilon, 0);
}

/**
 * The ledger with one more spending. Throws where this month was released already, or where any twelve months that
 * hold it would tell more than a year may.
 */
export function spend(ledger: readonly Spending[], spending: Spending): Spending[] {
  const { period, epsilon } = spending;
  if (!Number.isSafeInteger(epsilon) || epsilon <= 0)
    throw new Error(
      `ledger: epsilon ${epsilon} for ${period}; write whole thousandths above 0 (1000 is epsilon 1)`,
    );
  const month = monthNumber(period);
  if (ledger.some((earlier) => earlier.period === period))
    throw new Error(`ledger: ${period} was released already; show that release, and never make it anew`);
  const next = [...ledger, spending];
  for (let end = month; end < month + 12; end += 1) {
    const spent = spentInYearUpTo(next, periodOf(end));
    if (spent > EPSILON_PER_YEAR)
      throw new Error(
        `ledger: with ${period}, the twelve months up to ${periodOf(end)} would tell ${spent} thousandths of epsilon, more than the ${EPSILON_PER_YEAR} of EPSILON_PER_YEAR in src/trends/parameters.ts; leave this release out`,
      );
  }
  return next;
}

/** Months since the year 0. */
export function monthNumber(period: Period): number {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(period) ?? [];
  if (!year || !month) throw new Error(`'${period}' is no month; write it as '2026-11'`);
  return Number(year) * 12 + Number(month) - 1;
}

export const periodOf = (month: number): Period =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}` as Period;
