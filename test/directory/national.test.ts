/** The data that ships: valid, sourced, dated, in the right words, and with exactly the numbers that were confirmed. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DATA, loadDirectory } from '../../src/directory/load.ts';
import { DirectoryError, parseNational, phoneOf } from '../../src/directory/national.ts';
import { TOPICS } from '../../src/domain/vocabulary.ts';

const directory = loadDirectory();
const { services } = directory;

/** A changed number is a deliberate change: correct it here too. */
const NUMBERS: Record<string, string[]> = {
  '112': ['112'],
  '113': ['113', '0800-0113'],
  aa: [],
  alcoholinfo: [],
  'autisme-advieslijn': ['030 229 9800'],
  'centrum-seksueel-geweld': ['0800-0188'],
  'chat-met-fier': [],
  clientondersteuning: [],
  depressielijn: ['088-505 4334'],
  'drugs-infolijn': ['0900-1995'],
  fraudehelpdesk: ['088-786 73 72'],
  geldfit: ['0800-8115'],
  'gemeente-schuldhulp': [],
  humanitas: [],
  'in-je-bol': ['0800-0450'],
  'join-us': [],
  'juridisch-loket': ['0800-8020'],
  kindertelefoon: ['0800-0432'],
  luisterlijn: ['088 0767 000'],
  mantelzorglijn: ['030 760 60 55'],
  'meld-misdaad-anoniem': ['0800-7000'],
  'meldpunt-zorgwekkend-gedrag': ['0800-1205'],
  'mind-hulplijn': ['0900-1450', '06-13 86 38 03'],
  naast: ['070 416 17 81'],
  nibud: [],
  politie: ['0900-8844'],
  schuldhulpmaatje: [],
  slachtofferhulp: ['0900-0101'],
  switchboard: [],
  'veilig-thuis': ['0800-2000'],
  ypsilon: ['088-000 21 20'],
  zilverlijn: [],
};

/** Seen in public sources, but old, contradicted, regional or never confirmed. */
const NEVER = [
  '0900-0113',
  '0900-0767',
  '0900-8020',
  '0800-1325',
  '0900-6080100',
  '0900 265 65 65',
  '088-20 80 000',
  '088-2084000',
  '030-205 90 59',
  '030-164 0 164',
  '020-6257877',
  '0900-2020',
  '020-6236565',
  '020-6232510',
  '088 234 34 34',
  '070-4455 888',
  '0348-466666',
  '0800-023 44 44',
];

describe('the national services', () => {
  test('carry exactly the confirmed numbers', () => {
    const found = Object.fromEntries(
      services.map(({ slug, phones }) => [slug, phones.map(({ number }) => number)]),
    );
    expect(found).toEqual(NUMBERS);
  });

  test('hold no number that was old, contradicted or regional', () => {
    const digits = (text: string) => text.replaceAll(/\D/g, '');
    const shown = services.flatMap(({ phones }) => phones.map(({ number }) => digits(number)));
    for (const number of NEVER) expect(shown).not.toContain(digits(number));
    expect(services.some(({ name }) => /korrelatie|sensoor|noord nederland/i.test(name))).toBe(false);
  });

  test.each(services.map((service) => [service.slug, service] as const))(
    '%s has a source, a date and words',
    (_, one) => {
      expect(one.sources.length).toBeGreaterThan(0);
      expect(one.checkedOn).toMatch(/^20\d\d-\d\d-\d\d$/);
      for (const sentence of [one.description, one.hours, one.cost, one.audience])
        expect(sentence).toMatch(/^\S.*\.$/);
      const said = [one.description, one.hours, one.cost, one.audience, one.note, one.apply, one.wait].join(
        ' ',
      );
      expect(said).not.toMatch(/\b(je|jij|jou|jouw|u|uw)\b/i);
      for (const sentence of said.split(/[.;:]\s/))
        expect(sentence.split(' ').length).toBeLessThanOrEqual(20);
      for (const word of one.words)
        expect(word).toBe(word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''));
    },
  );

  test('the danger numbers are crisis services with a number, open day and night', () => {
    const crisis = services.filter(({ crisis }) => crisis).map(({ slug }) => slug);
    expect(crisis).toEqual(['112', '113', 'centrum-seksueel-geweld', 'kindertelefoon', 'veilig-thuis']);
    for (const kind of ['suicide', 'violence', 'child'] as const)
      expect(services.filter(({ danger }) => danger.includes(kind)).length).toBeGreaterThanOrEqual(2);
  });

  test('the Luisterlijn is never called free, and 113 is', () => {
    expect(directory.bySlug.get('luisterlijn')?.free).toBe(false);
    expect(directory.bySlug.get('113')?.free).toBe(true);
  });

  test('every topic has a service, except language, for which none was confirmed', () => {
    const without = TOPICS.filter((topic) => !services.some((one) => one.topics.includes(topic)));
    expect(without).toEqual(['language']);
  });

  test('phoneOf gives the number of a slug, and nothing where there is none', () => {
    expect(phoneOf(directory, '113')).toBe('113');
    expect(phoneOf(directory, 'mind-hulplijn')).toBe('0900-1450');
    expect(phoneOf(directory, 'zilverlijn')).toBeUndefined();
    expect(phoneOf(directory, 'bestaat-niet')).toBeUndefined();
  });
});

describe('a mistake in the data', () => {
  const file = 'data/national/danger.yaml';
  const good = readFileSync(`${DATA}/national/danger.yaml`, 'utf8');
  const problemsOf = (text: string): readonly string[] => {
    try {
      parseNational([{ file, text }]);
    } catch (error) {
      if (error instanceof DirectoryError) return error.problems;
      throw error;
    }
    return [];
  };
  const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

  test('is none in the file as it is, also when read as JSON', () => {
    expect(problemsOf(good)).toEqual([]);
    const data = JSON.parse(JSON.stringify({ organizations: [] }));
    expect(() => parseNational([{ file: 'a.json', data }])).toThrow(
      /^The directory has 1 problem\(s\):\na\.json file: /,
    );
  });

  test('a number with letters is named with line, service and remedy', () => {
    const text = good.replace("number: '0800-2000'", "number: 'bel ons'");
    expect(problemsOf(text)).toEqual([
      `${file}:${lineOf(text, "number: 'bel ons'")}:57 service 'veilig-thuis': phones.0.number is 'bel ons', ` +
        'which is not right: write the number as people dial it, such as 0800-2000',
    ]);
  });

  test.each([
    [
      'a mistyped field',
      "assured_date: '2024-01-01'",
      "asured_date: '2024-01-01'",
      /service 'politie': 'asured_date' is not a field here; correct the name or remove it/,
    ],
    [
      'a missing date',
      "assured_date: '2024-01-01'",
      '',
      /service 'politie': .*assured_date is missing; add it/,
    ],
    [
      'a day that does not exist',
      "'2024-01-01'",
      "'2024-02-30'",
      /assured_date is '2024-02-30', which is not right: this day does not exist/,
    ],
    [
      'an unknown topic',
      'topics: [violence]',
      'topics: [violense]',
      /service '112': stuur\.topics\.0 is 'violense', which does not exist; did you mean 'violence'\?/,
    ],
    [
      'a slug used twice',
      "slug: 'politie'",
      "slug: '112'",
      /service '112': slug '112' is also at data\/national\/danger\.yaml:\d+:\d+; give this one its own/,
    ],
    [
      'no source',
      /sources:\n(\s+- 'Bron.*\n)/,
      'sources: []\n',
      /sources is not right: name at least one source/,
    ],
    ['what is not YAML', 'organizations:', 'organizations: [', /danger\.yaml:\d+:\d+ file: is not YAML/],
  ])('%s', (_, from, to, expected) => {
    expect(problemsOf(good.replace(from, to)).join('\n')).toMatch(expected);
  });

  test('a location of another organisation', () => {
    const other = '00000000-0000-4000-8000-000000000000';
    const text = good.replace(/location_id: [0-9a-f-]+/, `location_id: ${other}`);
    expect(problemsOf(text).join('\n')).toContain(`location_id '${other}' is not a location of organization`);
  });
});
