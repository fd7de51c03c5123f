/**
 * Figures rounded so that what is told still adds up: each becomes the multiple just above or below it (a multiple
 * stays), and children sum to their parent. What is kept back goes along as one sum for each parent, which a reader
 * can work out anyway; so rounding depends on nothing that is not already counted on to be known.
 */
import type { Tree } from './areas.ts';
import type { Label } from './suppression.ts';

/** A figure for each area that is told or zero; undefined for what is kept back. */
export function rounded(
  tree: Tree,
  figures: readonly number[],
  labels: readonly Label[],
  to: number,
): (number | undefined)[] {
  const isTold = (at: number) => labels[at] === 'told' || labels[at] === 'zero';
  const nearest = (figure: number) => Math.round(figure / to) * to;
  const figure = (at: number) => figures[at] as number;
  const result: (number | undefined)[] = figures.map(() => undefined);
  tree.forEach(({ parent, children }, at) => {
    if (parent === undefined && isTold(at)) result[at] = nearest(figure(at));
    const told = children.filter(isTold);
    const sum = result[at];
    if (sum === undefined) {
      // The sum is not told, so there is nothing to add up to.
      for (const child of told) result[child] = nearest(figure(child));
      return;
    }
    const hidden = children.filter((child) => !isTold(child)).reduce((all, child) => all + figure(child), 0);
    const values = [...told.map(figure), hidden];
    const down = values.map((value) => Math.floor(value / to) * to);
    let steps = (sum - down.reduce((all, value) => all + value, 0)) / to;
    const byRest = values
      .map((value, place) => ({ place, rest: value % to }))
      .filter(({ rest }) => rest > 0)
      .sort((a, b) => b.rest - a.rest || a.place - b.place);
    for (const { place } of byRest) {
      if (steps <= 0) break;
      down[place] = (down[place] as number) + to;
      steps -= 1;
    }
    told.forEach((child, place) => {
      result[child] = down[place];
    });
  });
  return result;
}
