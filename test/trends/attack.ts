/**
 * Attacks on releases, played out. An attacker knows everyone but one newcomer and guesses from what is released
 * whether the newcomer was there. Advantage: how much more often the guess 'was there' falls when it is true than when
 * it is not; 0 is guessing, 1 is knowing.
 */
import { treeOf } from '../../src/trends/areas.ts';
import { bounded } from '../../src/trends/marks.ts';
import { type Column, isSensitive, scaleOf } from '../../src/trends/parameters.ts';
import { addNoise, type Cell, type Count, type Noisy, tell } from '../../src/trends/release.ts';
import { createDice, type Dice } from '../../src/trends/sampler.ts';
import { SMALL } from './country.ts';
import { seededBytes } from './seeded.ts';

/** Where the newcomer lives. */
export const HOME = 'GM0001';

/** The newcomer does all that counts: the worst case. */
export const NEWCOMER: readonly Column[] = bounded(
  (
    [
      ['asked_for', 'money'],
      ['asked_for', 'loneliness'],
      ['asked_for', 'housing'],
      ['plan_made', 'money'],
      ['step_done', 'peer'],
      ['service_chosen', 'money'],
      ['handoff', 'asked'],
    ] as const
  ).map(([measure, code]) => ({ person: 'newcomer', municipality: HOME, measure, code })),
).map(({ measure, code }) => ({ measure, code }));

/** What epsilon allows: (e^epsilon - 1) / (e^epsilon + 1). `epsilon` in thousandths. */
export const allowed = (epsilon: number): number => Math.tanh(epsilon / 2000);

/** Just under the threshold without the newcomer, in a municipality where hardly anyone else is. */
const others: Count[] = SMALL.flatMap(({ municipality }) =>
  NEWCOMER.map((column) => ({ ...column, municipality, people: municipality === HOME ? 9 : 40 })),
);
const withNewcomer: Count[] = others.map((count) =>
  count.municipality === HOME ? { ...count, people: count.people + 1 } : count,
);

/** The columns in which the newcomer can be; the others are the same with and without. */
export const month = (dice: Dice, there: boolean): Noisy[] =>
  NEWCOMER.map((column) => addNoise(column, SMALL, there ? withNewcomer : others, dice));

/**
 * The best that anyone could do who saw the noisy counts themselves, before anything is rounded or kept back: the
 * likelihood ratio, with which no other test of them can compete.
 */
export function likelihood(columns: readonly Noisy[]): number {
  let ratio = 0;
  for (const { tree, column, counts } of columns) {
    const without = trueCounts(column, others);
    const present = trueCounts(column, withNewcomer);
    tree.forEach(({ level }, at) => {
      const { numerator, denominator } = scaleOf(column.measure, level);
      const off = (truth: readonly number[]) => Math.abs((counts[at] as number) - (truth[at] as number));
      ratio += ((off(without) - off(present)) * Number(denominator)) / Number(numerator);
    });
  }
  return ratio;
}

function trueCounts(column: Column, counts: readonly Count[]): number[] {
  const tree = treeOf(SMALL, isSensitive(column) ? 'province' : 'municipality');
  const people = tree.map(({ code }) =>
    counts
      .filter((count) => count.code === column.code && count.measure === column.measure)
      .filter(({ municipality }) => municipality === code)
      .reduce((sum, count) => sum + count.people, 0),
  );
  for (let at = tree.length - 1; at > 0; at -= 1)
    people[tree[at]?.parent as number] =
      (people[tree[at]?.parent as number] as number) + (people[at] as number);
  return people;
}

/** What an analyst with all downloads sees of one month, as a list of facts. */
export const facts = (columns: readonly Noisy[]): string[] =>
  columns.flatMap((column) => [...tell(column).values()].map(fact));
const fact = (cell: Cell): string =>
  `${cell.area} ${cell.measure} ${cell.code}: ${cell.status === 'figure' ? cell.people : cell.status}`;

/** What changed between two months, as a list of facts. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  return after.map((now, at) => {
    const [name, value] = now.split(': ');
    const earlier = before[at]?.split(': ')[1];
    const change = Number(value) - Number(earlier);
    return `${name}: ${Number.isNaN(change) ? `${earlier} to ${value}` : change}`;
  });
}

/** Learns from releases with and without, how telling each fact is (naive Bayes), and scores new ones with it. */
export function learn(see: (there: boolean) => readonly string[], runs: number) {
  const seen = new Map<string, [number, number]>();
  for (let run = 0; run < runs; run += 1)
    for (const there of [0, 1] as const)
      for (const each of see(there === 1)) {
        const of = seen.get(each) ?? [0, 0];
        of[there] += 1;
        seen.set(each, of);
      }
  return (found: readonly string[]): number =>
    found.reduce((score, each) => {
      const [without, present] = seen.get(each) ?? [0, 0];
      return score + Math.log((present + 1) / (without + 1));
    }, 0);
}

/** Of guessing 'was there' when the score is above 0. The margin is of chance: three standard errors. */
export function advantage(
  score: (there: boolean) => number,
  runs: number,
): { advantage: number; margin: number } {
  let [hits, alarms] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    if (score(true) > 0) hits += 1;
    if (score(false) > 0) alarms += 1;
  }
  return { advantage: (hits - alarms) / runs, margin: 3 * Math.sqrt(0.5 / runs) };
}

/** All attacks, each `runs` times. */
export function playAll(seed: number, runs: number) {
  const dice = createDice(seededBytes(seed));
  const analyst = learn((there) => facts(month(dice, there)), runs);
  const two = (there: boolean) => differences(facts(month(dice, false)), facts(month(dice, there)));
  const comparer = learn(two, runs);
  const repeated = (there: boolean, times: number) =>
    Array.from({ length: times }, () => likelihood(month(dice, there))).reduce((a, b) => a + b, 0);
  return {
    insider: advantage((there) => likelihood(month(dice, there)), runs),
    analyst: advantage((there) => analyst(facts(month(dice, there))), runs),
    differencing: advantage((there) => comparer(two(there)), runs),
    allYear: advantage((there) => repeated(there, 12), Math.ceil(runs / 6)),
    /** What would be if a month could be drawn 150 times: why it is drawn once. */
    redrawn: advantage((there) => repeated(there, 150), Math.ceil(runs / 20)),
  };
}
