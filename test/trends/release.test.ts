/** A release: what is told, what is kept back, and that all of it comes from noisy counts and adds up. */
import { describe, expect, it } from 'vitest';
import { COUNTRY, treeOf, UNKNOWN } from '../../src/trends/areas.ts';
import { consistent } from '../../src/trends/consistent.ts';
import { bounded, type Mark, MOST_OF_ONE_PERSON } from '../../src/trends/marks.ts';
import {
  COLUMNS,
  EPSILON_PER_RELEASE,
  GROUPS,
  isSensitive,
  SHARE,
  scaleOf,
  thresholdOf,
} from '../../src/trends/parameters.ts';
import { type Cell, type Counts, makeRelease, type Release } from '../../src/trends/release.ts';
import { rounded } from '../../src/trends/rounding.ts';
import { labelsOf } from '../../src/trends/suppression.ts';
import { asked, everywhere, NETHERLANDS, SMALL } from './country.ts';
import { seededBytes } from './seeded.ts';

const AT = '2026-12-01T03:00:00.000Z';
const make = (input: Partial<Counts>, seed = 1): Release =>
  makeRelease({ period: '2026-11', places: SMALL, counts: [], ...input }, seededBytes(seed), AT);
const cell = (release: Release, area: string, measure: string, code: string): Cell | undefined =>
  release.cells.find((each) => each.area === area && each.measure === measure && each.code === code);

describe('the parameters', () => {
  it('spend no more than a release may, over all groups and levels', () => {
    expect(GROUPS.reduce((sum, { epsilon }) => sum + epsilon, 0)).toBe(EPSILON_PER_RELEASE);
    expect(SHARE.municipality + SHARE.province + SHARE.country).toBe(100);
    // Epsilon of one person = for each group: sum over levels of bound / scale.
    const spent = GROUPS.reduce(
      (sum, { bound, measures }) =>
        sum +
        (['municipality', 'province', 'country'] as const).reduce((all, level) => {
          const { numerator, denominator } = scaleOf(measures[0], level);
          return all + (bound * Number(denominator)) / Number(numerator);
        }, 0),
      0,
    );
    expect(spent * 1000).toBeCloseTo(EPSILON_PER_RELEASE, 9);
  });

  it('hold violence to 25, other topics to 10', () => {
    expect(thresholdOf({ measure: 'asked_for', code: 'violence' })).toBe(25);
    expect(thresholdOf({ measure: 'plan_made', code: 'violence' })).toBe(25);
    expect(thresholdOf({ measure: 'asked_for', code: 'suicide' })).toBe(25);
    expect(thresholdOf({ measure: 'asked_for', code: 'money' })).toBe(10);
  });
});

describe('the marks of one person', () => {
  const mark = (measure: Mark['measure'], code: string, municipality = 'GM0001', person = 'a'): Mark => ({
    person,
    municipality,
    measure,
    code,
  });

  it('count once for each kind', () => {
    expect(bounded([mark('asked_for', 'money'), mark('asked_for', 'money')])).toHaveLength(1);
    expect(bounded([mark('asked_for', 'money'), mark('asked_for', 'money', 'GM0001', 'b')])).toHaveLength(2);
  });

  it('are bounded over all measures, topics and municipalities together', () => {
    const all = SMALL.flatMap(({ municipality }) =>
      COLUMNS.map(({ measure, code }) => mark(measure, code, municipality)),
    );
    const kept = bounded(all);
    expect(kept).toHaveLength(MOST_OF_ONE_PERSON);
    expect(kept.filter(({ measure }) => measure === 'asked_for')).toHaveLength(3);
    expect(bounded([...all, ...all])).toEqual(kept);
  });
});

describe('a release', () => {
  const elsewhere = COLUMNS.map((column) => ({ ...column, municipality: UNKNOWN, people: 900 }));
  const busy = [...everywhere(SMALL, (place, column) => 400 + 37 * place + 11 * column), ...elsewhere];

  it('is the same from the same counts and bytes, whatever the order they come in', () => {
    expect(make({ counts: busy })).toEqual(make({ counts: busy }));
    expect(make({ counts: [...busy].reverse(), places: [...SMALL].reverse() })).toEqual(
      make({ counts: busy }),
    );
    expect(make({ counts: busy }, 2)).not.toEqual(make({ counts: busy }));
  });

  it('adds up where everything is told, in multiples of 5, near the truth and never quite it', () => {
    const { cells } = make({ counts: busy });
    let exact = 0;
    for (const column of COLUMNS) {
      const of = (area: string) =>
        cells.find(
          (each) => each.area === area && each.code === column.code && each.measure === column.measure,
        );
      const people = (area: string): number => {
        const found = of(area);
        expect(found?.status).toMatch(/^(figure|zero|withheld|fewer_than_\d+)$/);
        return found?.status === 'figure' ? found.people : Number.NaN;
      };
      if (isSensitive(column)) continue;
      const laag = people('GM0004') + people('GM0005');
      expect(people('Laag')).toBe(laag);
      expect(people('Laag') % 5).toBe(0);
      const truth = busy
        .filter((each) => each.measure === column.measure && each.code === column.code)
        .filter(({ municipality }) => ['GM0004', 'GM0005'].includes(municipality))
        .reduce((sum, each) => sum + each.people, 0);
      expect(Math.abs(laag - truth)).toBeLessThan(150);
      if (laag === truth) exact += 1;
    }
    expect(exact).toBeLessThan(COLUMNS.length / 4);
  });

  it('tells zero, fewer than 10, withheld and no data apart', () => {
    const places = [...SMALL, { municipality: 'GM0006', province: 'Nieuw', counted: false }];
    const release = make({ places, counts: busy });
    expect(cell(release, 'GM0006', 'asked_for', 'money')).toEqual({
      area: 'GM0006',
      measure: 'asked_for',
      code: 'money',
      status: 'no_data',
    });
    expect(cell(release, 'Nieuw', 'asked_for', 'money')?.status).toBe('no_data');
    const without = make({
      places,
      counts: busy.filter(({ measure }) => measure !== 'plan_made'),
      notMeasured: ['plan_made'],
    });
    expect(
      new Set(without.cells.filter((each) => each.measure === 'plan_made').map((each) => each.status)),
    ).toEqual(new Set(['no_data']));
    const quiet = new Set(
      Array.from({ length: 20 }, (_, seed) => make({ counts: [asked('GM0001', 'money', 12)] }, seed))
        .flatMap(({ cells }) => cells)
        .map(({ status }) => status),
    );
    expect(quiet).toEqual(new Set(['zero', 'fewer_than_10', 'fewer_than_25', 'withheld']));
  });

  it('has the same cells whatever was counted: which there are tells nothing', () => {
    const names = ({ cells }: Release) =>
      cells.map(({ area, measure, code }) => `${area} ${measure} ${code}`);
    expect(names(make({ counts: [] }))).toEqual(names(make({ counts: busy })));
  });

  it('tells nothing of violence below a province, and no total it could be subtracted from', () => {
    const { cells } = make({ counts: [...everywhere(SMALL, () => 5000), ...elsewhere] });
    const violent = cells.filter(({ code }) => code === 'violence');
    expect(new Set(violent.map(({ area }) => area))).toEqual(new Set([COUNTRY, 'Hoog', 'Laag', UNKNOWN]));
    expect(cell({ ...make({}), cells }, 'Laag', 'asked_for', 'violence')).toMatchObject({ status: 'figure' });
    const codes = new Set(COLUMNS.map(({ code }) => code));
    expect(cells.filter(({ code }) => !codes.has(code))).toEqual([]);
  });

  it('never tells a figure below its threshold, or that is mostly uncertainty', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const counts = everywhere(SMALL, (place, column) => (place * 13 + column * 7 + seed * 5) % 60);
      for (const each of make({ counts }, seed).cells)
        if (each.status === 'figure') {
          expect(each.people).toBeGreaterThanOrEqual(each.code === 'violence' ? 25 : 10);
          expect(each.people).toBeGreaterThanOrEqual(2 * (each.within - 4) - 4);
        }
    }
  });

  it('takes who did not say where they live into the country', () => {
    const { cells } = make({ counts: [asked(UNKNOWN, 'money', 9000)] });
    const money = cells.filter(({ measure, code }) => measure === 'asked_for' && code === 'money');
    expect(money.find(({ area }) => area === UNKNOWN)).toMatchObject({ status: 'figure' });
    expect(money.find(({ area }) => area === COUNTRY)).toMatchObject({ status: 'figure' });
  });

  it('refuses what it cannot place, and says what to do', () => {
    expect(() => make({ counts: [asked('GM9999', 'money', 3)] })).toThrow(
      "a count of 'GM9999', where nothing is counted this period; count those people as 'unknown'",
    );
    expect(() => make({ counts: [asked('GM0001', 'mijn man drinkt', 3)] })).toThrow('no column');
    expect(() => make({ counts: [asked('GM0001', 'money', 2.5)] })).toThrow('whole number');
    expect(() => make({ counts: [asked('GM0001', 'money', -1)] })).toThrow('whole number');
  });

  it('is within what it says of itself for 95 of 100 figures and zeros, over the whole country', () => {
    const counts = everywhere(NETHERLANDS, (place, column) => (place % 9 === 0 ? 300 : 12) + (column % 7));
    const { cells } = make({ places: NETHERLANDS, counts });
    const truth = new Map<string, number>();
    const provinces = new Map(NETHERLANDS.map(({ municipality, province }) => [municipality, province]));
    for (const { municipality, measure, code, people } of counts)
      for (const area of [municipality, provinces.get(municipality), COUNTRY]) {
        const key = `${area} ${measure} ${code}`;
        truth.set(key, (truth.get(key) ?? 0) + people);
      }
    const judged = cells.flatMap((each) => {
      if (each.status !== 'figure' && each.status !== 'zero') return [];
      const told = each.status === 'figure' ? each.people : 0;
      return [Math.abs(told - (truth.get(`${each.area} ${each.measure} ${each.code}`) ?? 0)) <= each.within];
    });
    expect(judged.length).toBeGreaterThan(3000);
    expect(judged.filter(Boolean).length / judged.length).toBeGreaterThan(0.95);
  });
});

describe('sums and rounding', () => {
  const tree = treeOf(SMALL, 'municipality');

  it('make noisy counts whole, not negative and adding up, and keep counts that do so already', () => {
    const exact = [100, 60, 30, 10, 10, 20, 30, 10, 20];
    expect(tree).toHaveLength(exact.length);
    const flat = exact.map(() => 1);
    expect(consistent(tree, exact, flat).figures).toEqual(exact);
    const { figures } = consistent(tree, [90, 70, -8, 3, -5, 20, 31, -40, 12], flat);
    for (const [at, { children }] of tree.entries()) {
      expect(figures[at]).toBeGreaterThanOrEqual(0);
      expect(Number.isInteger(figures[at])).toBe(true);
      if (children.length > 0)
        expect(children.reduce((sum, child) => sum + (figures[child] as number), 0)).toBe(figures[at]);
    }
  });

  it('round to a neighbour, and still add up', () => {
    const figures = [113, 62, 38, 13, 11, 21, 30, 17, 21];
    const told = rounded(
      tree,
      figures,
      labelsOf(
        tree,
        figures,
        figures.map(() => 0),
        10,
      ),
      5,
    );
    tree.forEach(({ children }, at) => {
      expect(Math.abs((told[at] as number) - (figures[at] as number))).toBeLessThan(5);
      if (children.length > 0)
        expect(children.reduce((sum, child) => sum + (told[child] as number), 0)).toBe(told[at]);
    });
  });
});
