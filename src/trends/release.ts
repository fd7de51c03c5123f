/**
 * One month's release out of its true counts: noise first, then all else, so that thresholds, sums and labels are made
 * of noisy counts and tell nothing more. The same counts and the same random bytes give the same release.
 */
import { COUNTRY, type Place, type Tree, treeOf, UNKNOWN } from './areas.ts';
import { consistent } from './consistent.ts';
import {
  COLUMNS,
  type Column,
  EPSILON_PER_RELEASE,
  isSensitive,
  type Measure,
  PARAMETERS_VERSION,
  ROUNDED_TO,
  scaleOf,
  TIMES_ITS_UNCERTAINTY,
  thresholdOf,
} from './parameters.ts';
import { rounded } from './rounding.ts';
import { createDice, type Dice, discreteLaplace, type RandomBytes, type Scale } from './sampler.ts';
import { labelsOf } from './suppression.ts';

/** `2026-11`: a calendar month in Dutch time. */
export type Period = `${number}-${number}`;

/** How many people; the contribution of each is bounded (marks.ts). */
export interface Count extends Column {
  /** CBS code of a place that is counted, or `unknown`. */
  municipality: string;
  people: number;
}

export interface Counts {
  period: Period;
  places: readonly Place[];
  counts: readonly Count[];
  /** Measures that were not counted in this period, such as one that did not exist yet: 'no data'. */
  notMeasured?: readonly Measure[];
}

/**
 * `within`: in 95 of 100 cases the true count differs by no more than this. A zero is one of the noisy count, too.
 * `withheld`: too uncertain to be read, or another figure could be worked out with it.
 * `no_data`: nobody was counted here. What is sensitive has no cell below a province at all.
 */
export type Cell = Column & { area: string } & (
    | { status: 'figure'; people: number; within: number }
    | { status: 'zero' | 'fewer_than_10' | 'fewer_than_25' | 'withheld'; within: number }
    | { status: 'no_data' }
  );

export interface Release {
  period: Period;
  /** ISO time. */
  madeAt: string;
  parameters: number;
  /** In thousandths. */
  epsilon: number;
  cells: Cell[];
}

/** Counts under noise. Nothing after this knows a true count: the compiler holds it. */
export interface Noisy {
  readonly kind: 'noisy';
  readonly tree: Tree;
  readonly column: Column;
  readonly counts: readonly number[];
}

export function makeRelease(input: Counts, random: RandomBytes, madeAt: string): Release {
  const dice = createDice(random);
  const measured = COLUMNS.filter(({ measure }) => !input.notMeasured?.includes(measure));
  checkCounts(input, measured);
  const places = [...input.places].sort((a, b) => (a.municipality < b.municipality ? -1 : 1));
  const cells = COLUMNS.flatMap((column) => {
    const told = measured.includes(column)
      ? tell(addNoise(column, places, input.counts, dice))
      : new Map<string, Cell>();
    return areasOf(places, column).map(
      (area): Cell => told.get(area) ?? { ...column, area, status: 'no_data' },
    );
  });
  const { period } = input;
  return { period, madeAt, parameters: PARAMETERS_VERSION, epsilon: EPSILON_PER_RELEASE, cells };
}

/** The only code that sees true counts. Every area gets noise, also where nobody was. */
export function addNoise(
  column: Column,
  places: readonly Place[],
  counts: readonly Count[],
  dice: Dice,
): Noisy {
  const tree = treeOf(places, isSensitive(column) ? 'province' : 'municipality');
  const at = new Map(tree.map(({ code }, index) => [code, index]));
  const provinces = new Map(places.map(({ municipality, province }) => [municipality, province]));
  const people = tree.map(() => 0);
  for (const count of counts) {
    if (count.measure !== column.measure || count.code !== column.code) continue;
    const leaf = at.get(count.municipality) ?? at.get(provinces.get(count.municipality) ?? UNKNOWN);
    for (let node = leaf; node !== undefined; node = tree[node]?.parent)
      people[node] = (people[node] as number) + count.people;
  }
  const noisy = tree.map(
    ({ level }, index) =>
      (people[index] as number) + Number(discreteLaplace(dice, scaleOf(column.measure, level))),
  );
  return { kind: 'noisy', tree, column, counts: noisy };
}

/** What is told of noisy counts, by area. */
export function tell({ tree, column, counts }: Noisy): Map<string, Cell> {
  const threshold = thresholdOf(column);
  const variances = tree.map(({ level }) => varianceOf(scaleOf(column.measure, level)));
  const { figures, margins } = consistent(tree, counts, variances);
  const readable = margins.map((margin) => margin * TIMES_ITS_UNCERTAINTY);
  const labels = labelsOf(tree, figures, readable, threshold);
  const people = rounded(tree, figures, labels, ROUNDED_TO);
  return new Map(
    tree.map(({ code: area }, at): [string, Cell] => {
      const of = { ...column, area };
      const within = (margins[at] as number) + ROUNDED_TO - 1;
      const label = labels[at];
      if (label === 'told') return [area, { ...of, status: 'figure', people: people[at] as number, within }];
      if (label === 'few')
        return [area, { ...of, status: isSensitive(column) ? 'fewer_than_25' : 'fewer_than_10', within }];
      return [area, { ...of, status: label === 'zero' ? 'zero' : 'withheld', within }];
    }),
  );
}

/** Of the discrete Laplace distribution; nearly twice the square of the scale. */
function varianceOf({ numerator, denominator }: Scale): number {
  const q = Math.exp(-Number(denominator) / Number(numerator));
  return (2 * q) / (1 - q) ** 2;
}

/** Each area of the fixed table, counted or not. */
function areasOf(places: readonly Place[], column: Column): string[] {
  const provinces = [...new Set(places.map(({ province }) => province))].sort();
  const municipalities = isSensitive(column) ? [] : places.map(({ municipality }) => municipality);
  return [COUNTRY, ...provinces, UNKNOWN, ...municipalities];
}

function checkCounts({ places, counts }: Counts, measured: readonly Column[]): void {
  const counted = new Set([UNKNOWN, ...places.filter((place) => place.counted).map((p) => p.municipality)]);
  const columns = new Set(measured.map(({ measure, code }) => `${measure} ${code}`));
  for (const { municipality, measure, code, people } of counts) {
    if (!counted.has(municipality))
      throw new Error(
        `a count of '${municipality}', where nothing is counted this period; count those people as '${UNKNOWN}'`,
      );
    if (!columns.has(`${measure} ${code}`))
      throw new Error(
        `a count of '${measure} ${code}', which is no column of this release; see COLUMNS in src/trends/parameters.ts`,
      );
    if (!Number.isSafeInteger(people) || people < 0)
      throw new Error(
        `a count of ${people} people ('${municipality}', '${measure} ${code}'); it has to be a whole number of 0 or more`,
      );
  }
}
