/** Rows of a welfare worker's spreadsheet, and the pieces of an HSDS file. */
import { expect, it } from 'vitest';
import { COLUMNS, readHeadings, readRow } from '../../src/directory/csv.ts';
import { readHours } from '../../src/directory/hours.ts';
import { jsonItems } from '../../src/directory/json-items.ts';
import { loadMunicipalities } from '../../src/directory/load.ts';
import { localService } from '../../src/directory/local.ts';
import type { HsdsRecord } from '../../src/directory/record.ts';

const all = loadMunicipalities();
const row = (cells: Partial<Record<(typeof COLUMNS)[number], string>>) =>
  readRow(
    COLUMNS,
    COLUMNS.map(
      (column) =>
        ({
          organisatie: 'De Brug',
          naam: 'Eettafel',
          omschrijving: 'Samen eten.',
          gemeenten: 'Den Bosch',
          ...cells,
        })[column] ?? '',
    ),
    all,
  );
const good = (cells: Parameters<typeof row>[0]) => row(cells) as HsdsRecord;

it('reads a full row', () => {
  const record = good({
    onderwerpen: 'Eenzaamheid, geld',
    vorm: 'groep',
    'door wie': 'vrijwilligers',
    telefoon: '073-1234567',
    website: 'debrug.nl',
    openingstijden: 'ma-wo 9:00-17:00; za 10.00 tot 12.30',
    kosten: 'Kleine bijdrage',
    bedrag: '2,50',
    talen: 'Nederlands, Arabisch',
    adres: 'Brugstraat 1',
    plaats: 'Den Bosch',
    rolstoel: 'ja',
    'gecontroleerd op': '1-11-2026',
  });
  expect(record.service_areas).toMatchObject([{ extent: 'GM0796' }]);
  expect(record.languages.map(({ code }) => code)).toEqual(['nl', 'ar']);
  expect(localService(record)).toMatchObject({
    topics: ['loneliness', 'money'],
    group: true,
    by: 'volunteers',
    url: 'https://debrug.nl',
    opening: [
      { days: ['MO', 'TU', 'WE'], opens: '09:00', closes: '17:00' },
      { days: ['SA'], opens: '10:00', closes: '12:30' },
    ],
    free: false,
    phone: '073-1234567',
    checkedOn: '2026-11-01',
  });
});

it('keeps the id when the text changes, and gives another for another number', () => {
  expect(good({ nummer: '7', naam: 'A' }).id).toBe(good({ nummer: '7', naam: 'B' }).id);
  expect(good({ nummer: '7' }).id).not.toBe(good({ nummer: '8' }).id);
});

it.each([
  [{ naam: '' }, 'naam', /leeg/],
  [{ gemeenten: 'Den Bosch, Nergenshuizen' }, 'gemeenten', /'Nergenshuizen' is geen gemeente/],
  [{ telefoon: 'bel maar' }, 'telefoon', /geen telefoonnummer/],
  [{ openingstijden: 'soms' }, 'openingstijden', /ma-vr 09:00-17:00/],
  [{ onderwerpen: 'eenzaamheit' }, 'onderwerpen', /bedoel je 'eenzaamheid'/],
  [{ bedrag: 'weinig' }, 'bedrag', /geen getal/],
  [{ 'leeftijd vanaf': '50', 'leeftijd tot en met': '20' }, 'leeftijd vanaf', /boven/],
  [{ 'gecontroleerd op': '31-2-2026' }, 'gecontroleerd op', /geen datum/],
  [{ 'e-mail': 'x' }, 'e-mail', /e-mailadres/],
  [{ rolstoel: 'misschien' }, 'rolstoel', /ja of nee/],
])('says which column of %j is wrong and what to write', (cells, field, message) => {
  expect(row(cells)).toEqual([{ field, message: expect.stringMatching(message) }]);
});

it('knows headings whatever their capitals, and names the one that was meant', () => {
  expect(readHeadings(['Organisatie', 'NAAM', 'omschrijving', 'Gemeenten', 'Door wie', ''])).toEqual([
    'organisatie',
    'naam',
    'omschrijving',
    'gemeenten',
    'door wie',
    undefined,
  ]);
  expect(readHeadings(['organisatie', 'naam', 'omschrijving', 'gemeente'])).toMatchObject([
    { field: 'gemeente', message: expect.stringContaining("'gemeenten'") },
  ]);
  expect(readHeadings(['naam', 'naam', 'omschrijving', 'gemeenten', 'organisatie'])).toMatchObject([
    { field: 'naam' },
  ]);
});

it('reads hours, and no nonsense', () => {
  expect(readHours('ma, wo en vr 9:00-12:00')).toEqual([
    { byday: 'MO,WE,FR', opens_at: '09:00', closes_at: '12:00' },
  ]);
  expect(readHours('di')).toEqual([{ byday: 'TU' }]);
  expect(readHours('')).toEqual([]);
  for (const wrong of ['vr-ma 9:00-10:00', 'ma 25:00-26:00', 'maandag misschien'])
    expect(readHours(wrong)).toBeUndefined();
});

it('finds the services in JSON that comes in any pieces', async () => {
  const texts = async (json: string, options = {}) => {
    const found: unknown[] = [];
    for await (const { line, text } of jsonItems([...json], options)) found.push([line, JSON.parse(text)]);
    return found;
  };
  const [a, b] = [{ id: 'a', phones: [{ x: '}]{"\\' }] }, { id: 'b' }];
  expect(await texts(`[\n${JSON.stringify(a)},\n${JSON.stringify(b)}]`)).toEqual([
    [2, a],
    [3, b],
  ]);
  expect(await texts(`{"filters":[{"no":1}],"contents":[${JSON.stringify(a)}]}`)).toEqual([[1, a]]);
  expect(await texts(`${JSON.stringify(a)}\n${JSON.stringify(b)}\n`, { lines: true })).toEqual([
    [1, a],
    [2, b],
  ]);
  await expect(texts('[{"id":')).rejects.toThrow(/houdt midden in een dienst op/);
});
