/** The places of a release, from the country down. Which there are is public and does not depend on who came. */
import type { Level } from './parameters.ts';

export interface Place {
  /** CBS code, `GM0363`. */
  municipality: string;
  province: string;
  /** False where nobody could be counted in this period (a merged municipality, a first month): 'no data'. */
  counted: boolean;
}

export const COUNTRY = 'NL';
/** Who did not say where they live counts for the country, beside the provinces. Nobody has to tell. */
export const UNKNOWN = 'unknown';

/** A node knows its parent and children by their place in the list; a parent stands before its children. */
export interface Area {
  code: string;
  level: Level;
  parent: number | undefined;
  children: number[];
}
export type Tree = readonly Area[];

/** `depth` is the lowest level that is released. Only areas where someone could be counted. */
export function treeOf(places: readonly Place[], depth: 'municipality' | 'province'): Tree {
  const tree: Area[] = [{ code: COUNTRY, level: 'country', parent: undefined, children: [] }];
  const under = (parent: number, code: string, level: Level): number => {
    tree[parent]?.children.push(tree.length);
    tree.push({ code, level, parent, children: [] });
    return tree.length - 1;
  };
  const counted = places.filter((place) => place.counted);
  const provinces = new Map<string, number>();
  for (const province of [...new Set(counted.map((place) => place.province))].sort())
    provinces.set(province, under(0, province, 'province'));
  under(0, UNKNOWN, 'province');
  if (depth === 'municipality')
    for (const { municipality, province } of counted)
      under(provinces.get(province) as number, municipality, 'municipality');
  return tree;
}
