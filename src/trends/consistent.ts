/**
 * Noisy counts made to add up: children sum to their parent, nothing is below zero, all are whole. It sees noisy
 * counts only, so it can tell nothing more than they do; floating point is harmless here.
 * The first half is the weighted least squares of Hay et al., 'Boosting the Accuracy of Differentially Private
 * Histograms Through Consistency', arXiv:0904.0942.
 */
import type { Tree } from './areas.ts';

export interface Consistent {
  /** A whole number of 0 or more for each area. */
  figures: number[];
  /** How far off a figure can be by noise: in 95 of 100 cases not more than this. */
  margins: number[];
}

/** 95 of 100 draws of a Laplace distribution lie within this many standard deviations (ln 20 / sqrt 2). */
const WITHIN = 2.12;

/** `noisy` and `variances` (of their noise): one for each area of the tree. */
export function consistent(tree: Tree, noisy: readonly number[], variances: readonly number[]): Consistent {
  const { estimates, spread } = upwards(tree, noisy, variances);
  const figures = new Array<number>(tree.length).fill(0);
  tree.forEach(({ parent, children }, at) => {
    if (parent === undefined) figures[at] = Math.max(0, Math.round(of(estimates, at)));
    if (children.length === 0) return;
    const difference = of(figures, at) - sum(children, estimates);
    const total = sum(children, spread);
    const wanted = children.map((child) => of(estimates, child) + (difference * of(spread, child)) / total);
    whole(notBelowZero(wanted, of(figures, at)), of(figures, at)).forEach((figure, index) => {
      figures[of(children, index)] = figure;
    });
  });
  return { figures, margins: spread.map((variance) => Math.ceil(WITHIN * Math.sqrt(variance))) };
}

/** From the leaves up: what an area's own noisy count and the sum of its parts say together, each by its certainty. */
function upwards(tree: Tree, noisy: readonly number[], variances: readonly number[]) {
  const estimates = [...noisy];
  const spread = [...variances];
  for (let at = tree.length - 1; at >= 0; at -= 1) {
    const children = tree[at]?.children ?? [];
    if (children.length === 0) continue;
    const own = of(variances, at);
    const parts = sum(children, spread);
    estimates[at] = (of(noisy, at) * parts + sum(children, estimates) * own) / (own + parts);
    spread[at] = (own * parts) / (own + parts);
  }
  return { estimates, spread };
}

/** The nearest values of 0 or more with this sum: all go down by the same, and stop at zero. */
function notBelowZero(values: readonly number[], total: number): number[] {
  const sorted = [...values].sort((a, b) => b - a);
  let before = 0;
  let down = 0;
  sorted.forEach((value, index) => {
    before += value;
    const candidate = (before - total) / (index + 1);
    if (value - candidate > 0) down = candidate;
  });
  return values.map((value) => Math.max(0, value - down));
}

/** Rounded so that the sum stays: the largest fractions go up, the earlier of equal ones first. */
function whole(values: readonly number[], total: number): number[] {
  const figures = values.map(Math.floor);
  const left = total - figures.reduce((all, figure) => all + figure, 0);
  const order = values
    .map((value, index) => ({ index, fraction: value - Math.floor(value) }))
    .sort((a, b) => b.fraction - a.fraction || a.index - b.index);
  for (const { index } of order.slice(0, Math.max(0, left))) figures[index] = of(figures, index) + 1;
  // A sum of floats that fell just short of a whole number can leave one too many.
  for (let extra = left; extra < 0; extra += 1) {
    const largest = figures.indexOf(Math.max(...figures));
    figures[largest] = of(figures, largest) - 1;
  }
  return figures;
}

const of = (values: readonly number[], at: number): number => values[at] as number;
const sum = (indices: readonly number[], values: readonly number[]): number =>
  indices.reduce((all, at) => all + of(values, at), 0);
