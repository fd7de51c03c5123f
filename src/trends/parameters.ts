/**
 * Everything that decides how much a release tells, in one place, each with its reason. Whoever changes one changes
 * what was promised: docs/disclosure-control.md has the sums. They are constants, not settings: a copy that could set
 * them could publish people.
 */
import { type DemandEvent, HELPED_BY } from '../domain/demand.ts';
import { TOPICS } from '../domain/vocabulary.ts';
import type { Scale } from './sampler.ts';

export type Level = 'municipality' | 'province' | 'country';
export type Measure = DemandEvent['measure'];

/** Goes up when anything below changes; kept with each release. */
export const PARAMETERS_VERSION = 1;

/**
 * What one release may tell of one person, in thousandths of epsilon (whole numbers, so that the ledger adds up
 * exactly). At 1 someone who knows all others and guesses whether this person was there is right at most 73 times in
 * 100 instead of 50. Half of it would double the noise. What this noise leaves readable: docs/disclosure-control.md.
 */
export const EPSILON_PER_RELEASE = 1000;

/** Twelve months. A person who talks in every month of a year spends all of it: that is the honest worst case. */
export const EPSILON_PER_YEAR = 12 * EPSILON_PER_RELEASE;

/**
 * What is counted, in two groups with a budget each. A person counts at most `bound` times within a group, over all
 * its measures, topics and municipalities together, so at most seven times in a period. More marks are not counted
 * (`bounded` in marks.ts). Three topics, since few people bring more at once; the rest is a course of a
 * plan: made, a service, asked or declined, a step done.
 * What people ask gets the larger part: that is the table that offers are planned from.
 */
export const GROUPS = [
  { id: 'asked', measures: ['asked_for'], bound: 3, epsilon: 600 },
  {
    id: 'done',
    measures: ['plan_made', 'step_done', 'service_chosen', 'no_service_found', 'handoff'],
    bound: 4,
    epsilon: 400,
  },
] as const satisfies readonly Group[];

export interface Group {
  id: string;
  measures: readonly Measure[];
  bound: number;
  epsilon: number;
}

/**
 * How a group's budget is divided over the levels, in hundredths. Each level gets noise of its own: a province that is
 * only the sum of its municipalities would carry the noise of up to fifty. The country is mostly read off the provinces.
 */
export const SHARE: Readonly<Record<Level, number>> = { municipality: 30, province: 60, country: 10 };

/** Fewer people than this are not told. After the noise, so that the threshold itself tells nothing. */
export const THRESHOLD = 10;

/**
 * Codes that can put someone in danger or shame when a neighbour guesses right: never below a province, never under 25,
 * and no total over topics by which they could be subtracted. No code for suicide exists; if one is ever added, it is
 * bound already.
 */
export const SENSITIVE_CODES: ReadonlySet<string> = new Set(['violence', 'suicide']);
export const SENSITIVE_THRESHOLD = 25;

/**
 * A figure is told when it is at least so many times its own uncertainty. At once, one empty cell in forty would be
 * told as a large figure by noise alone, and there are thousands of empty cells; at twice it is one in nine hundred.
 */
export const TIMES_ITS_UNCERTAINTY = 2;

/** Figures are multiples of this: nobody then reads the last digit as if it were counted. */
export const ROUNDED_TO = 5;

/** One column of the fixed tables. */
export interface Column {
  measure: Measure;
  /** A topic, who helped, or how a handoff went. */
  code: string;
}

const by = (measure: Measure, codes: readonly string[]): Column[] => codes.map((code) => ({ measure, code }));
const TOPICS_OR_NONE = [...TOPICS, 'none'];

/** All that is released, every month the same: which columns there are tells nothing. */
export const COLUMNS: readonly Column[] = [
  ...by('asked_for', TOPICS),
  ...by('plan_made', TOPICS_OR_NONE),
  ...by('step_done', HELPED_BY),
  ...by('service_chosen', TOPICS_OR_NONE),
  ...by('no_service_found', TOPICS_OR_NONE),
  ...by('handoff', ['offered', 'asked', 'declined', 'withdrawn'] satisfies HandoffOutcome[]),
];
type HandoffOutcome = Extract<DemandEvent, { measure: 'handoff' }>['outcome'];

export const isSensitive = ({ code }: Column): boolean => SENSITIVE_CODES.has(code);
export const thresholdOf = (column: Column): number =>
  isSensitive(column) ? SENSITIVE_THRESHOLD : THRESHOLD;

export function groupOf(measure: Measure): (typeof GROUPS)[number] {
  const group = GROUPS.find(({ measures }) => (measures as readonly Measure[]).includes(measure));
  if (!group)
    throw new Error(`measure '${measure}' is in no group of src/trends/parameters.ts; add it to one`);
  return group;
}

/** The scale of the noise: bound / (epsilon of the group x share of the level), in lowest terms. */
export function scaleOf(measure: Measure, level: Level): Scale {
  const { bound, epsilon } = groupOf(measure);
  const numerator = BigInt(bound) * 1000n * 100n;
  const denominator = BigInt(epsilon) * BigInt(SHARE[level]);
  let [common, rest] = [numerator, denominator];
  while (rest > 0n) [common, rest] = [rest, common % rest];
  return { numerator: numerator / common, denominator: denominator / common };
}
