/** Subtraction within a table: a solver of its own tries every way in which what is kept back could have been. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Tree, treeOf } from '../../src/trends/areas.ts';
import {
  derivable,
  exposedIn,
  type Label,
  labelsOf,
  narrowestAllowed,
} from '../../src/trends/suppression.ts';
import { NETHERLANDS, SMALL } from './country.ts';
import { seededBytes } from './seeded.ts';

/** Low, so that all ways can be tried. */
const THRESHOLD = 5;
const LARGEST = 6;
/** Where no sum above it is told, a figure has no limit; then trying this far is enough. */
const MOST_TRIED = 7;

const summed = (tree: Tree, leaves: readonly number[]): number[] => {
  const figures = tree.map(() => 0);
  let next = 0;
  for (let at = tree.length - 1; at >= 0; at -= 1) {
    const children = tree[at]?.children ?? [];
    figures[at] =
      children.length > 0
        ? children.reduce((sum, child) => sum + (figures[child] as number), 0)
        : (leaves[next++ % leaves.length] as number);
  }
  return figures;
};

/** The smallest and largest figure of each area, over all tables that agree with what is told. Shares no code. */
function tryAll(tree: Tree, figures: readonly number[], labels: readonly Label[]) {
  const found = tree.map(() => ({ least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY }));
  const agrees = (at: number, value: number) =>
    labels[at] === 'few'
      ? value >= 1 && value < THRESHOLD
      : labels[at] === 'withheld'
        ? value >= 1
        : value === figures[at];
  const guess = new Array<number>(tree.length).fill(0);
  /** What is left for an area under the smallest sum above it that is told. */
  const room = (at: number): number => {
    let left = Number.POSITIVE_INFINITY;
    for (let above = tree[at]?.parent; above !== undefined; above = tree[above]?.parent)
      if (labels[above] === 'told' || labels[above] === 'zero')
        left = Math.min(left, figures[above] as number);
    return left === Number.POSITIVE_INFINITY ? MOST_TRIED : left;
  };
  const country = labels[0] === 'told' ? (figures[0] as number) : Number.POSITIVE_INFINITY;
  const fill = (at: number, leaves: number): void => {
    if (leaves > country) return;
    if (at < 0) {
      guess.forEach((value, index) => {
        const own = found[index] as { least: number; most: number };
        own.least = Math.min(own.least, value);
        own.most = Math.max(own.most, value);
      });
      return;
    }
    const { children } = tree[at] as Tree[number];
    const isLeaf = children.length === 0;
    const values = isLeaf
      ? Array.from({ length: Math.max(room(at), figures[at] as number) + 1 }, (_, value) => value)
      : [children.reduce((sum, child) => sum + (guess[child] as number), 0)];
    for (const value of values)
      if (agrees(at, value)) {
        guess[at] = value;
        fill(at - 1, leaves + (isLeaf ? value : 0));
      }
  };
  fill(tree.length - 1, 0);
  return found;
}

describe('what is kept back', () => {
  const tree = treeOf(SMALL, 'municipality');
  const leaves = fc.array(fc.integer({ min: 0, max: LARGEST }), { minLength: 6, maxLength: 6 });
  const margin = fc.integer({ min: 0, max: 8 });

  it('cannot be bounded tighter than allowed, by trying all tables that agree', () => {
    fc.assert(
      fc.property(leaves, margin, (values, uncertain) => {
        const figures = summed(tree, values);
        const labels = labelsOf(
          tree,
          figures,
          figures.map(() => uncertain),
          THRESHOLD,
        );
        tryAll(tree, figures, labels).forEach(({ least, most }, at) => {
          if (labels[at] === 'few' || labels[at] === 'withheld')
            expect(most - least).toBeGreaterThanOrEqual(narrowestAllowed(THRESHOLD));
        });
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('has bounds that the solver finds too, whatever the labels', () => {
    const label = fc.constantFrom<Label>('told', 'few', 'withheld');
    fc.assert(
      fc.property(leaves, fc.array(label, { minLength: 9, maxLength: 9 }), (values, wanted) => {
        const figures = summed(tree, values);
        const labels = figures.map((figure, at): Label => {
          if (figure === 0) return 'zero';
          return wanted[at] === 'few' && figure >= THRESHOLD ? 'told' : (wanted[at] as Label);
        });
        const bounds = derivable(tree, figures, labels, THRESHOLD);
        tryAll(tree, figures, labels).forEach(({ least, most }, at) => {
          const own = bounds[at] as { least: number; most: number };
          // The solver does not try a leaf without end, so it can only be narrower than what is derived.
          expect(own.least).toBeLessThanOrEqual(least);
          expect(own.most).toBeGreaterThanOrEqual(most);
          if (own.most - own.least < 3 && own.most <= MOST_TRIED) expect({ least, most }).toEqual(own);
        });
      }),
      { numRuns: 60, seed: 8 },
    );
  });

  it('would be found where only the small ones are hidden', () => {
    // The country, then Hoog, Laag and unknown, then five municipalities.
    const figures = summed(tree, [9, 2, 9, 8, 9, 9]);
    const naive = figures.map((figure): Label => (figure < THRESHOLD ? 'few' : 'told'));
    const hidden = naive.indexOf('few');
    expect(tryAll(tree, figures, naive)[hidden]).toEqual({ least: 2, most: 2 });
    expect(exposedIn(tree, figures, naive, THRESHOLD)).toBe(hidden);
    const labels = labelsOf(
      tree,
      figures,
      figures.map(() => 0),
      THRESHOLD,
    );
    expect(labels.filter((label) => label === 'withheld').length).toBeGreaterThan(0);
    expect(exposedIn(tree, figures, labels, THRESHOLD)).toBe(-1);
  });

  it('says of nine who each are one in their municipality no more than that they are few', () => {
    const nine = treeOf(
      Array.from({ length: 9 }, (_, at) => ({ municipality: `GM000${at}`, province: 'Laag', counted: true })),
      'municipality',
    );
    const figures = nine.map(({ code }) =>
      code === 'NL' || code === 'Laag' ? 9 : code === 'unknown' ? 0 : 1,
    );
    const naive = figures.map((figure): Label => (figure === 0 ? 'zero' : 'few'));
    // 'Fewer than 10' of nine that are each at least one: known to the last person.
    expect(derivable(nine, figures, naive, 10)[3]).toEqual({ least: 1, most: 1 });
    const labels = labelsOf(
      nine,
      figures,
      figures.map(() => 0),
      10,
    );
    expect(derivable(nine, figures, labels, 10)[3]).toEqual({ least: 1, most: 9 });
  });

  it('ends, and exposes nobody, in the whole country at every size', () => {
    const country = treeOf(NETHERLANDS, 'municipality');
    const bytes = seededBytes(4)(country.length * 12);
    for (const [round, size] of [3, 12, 30, 60, 120, 250].entries()) {
      const values = country.map((_, at) => ((bytes[round * country.length + at] as number) * size) >> 8);
      const figures = summed(country, values);
      const margins = country.map(({ level }) => (level === 'municipality' ? 25 : 12));
      expect(exposedIn(country, figures, labelsOf(country, figures, margins, 10), 10)).toBe(-1);
    }
  });
});
