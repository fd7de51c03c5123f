/** Small and large countries to try releases on. */
import { readFileSync } from 'node:fs';
import type { Place } from '../../src/trends/areas.ts';
import { COLUMNS } from '../../src/trends/parameters.ts';
import type { Count } from '../../src/trends/release.ts';

/** Two provinces: one of three municipalities, one of two. */
export const SMALL: readonly Place[] = [
  { municipality: 'GM0001', province: 'Hoog', counted: true },
  { municipality: 'GM0002', province: 'Hoog', counted: true },
  { municipality: 'GM0003', province: 'Hoog', counted: true },
  { municipality: 'GM0004', province: 'Laag', counted: true },
  { municipality: 'GM0005', province: 'Laag', counted: true },
];

/** The Netherlands as it is. */
export const NETHERLANDS: readonly Place[] = readFileSync('data/municipalities.csv', 'utf8')
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => ({
    municipality: line.slice(0, line.indexOf(',')),
    province: line.slice(line.lastIndexOf(',') + 1),
    counted: true,
  }));

export const asked = (municipality: string, code: string, people: number): Count => ({
  municipality,
  measure: 'asked_for',
  code,
  people,
});

/** `people(index)` in each column of each municipality. */
export const everywhere = (
  places: readonly Place[],
  people: (place: number, column: number) => number,
): Count[] =>
  places.flatMap(({ municipality }, place) =>
    COLUMNS.map((column, index) => ({ ...column, municipality, people: people(place, index) })),
  );
