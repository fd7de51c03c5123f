/**
 * What a release is worth and what it costs: simulated clients over the whole country, told beside the truth by topic
 * and province, and the time it takes. The figures of docs/disclosure-control.md.
 * Municipalities differ in size as 1 / rank^0.8, topics as 1 / rank^0.7; of 100 clients 65 bring one topic, 25 two,
 * 8 three and 2 four. One in ten does not say where.
 * Run: node bench/release.ts [clients]
 */

import { TOPICS } from '../src/domain/vocabulary.ts';
import { COUNTRY, UNKNOWN } from '../src/trends/areas.ts';
import { bounded, type Mark } from '../src/trends/marks.ts';
import { type Count, makeRelease } from '../src/trends/release.ts';
import { createDice, secureBytes } from '../src/trends/sampler.ts';
import { NETHERLANDS } from '../test/trends/country.ts';
import { seededBytes } from '../test/trends/seeded.ts';

const clients = Number(process.argv[2] ?? 20_000);
const dice = createDice(seededBytes(clients));
const chance = () => Number(dice.below(1n << 40n)) / 2 ** 40;
const chooser = (weights: readonly number[]) => {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return () => {
    let left = chance() * all;
    return Math.max(
      0,
      weights.findIndex((weight) => {
        left -= weight;
        return left < 0;
      }),
    );
  };
};
// A rank that has nothing to do with the alphabet, so that large ones stand in every province.
const place = chooser(NETHERLANDS.map((_, at) => 1 / (((at * 97) % NETHERLANDS.length) + 1) ** 0.8));
const topic = chooser(TOPICS.map((_, at) => 1 / (at + 1) ** 0.7));
const howMany = chooser([65, 25, 8, 2]);

const brought: Mark[] = [];
for (let client = 0; client < clients; client += 1) {
  const municipality = chance() < 0.1 ? UNKNOWN : (NETHERLANDS[place()]?.municipality as string);
  const topics = new Set<string>();
  for (let wanted = howMany() + 1; topics.size < wanted; ) topics.add(TOPICS[topic()] as string);
  for (const code of topics)
    brought.push({ person: String(client), municipality, measure: 'asked_for', code });
}
const provinceOf = new Map(NETHERLANDS.map(({ municipality, province }) => [municipality, province]));
const key = (area: string, code: string) => `${area} ${code}`;
const truth = new Map<string, number>();
for (const { municipality, code } of brought)
  for (const area of new Set([municipality, provinceOf.get(municipality) ?? UNKNOWN, COUNTRY]))
    truth.set(key(area, code), (truth.get(key(area, code)) ?? 0) + 1);
const people = new Map<string, Count>();
for (const { municipality, measure, code } of bounded(brought)) {
  const count = people.get(key(municipality, code)) ?? { municipality, measure, code, people: 0 };
  people.set(key(municipality, code), { ...count, people: count.people + 1 });
}

const started = performance.now();
const { cells } = makeRelease(
  { period: '2026-11', places: NETHERLANDS, counts: [...people.values()] },
  secureBytes,
  '2026-12-01T03:00:00.000Z',
);
const took = performance.now() - started;
console.log(`${clients} clients; ${cells.length} cells in ${took.toFixed(0)} ms`);

const provinces = [...new Set(provinceOf.values())].sort();
for (const [name, areas] of [
  ['country', [COUNTRY]],
  ['province', [...provinces, UNKNOWN]],
  ['municipality', [...provinceOf.keys()]],
] as const) {
  const inside = new Set<string>(areas);
  const asked = cells.filter(({ measure, area }) => measure === 'asked_for' && inside.has(area));
  const told = asked.flatMap((cell) => {
    const true_ = truth.get(key(cell.area, cell.code)) ?? 0;
    return cell.status === 'figure' ? [{ off: Math.abs(cell.people - true_), true_ }] : [];
  });
  const shares = told.map(({ off, true_ }) => off / Math.max(1, true_)).sort((a, b) => a - b);
  const at = (share: number) =>
    `${((shares[Math.floor(share * shares.length)] ?? Number.NaN) * 100).toFixed(1)}%`;
  const off = told.reduce((sum, each) => sum + each.off, 0) / told.reduce((sum, each) => sum + each.true_, 0);
  const within = shares.filter((share) => share <= 0.05).length / shares.length;
  console.log(
    `${name}: told ${told.length} of ${asked.length}; off by ${(off * 100).toFixed(1)}% of all people; ` +
      `median cell ${at(0.5)}, 90th ${at(0.9)}; within 5%: ${(within * 100).toFixed(0)}%`,
  );
}
console.log(`\n| topic | ${provinces.join(' | ')} |\n|---|${provinces.map(() => '---').join('|')}|`);
const found = new Map(
  cells.filter(({ measure }) => measure === 'asked_for').map((cell) => [key(cell.area, cell.code), cell]),
);
for (const code of TOPICS)
  console.log(
    `| ${code} | ${provinces
      .map((area) => {
        const cell = found.get(key(area, code));
        return `${cell?.status === 'figure' ? cell.people : cell?.status} (${truth.get(key(area, code)) ?? 0})`;
      })
      .join(' | ')} |`,
  );
