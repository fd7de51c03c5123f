/**
 * What of a person's marks counts in a period. This bound is half of the promise: the noise hides so many marks of one
 * person and not one more.
 */
import { GROUPS, groupOf, type Measure } from './parameters.ts';

/** One person, once: the person is a keyed hash under the period's secret, which dies with the period. */
export interface Mark {
  person: string;
  municipality: string;
  measure: Measure;
  code: string;
}

/**
 * The marks that count, in the order in which they were made: the first of each kind, and of each group as many as its
 * bound. First come: a later mark never changes what an earlier one did.
 */
export function bounded(marks: Iterable<Mark>): Mark[] {
  const seen = new Set<string>();
  const counted = new Map<string, number>();
  const kept: Mark[] = [];
  for (const mark of marks) {
    const kind = JSON.stringify([mark.person, mark.municipality, mark.measure, mark.code]);
    if (seen.has(kind)) continue;
    const group = groupOf(mark.measure);
    const ofGroup = JSON.stringify([mark.person, group.id]);
    const before = counted.get(ofGroup) ?? 0;
    if (before >= group.bound) continue;
    seen.add(kind);
    counted.set(ofGroup, before + 1);
    kept.push(mark);
  }
  return kept;
}

/** The most that one person can count in a period, over everything. */
export const MOST_OF_ONE_PERSON = GROUPS.reduce((sum, { bound }) => sum + bound, 0);
