/** From what people type to a municipality. */
import { describe, expect, test } from 'vitest';
import { loadMunicipalities } from '../../src/directory/load.ts';
import { findMunicipality, municipalityOf, parseMunicipalities } from '../../src/directory/municipality.ts';

const all = loadMunicipalities();
const now = '2026-11-24T09:00:00Z';
const names = (text: string, day = now) => findMunicipality(all, text, { now: day }).map(({ name }) => name);

test('there are 342, each with code, name and province', () => {
  expect(all.list).toHaveLength(342);
  expect(new Set(all.list.map(({ code }) => code)).size).toBe(342);
  expect(new Set(all.list.map(({ province }) => province)).size).toBe(12);
  expect(all.byCode.get('GM0820')?.name).toBe('Nuenen, Gerwen en Nederwetten');
});

test('every municipality is found by its own name', () => {
  for (const { name } of all.list) expect(names(name)).toContain(name);
});

describe('what people type', () => {
  test.each([
    ['Amsterdam', ['Amsterdam']],
    ['den bosch', ['Den Bosch']],
    ["'s-Hertogenbosch", ['Den Bosch']],
    ['’s Gravenhage', ['Den Haag']],
    ['ik woon in sittard', ['Sittard-Geleen']],
    ['Mokum', ['Amsterdam']],
    ['Hoofddorp', ['Haarlemmermeer']],
    ['sudwest fryslan', ['Súdwest-Fryslân']],
    ['bergen', ['Bergen (L.)', 'Bergen (NH.)']],
    ['Bergen Limburg', ['Bergen (L.)']],
    ['bergen op zoom', ['Bergen op Zoom']],
    ['alphen', ['Alphen aan den Rijn', 'Alphen-Chaam']],
    ['amsterdam of utrecht', ['Amsterdam', 'Utrecht']],
    ['roterdam', ['Rotterdam']],
    ['Amersvoort', ['Amersfoort']],
    ['den haach', ['Den Haag']],
    ['ik kom uit leeuwaarden maar werk elders', ['Leeuwarden']],
    ['ik woon in huizen', ['Huizen']],
    ['Best', ['Best']],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  test.each([
    '',
    'weet ik niet',
    'liever niet',
    'dat zeg ik niet',
    'maakt niet uit',
    'geen idee',
    '1234 AB',
    '🙂',
    'مرحبا',
    'mijn buren zijn lief',
    'het gaat best goed met mij',
    'wij hebben hoge huizen en lage straten',
  ])('%s: none', (text) => {
    expect(names(text)).toEqual([]);
  });

  test('a very long text is read as far as needed, quickly', () => {
    expect(names(`${'woorden '.repeat(200_000)} Amsterdam`)).toEqual([]);
  });
});

describe('Wijdemeren', () => {
  test('becomes Hilversum on 1 January 2027', () => {
    expect(names('loosdrecht', '2026-12-31T12:00:00Z')).toEqual(['Wijdemeren']);
    expect(names('loosdrecht', '2027-01-01T12:00:00Z')).toEqual(['Hilversum']);
    expect(names('Wijdemeren', '2027-01-01T12:00:00Z')).toEqual(['Hilversum']);
    expect(municipalityOf(all, 'GM1696', '2027-06-01')?.code).toBe('GM0402');
    expect(municipalityOf(all, 'GM9999', now)).toBeUndefined();
  });
});

describe('a mistake in the lists', () => {
  const csv = 'code,name,province\nGM0363,Amsterdam,Noord-Holland\n';
  const none = 'aliases: {}\nplaces: {}\nordinary_words: []\nmergers: []\n';

  test('names file, line and remedy', () => {
    expect(() => parseMunicipalities(`${csv}0402;Hilversum\n`, none)).toThrow(
      /municipalities\.csv:3 .* is not a row; write/,
    );
    expect(() => parseMunicipalities('naam\n', none)).toThrow(/municipalities\.csv:1/);
    expect(() =>
      parseMunicipalities(csv, none.replace('places: {}', 'places: {Zaanstad: [Zaandam]}')),
    ).toThrow(/'Zaanstad' is not in municipalities\.csv/);
  });
});
