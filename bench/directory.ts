/**
 * The local directory: how long an import of 100,000 synthetic services over all municipalities takes, how long a
 * search takes, and how often one of the first three is of the kind that was meant.
 *
 *   node_modules/.bin/node bench/directory.ts [services]
 *
 * A service is made from one of the kinds in `directory-kinds.ts`; a phrasing in `directory-phrasings.ts` names the kind
 * that whoever says it is looking for. Any service of that kind for the asked municipality is right.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COLUMNS, readRow } from '../src/directory/csv.ts';
import { loadMunicipalities } from '../src/directory/load.ts';
import { findLocalServices } from '../src/store/directory_search.ts';
import { migrate } from '../src/store/migrate.ts';
import { checkFile, type Item, writeServices } from '../src/store/node_directory.ts';
import { openSqliteRunner } from '../src/store/sqlite.ts';
import { KINDS } from './directory-kinds.ts';
import { PHRASINGS } from './directory-phrasings.ts';

const services = Number(process.argv[2] ?? 100_000);
const all = loadMunicipalities();
const folder = mkdtempSync(join(tmpdir(), 'stuur-directory-'));
const file = join(folder, 'stuur.sqlite');

/** The same numbers at every run. */
let seed = 20261124;
function random(): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 4294967296;
}
const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

/** Large municipalities have more: the first has about 20 times the last. */
const weights = all.list.map((_, i) => 1 / (i + 18));
const total = weights.reduce((sum, weight) => sum + weight, 0);
const ends: number[] = [];
weights.reduce((sum, weight, i) => {
  ends[i] = sum + weight / total;
  return ends[i] as number;
}, 0);
function anywhere() {
  const at = random();
  return (
    all.list[
      Math.max(
        0,
        ends.findIndex((end) => at < end),
      )
    ] ?? all.list[0]
  );
}

const OWNERS = [
  'Welzijn',
  'Stichting Samen',
  'Buurthuis De Brug',
  'De Schakel',
  'Buurtteam',
  'Kerk en buurt',
  'Vrijwilligerspunt',
];
const WHERE = [
  'in het buurthuis',
  'in de bibliotheek',
  'bij jou thuis',
  'in het wijkcentrum',
  'in de kerk',
  'in het park',
];

/** Which kinds there are in which municipality: nobody can find what is not there. */
const there = new Set<string>();

async function* made(): AsyncGenerator<Item> {
  seed = 20261124;
  for (let n = 0; n < services; n += 1) {
    const kind = one(KINDS);
    const town = anywhere();
    there.add(`${kind.key} ${town?.code}`);
    const row: Record<string, string> = {
      organisatie: `${one(OWNERS)} ${town?.name} ${n % 7}`,
      naam: `${one(kind.names)}${random() < 0.3 ? ` ${town?.name}` : ''}`,
      omschrijving: `${one(kind.about)} ${random() < 0.5 ? `Dit is ${one(WHERE)}.` : ''}`,
      gemeenten: town?.code ?? '',
      nummer: `${kind.key}-${n}`,
      onderwerpen: kind.topics,
      vorm: kind.form,
      'door wie': one(['vrijwilligers', 'ervaringsgenoten', 'gemengd', 'beroepskrachten']),
      telefoon: '020-1234567',
      openingstijden: one(['ma-vr 09:00-17:00', 'di 10:00-12:00; do 14:00-16:00', 'wo 19:00-21:00']),
      kosten: random() < 0.7 ? 'Gratis' : 'Kleine bijdrage',
      bedrag: random() < 0.7 ? '0' : '2,50',
      talen: random() < 0.2 ? 'nederlands, arabisch' : 'nederlands',
      plaats: town?.name ?? '',
      rolstoel: random() < 0.5 ? 'ja' : '',
      'gecontroleerd op': '1-11-2026',
    };
    yield {
      place: `rij ${n + 2}`,
      read: readRow(
        COLUMNS,
        COLUMNS.map((column) => row[column] ?? ''),
        all,
      ),
    };
  }
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};
const at = (times: number[], share: number) =>
  (times.sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0).toFixed(2);

const runner = openSqliteRunner(file);
await migrate(runner);
const checking = await seconds(async () => {
  const { wrong, problems } = await checkFile(made());
  if (wrong > 0) throw new Error(problems.join('\n'));
});
const writing = await seconds(() => writeServices(file, made()));
console.log(
  `${services} services: checked in ${checking.toFixed(1)} s, written in one transaction in ${writing.toFixed(1)} s ` +
    `(making them included), ${(statSync(file).size / 1e6).toFixed(0)} MB, ` +
    `peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
);

const now = '2026-11-24T10:00:00Z';
const places = Array.from({ length: 5 }, () => anywhere()?.code ?? '');
for (const set of ['tuned', 'held apart'] as const) {
  const phrasings = PHRASINGS.filter(({ tuned }) => (tuned === true) === (set === 'tuned'));
  const times: number[] = [];
  const missed = new Set<string>();
  let hits = 0;
  let asked = 0;
  for (const { text, kinds } of phrasings)
    for (const municipality of places) {
      if (!kinds.some((key) => there.has(`${key} ${municipality}`))) continue;
      const started = performance.now();
      const found = await findLocalServices(runner, { topics: [], words: text, municipality, now });
      times.push(performance.now() - started);
      const meant = KINDS.filter(({ key }) => kinds.includes(key));
      const right = found.some(({ service }) =>
        meant.some(({ names }) => names.some((name) => service.name.startsWith(name))),
      );
      asked += 1;
      if (right) hits += 1;
      else missed.add(`${text} -> ${found.map(({ service }) => service.name).join(' | ')}`);
    }
  console.log(
    `${set}: ${phrasings.length} phrasings in ${places.length} municipalities, ${asked} searches: top 3 right ${((100 * hits) / asked).toFixed(1)}%, ` +
      `p50 ${at(times, 0.5)} ms, p99 ${at(times, 0.99)} ms, slowest ${at(times, 0.9999)} ms`,
  );
  if (process.argv.includes('--missed')) for (const line of missed) console.log(`  ${line}`);
}
const biggest = all.list[0]?.code ?? '';
const times: number[] = [];
for (const { text } of PHRASINGS) {
  const started = performance.now();
  await findLocalServices(runner, { topics: [], words: text, municipality: biggest, now });
  times.push(performance.now() - started);
}
console.log(`in the municipality with most services: p50 ${at(times, 0.5)} ms, p99 ${at(times, 0.99)} ms`);
await runner.close();
rmSync(folder, { recursive: true });
