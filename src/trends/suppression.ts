/**
 * Which figures are kept back, so that none of them can be worked out by adding and subtracting what is told.
 * The reader against whom it is done is stronger than any real one: knows each figure that is told as it was before
 * rounding, and what each label means.
 */
import type { Tree } from './areas.ts';

/** `few`: of 1 up to the threshold. `withheld`: of 1 up; too uncertain, or it would give another away. */
export type Label = 'told' | 'zero' | 'few' | 'withheld';

/** The least and the most that an area's figure can be, to that reader. */
export interface Bounds {
  least: number;
  most: number;
}

/** What is kept back can always be anything in a range as wide as that of `few`: 1 up to the threshold. */
export const narrowestAllowed = (threshold: number): number => threshold - 2;

/** `readable`: for each area the least figure that is large enough, beside its uncertainty, to be told. */
export function labelsOf(
  tree: Tree,
  figures: readonly number[],
  readable: readonly number[],
  threshold: number,
): Label[] {
  const labels = figures.map((figure, at): Label => {
    if (figure === 0) return 'zero';
    if (figure < threshold) return 'few';
    return figure < (readable[at] as number) ? 'withheld' : 'told';
  });
  // Ends: each round withholds one more, and when all are withheld that can be, nothing is exposed.
  for (;;) {
    const exposed = exposedIn(tree, figures, labels, threshold);
    if (exposed < 0) return labels;
    labels[nextToKeepBack(tree, figures, labels, exposed)] = 'withheld';
  }
}

/** The first area that is kept back and yet known too well; -1 when there is none. */
export function exposedIn(
  tree: Tree,
  figures: readonly number[],
  labels: readonly Label[],
  threshold: number,
): number {
  return derivable(tree, figures, labels, threshold).findIndex(
    ({ least, most }, at) =>
      (labels[at] === 'few' || labels[at] === 'withheld') && most - least < narrowestAllowed(threshold),
  );
}

/**
 * What can be worked out of every area. Each sum (a parent and its children) is applied from the leaves up and then
 * from the country down. The sums form a tree, so once each way makes the bounds exact.
 */
export function derivable(
  tree: Tree,
  figures: readonly number[],
  labels: readonly Label[],
  threshold: number,
): Bounds[] {
  const bounds = labels.map((label, at): Bounds => {
    const figure = figures[at] as number;
    if (label === 'few') return { least: 1, most: threshold - 1 };
    if (label === 'withheld') return { least: 1, most: Number.POSITIVE_INFINITY };
    return { least: figure, most: figure };
  });
  const at = (index: number) => bounds[index] as Bounds;
  const tighten = (index: number, { least, most }: Bounds) => {
    bounds[index] = { least: Math.max(at(index).least, least), most: Math.min(at(index).most, most) };
  };
  for (let index = tree.length - 1; index >= 0; index -= 1) {
    const children = tree[index]?.children ?? [];
    if (children.length > 0) tighten(index, together(children.map(at)));
  }
  tree.forEach(({ children }, index) => {
    if (children.length === 0) return;
    const parent = at(index);
    const each = children.map(at);
    const all = together(each);
    const unlimited = each.filter(({ most }) => most === Number.POSITIVE_INFINITY).length;
    const limited = together(each.filter(({ most }) => most !== Number.POSITIVE_INFINITY)).most;
    children.forEach((child, place) => {
      const own = each[place] as Bounds;
      const ownIsLimited = own.most !== Number.POSITIVE_INFINITY;
      const othersUnlimited = unlimited - (ownIsLimited ? 0 : 1) > 0;
      const othersMost = othersUnlimited ? Number.POSITIVE_INFINITY : limited - (ownIsLimited ? own.most : 0);
      tighten(child, { least: parent.least - othersMost, most: parent.most - (all.least - own.least) });
    });
  });
  return bounds;
}

const together = (bounds: readonly Bounds[]): Bounds => ({
  least: bounds.reduce((sum, { least }) => sum + least, 0),
  most: bounds.reduce((sum, { most }) => sum + most, 0),
});

/** The one to withhold so that `exposed` is known less well: the smallest of what it is added up with, if any. */
function nextToKeepBack(
  tree: Tree,
  figures: readonly number[],
  labels: readonly Label[],
  exposed: number,
): number {
  const { parent, children } = tree[exposed] as Tree[number];
  const smallest = (among: readonly number[], label: Label) =>
    among
      .filter((at) => labels[at] === label)
      .sort((a, b) => (figures[a] as number) - (figures[b] as number) || a - b)[0];
  // 'Fewer than 10' with several parts says of each part that it is smaller still.
  const parts = children.filter((at) => labels[at] !== 'zero').length;
  if (labels[exposed] === 'few' && parts > 1) return exposed;
  const above = parent === undefined ? [] : [parent];
  const beside = above.flatMap((at) => tree[at]?.children ?? []);
  const sums = tree.flatMap((area, at) => (area.children.length > 0 ? [at] : []));
  const everywhere = tree.map((_, at) => at);
  const found =
    smallest(beside, 'told') ??
    smallest(children, 'told') ??
    smallest(above, 'told') ??
    smallest(above, 'few') ??
    smallest(everywhere, 'told') ??
    smallest(sums, 'few');
  if (found === undefined)
    throw new Error(
      `src/trends/suppression.ts: area '${tree[exposed]?.code}' is exposed and nothing is left to keep back; this was proved impossible, so do not publish and report it`,
    );
  return found;
}
