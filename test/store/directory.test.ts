/** The local directory: a file goes in whole or not at all, and comes out by search, page and id. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { hsdsApi } from '../../src/directory/api.ts';
import { toHsdsRecord } from '../../src/directory/hsds-local.ts';
import { loadDirectory, loadMunicipalities } from '../../src/directory/load.ts';
import { findLocalServices, type LocalQuery } from '../../src/store/directory_search.ts';
import { migrate } from '../../src/store/migrate.ts';
import { makeBackup } from '../../src/store/node_backup.ts';
import { checkFile, itemsOf, openLocalServices, writeServices } from '../../src/store/node_directory.ts';
import { openSqliteRunner } from '../../src/store/sqlite.ts';

const all = loadMunicipalities();
const folder = mkdtempSync(join(tmpdir(), 'stuur-directory-'));
afterAll(() => rmSync(folder, { recursive: true }));
const now = '2026-11-24T10:00:00Z';
let database = '';
let files = 0;
let local: ReturnType<typeof openLocalServices>;

const CSV = `\uFEFFOrganisatie;Naam;Omschrijving;Gemeenten;Vorm;Door wie;Onderwerpen;Kosten;Openingstijden;Rolstoel;Talen
De Brug;Eettafel;"Samen eten; elke week
aan tafel.";Utrecht;groep;vrijwilligers;eenzaamheid;Gratis;di 10:00-12:00;ja;arabisch
De Brug;Maatschappelijk werk eten;Praten over eten.;Utrecht;een op een;beroepskrachten;eenzaamheid;;wo 10:00-12:00;;
De Brug;Eetgroep;Samen koken en eten.;Amersfoort;groep;gemengd;eenzaamheid;;;;
De Brug;Schuldhulpmaatje;Hulp bij schulden.;landelijk;een op een;gemengd;geld;Gratis;;;
`;

function file(name: string, text: string): string {
  const path = join(folder, `${++files}-${name}`);
  writeFileSync(path, text);
  return path;
}
const write = (path: string) => writeServices(database, itemsOf(path, all));
const names = async (query: Partial<LocalQuery>) =>
  (await findLocalServices(local.reads, { topics: [], municipality: 'GM0344', now, ...query })).map(
    ({ service }) => service.name,
  );

beforeEach(async () => {
  database = join(folder, `${++files}.sqlite`);
  const runner = openSqliteRunner(database);
  await migrate(runner);
  await runner.close();
  local = openLocalServices(database);
  return () => local.close();
});

it('checks without writing, and writes once checked', async () => {
  const path = file('a.csv', CSV);
  expect(await checkFile(itemsOf(path, all))).toEqual({ services: 4, problems: [], wrong: 0 });
  expect(await local.count()).toBe(0);
  expect(await write(path)).toBe(4);
  expect(await write(path)).toBe(4);
  expect(await local.count()).toBe(4);
});

it('reads commas as well as semicolons', async () => {
  const path = file('a.csv', 'organisatie,naam,omschrijving,gemeenten\nA,"B, of C",D,Utrecht\n');
  await write(path);
  expect(await local.page(0, 9)).toMatchObject([{ name: 'B, of C' }]);
});

it('names row, column and remedy, also of a row far down, and writes nothing of that file', async () => {
  const rows = Array.from(
    { length: 500 },
    (_, i) => `A;Dienst ${i};Tekst;${i === 480 ? 'Nergens' : 'Utrecht'}`,
  );
  const path = file('a.csv', ['organisatie;naam;omschrijving;gemeenten', ...rows].join('\n'));
  const { problems } = await checkFile(itemsOf(path, all));
  expect(problems).toEqual([
    expect.stringMatching(/^rij 482, gemeenten: 'Nergens' is geen gemeente.*schrijf/),
  ]);
  await expect(write(path)).rejects.toThrow(/rij 482/);
  expect(await local.count()).toBe(0);
  expect(await names({ words: 'dienst' })).toEqual([]);
});

it('says what is twice, not JSON, or empty', async () => {
  const twice = file('a.csv', 'organisatie;naam;omschrijving;gemeenten\nA;B;C;Utrecht\nA;B;D;Utrecht\n');
  expect((await checkFile(itemsOf(twice, all))).problems).toEqual([
    expect.stringMatching(/^rij 3, B: staat ook op rij 2/),
  ]);
  for (const [name, text] of [
    ['a.json', '[]'],
    ['b.json', '[{"id": 1,}]'],
    ['c.json', '[{'],
    ['d.csv', ''],
  ])
    expect((await checkFile(itemsOf(file(name as string, text as string), all))).wrong, text).toBe(1);
});

it('finds by words with errors, in the municipality or the whole country', async () => {
  await write(file('a.csv', CSV));
  expect(await names({ words: 'aan taffel eeten' })).toEqual(['Eettafel', 'Maatschappelijk werk eten']);
  expect(await names({ words: 'schulthulpmatje' })).toEqual(['Schuldhulpmaatje']);
  expect(await names({ words: 'eten', municipality: 'GM0307' })).toEqual(['Eetgroep']);
  expect(await names({ words: 'zwembad' })).toEqual([]);
  expect(await names({ words: '" OR * NEAR( {name}' })).toEqual([]);
});

it('filters by what the client wishes', async () => {
  await write(file('a.csv', CSV));
  const topics = ['loneliness'] as const;
  expect(await names({ topics, company: 'group' })).toEqual(['Eettafel']);
  expect(await names({ topics, company: 'single' })).toEqual(['Maatschappelijk werk eten']);
  for (const wish of [{ cost: 'free' }, { wheelchair: true }, { language: 'ar' }, { today: true }] as const)
    expect(await names({ topics, ...wish })).toEqual(['Eettafel']);
  expect(await names({ topics: ['money'] })).toEqual(['Schuldhulpmaatje']);
});

it('puts no professional first when there is someone else, and a group among them', async () => {
  await write(file('a.csv', CSV));
  // By its words the professional is nearest.
  expect(await names({ words: 'praten over eten maatschappelijk werk' })).toEqual([
    'Eettafel',
    'Maatschappelijk werk eten',
  ]);
});

it('replaces what is there under the same id, in search too', async () => {
  await write(file('a.csv', 'organisatie;naam;omschrijving;gemeenten;nummer\nA;Zwemmen;C;Utrecht;1\n'));
  await write(file('b.csv', 'organisatie;naam;omschrijving;gemeenten;nummer\nA;Schaken;C;Zeist;1\n'));
  expect(await local.count()).toBe(1);
  expect(await names({ words: 'zwemmen' })).toEqual([]);
  expect(await names({ words: 'schaken', municipality: 'GM0355' })).toEqual(['Schaken']);
});

it('comes out as HSDS that goes in again as the same', async () => {
  await write(file('a.csv', CSV));
  const before = await local.page(0, 9);
  const path = file('a.json', JSON.stringify(before.map(toHsdsRecord)));
  expect((await checkFile(itemsOf(path, all))).problems).toEqual([]);
  await write(path);
  expect(await local.page(0, 9)).toEqual(before);
});

it('is in a backup, and searchable there', async () => {
  await write(file('a.csv', CSV));
  const backup = makeBackup({ database, folder: join(folder, 'backups'), now: new Date(now) });
  const copied = openLocalServices(backup.file);
  const found = await findLocalServices(copied.reads, {
    topics: [],
    words: 'eettafel',
    municipality: 'GM0344',
    now,
  });
  copied.close();
  expect(found).toHaveLength(1);
});

it('pages through national and local services together', async () => {
  await write(file('a.csv', CSV));
  const national = loadDirectory();
  const app = hsdsApi({ national, local });
  const get = async (path: string) => (await app.request(path)).json();
  const seen: string[] = [];
  for (let page = 1; page <= 4; page += 1) {
    const list = await get(`/hsds/services?page=${page}&per_page=10`);
    expect(list).toMatchObject({
      total_items: national.records.size + 4,
      total_pages: 4,
      last_page: page === 4,
    });
    seen.push(...list.contents.map(({ id }: { id: string }) => id));
  }
  expect(new Set(seen).size).toBe(national.records.size + 4);
  const [one] = await local.page(0, 1);
  expect(await get(`/hsds/services/${one?.id}`)).toMatchObject({
    id: one?.id,
    organization: { name: 'De Brug' },
  });
  expect((await app.request('/hsds/services/none')).status).toBe(404);
  expect((await app.request('/hsds/services?page=0')).status).toBe(400);
});
