/** One row of the spreadsheet of a welfare worker, with Dutch headings, as an HSDS service. */
import { closest } from '../domain/distance.ts';
import type { Topic } from '../domain/vocabulary.ts';
import { readHours } from './hours.ts';
import { attribute, type Taxonomy, TOPIC_NAMES } from './hsds.ts';
import type { Municipalities } from './municipality.ts';
import { COUNTRY, extentOf, type HsdsRecord, type Problem, readRecord } from './record.ts';
import { stableUuid } from './uuid.ts';
import { normalise } from './words.ts';

/** The headings, in the order in which they are written; the first four are needed. */
export const COLUMNS = [
  'organisatie',
  'naam',
  'omschrijving',
  'gemeenten',
  'nummer',
  'onderwerpen',
  'vorm',
  'door wie',
  'telefoon',
  'e-mail',
  'website',
  'openingstijden',
  'kosten',
  'bedrag',
  'voor wie',
  'leeftijd vanaf',
  'leeftijd tot en met',
  'talen',
  'adres',
  'postcode',
  'plaats',
  'rolstoel',
  'meenemen',
  'zoekwoorden',
  'gecontroleerd op',
] as const;
type Column = (typeof COLUMNS)[number];
const NEEDED: readonly Column[] = ['organisatie', 'naam', 'omschrijving', 'gemeenten'];

const TOPIC_CODES: Record<string, Topic> = {
  eenzaamheid: 'loneliness',
  geld: 'money',
  geweld: 'violence',
  mantelzorg: 'care',
  rouw: 'grief',
  psychisch: 'mind',
  verslaving: 'addiction',
  wonen: 'housing',
  werk: 'work',
  opvoeden: 'parenting',
  gezondheid: 'health',
  taal: 'language',
};
const FORMAT_CODES = {
  groep: 'group',
  'een op een': 'in_person',
  telefoon: 'phone',
  chat: 'chat',
  online: 'online',
};
const PROVIDER_CODES = {
  vrijwilligers: 'volunteers',
  ervaringsgenoten: 'peers',
  gemengd: 'mixed',
  beroepskrachten: 'professionals',
};
const LANGUAGE_CODES = {
  nederlands: 'nl',
  engels: 'en',
  arabisch: 'ar',
  turks: 'tr',
  pools: 'pl',
  oekraiens: 'uk',
  tigrinya: 'ti',
  frans: 'fr',
  duits: 'de',
  spaans: 'es',
  papiaments: 'pap',
  farsi: 'fa',
  somalisch: 'so',
  berbers: 'ber',
  gebarentaal: 'dse',
};

/** Which column each heading is; or what is wrong with the headings. */
export function readHeadings(written: readonly string[]): (Column | undefined)[] | Problem[] {
  const known = new Map(COLUMNS.map((column) => [normalise(column), column]));
  const problems: Problem[] = [];
  const columns = written.map((heading) => {
    if (heading.trim() === '') return undefined;
    const column = known.get(normalise(heading));
    if (column) return column;
    const meant = closest(normalise(heading), known.keys());
    const hint = meant ? `bedoel je '${known.get(meant)}'?` : `kies uit: ${COLUMNS.join(', ')}`;
    problems.push({ field: heading, message: `is geen kolom die bestaat; ${hint}` });
    return undefined;
  });
  columns.forEach((column, i) => {
    if (column && columns.indexOf(column) !== i)
      problems.push({ field: column, message: 'staat er twee keer; haal er een weg' });
  });
  if (problems.length === 0)
    for (const column of NEEDED)
      if (!columns.includes(column))
        problems.push({ field: column, message: 'ontbreekt; zet deze kolom erbij' });
  return problems.length > 0 ? problems : columns;
}

const parts = (written: string): string[] =>
  written
    .split(/[,;|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Of a field of the record: in which column it was written. */
const COLUMN_OF: readonly [RegExp, Column][] = [
  [/^organization/, 'organisatie'],
  [/^name/, 'naam'],
  [/^description/, 'omschrijving'],
  [/^service_areas/, 'gemeenten'],
  [/^phones/, 'telefoon'],
  [/^email/, 'e-mail'],
  [/^url/, 'website'],
  [/^schedules/, 'openingstijden'],
  [/^cost_options/, 'bedrag'],
  [/^fees/, 'kosten'],
  [/^minimum_age/, 'leeftijd vanaf'],
  [/^maximum_age/, 'leeftijd tot en met'],
  [/city/, 'plaats'],
  [/postal_code/, 'postcode'],
  [/^service_at_locations/, 'adres'],
  [/^assured_date/, 'gecontroleerd op'],
];

/** '31-1-2026' and '2026-01-31' are the same day. */
const dateOf = (written: string): string =>
  written.replace(/^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$/, (_, day: string, month: string, year: string) =>
    [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
  );

/** Reads one row, or says per column what is wrong with it. */
export function readRow(
  columns: readonly (Column | undefined)[],
  cells: readonly string[],
  all: Municipalities,
): HsdsRecord | Problem[] {
  const problems: Problem[] = [];
  const row = new Map(
    columns.flatMap((column, i) => (column ? [[column, (cells[i] ?? '').trim()]] : [])) as [Column, string][],
  );
  const cell = (column: Column): string | undefined => row.get(column) || undefined;
  const wrong = (column: Column, message: string): void => void problems.push({ field: column, message });
  const number = (column: Column): number | undefined => {
    const written = cell(column)?.replace(/^€\s*/, '').replace(',', '.');
    if (written === undefined) return undefined;
    if (!/^\d+(\.\d+)?$/.test(written))
      wrong(column, `'${cell(column)}' is geen getal; schrijf bijvoorbeeld 18 of 2,50`);
    return Number(written);
  };
  const chosen = (column: Column, codes: Record<string, string>): string[] =>
    parts(cell(column) ?? '').flatMap((part) => {
      const code = codes[normalise(part)];
      if (code) return [code];
      const meant = closest(normalise(part), Object.keys(codes));
      wrong(
        column,
        `'${part}' bestaat niet; ${meant ? `bedoel je '${meant}'?` : `kies uit: ${Object.keys(codes).join(', ')}`}`,
      );
      return [];
    });
  for (const column of NEEDED) if (!cell(column)) wrong(column, 'is leeg; vul het in');
  if (cells.length > columns.length && cells.slice(columns.length).some((extra) => extra.trim() !== ''))
    problems.push({
      field: 'rij',
      message: `heeft ${cells.length} vakken, er zijn ${columns.length} kolommen; zet aanhalingstekens om tekst waar een scheidingsteken in staat`,
    });

  const organisation = cell('organisatie') ?? '';
  const id = stableUuid('csv', normalise(organisation), cell('nummer') ?? normalise(cell('naam') ?? ''));
  const part = (name: string, nth: number | string) => stableUuid(id, name, String(nth));
  const areas = parts(cell('gemeenten') ?? '').map((name, nth) => {
    const extent = extentOf(name, all);
    if (!extent)
      wrong(
        'gemeenten',
        `'${name}' is geen gemeente, of er zijn er meer met die naam; schrijf de naam of de code uit data/municipalities.csv, of landelijk`,
      );
    return {
      id: part('area', nth),
      name: extent === COUNTRY ? 'Nederland' : (all.byCode.get(extent ?? '')?.name ?? name),
      extent: extent ?? COUNTRY,
    };
  });
  const hours = readHours(cell('openingstijden') ?? '');
  if (!hours)
    wrong(
      'openingstijden',
      `'${cell('openingstijden')}' lukt niet; schrijf bijvoorbeeld: ma-vr 09:00-17:00; za 10:00-12:00`,
    );
  const amount = number('bedrag') ?? (/^gratis\b/i.test(cell('kosten') ?? '') ? 0 : undefined);
  const wheelchair = normalise(cell('rolstoel') ?? '');
  if (!['', 'ja', 'nee'].includes(wheelchair))
    wrong('rolstoel', `'${cell('rolstoel')}' kan niet; schrijf ja of nee`);
  if (cell('adres') && !cell('plaats')) wrong('plaats', 'is leeg; een adres heeft een plaats nodig');
  const terms = (taxonomy: Taxonomy, codes: readonly string[]) =>
    [...new Set(codes)].map((code) => attribute(id, taxonomy, code));
  const topics = {
    ...TOPIC_CODES,
    ...Object.fromEntries(Object.entries(TOPIC_NAMES).map(([code, name]) => [normalise(name), code])),
  };

  const record = readRecord(
    {
      id,
      organization: { id: stableUuid('csv', normalise(organisation)), name: organisation, description: '' },
      name: cell('naam') ?? '',
      description: cell('omschrijving'),
      status: 'active',
      email: cell('e-mail'),
      url: cell('website')?.replace(/^(?!https?:\/\/)/i, 'https://'),
      fees_description: cell('kosten'),
      eligibility_description: cell('voor wie'),
      minimum_age: number('leeftijd vanaf'),
      maximum_age: number('leeftijd tot en met'),
      assured_date: cell('gecontroleerd op') ? dateOf(cell('gecontroleerd op') ?? '') : undefined,
      phones: parts(cell('telefoon') ?? '').map((phone, nth) => ({
        id: part('phone', nth),
        number: phone,
        type: 'voice',
      })),
      schedules: (hours ?? []).map((one, nth) => ({
        id: part('schedule', nth),
        freq: 'WEEKLY',
        ...one,
        ...(nth === 0 ? { description: cell('openingstijden') } : {}),
      })),
      cost_options:
        amount === undefined
          ? []
          : [{ id: part('cost', 0), option: cell('kosten') ?? '', currency: 'EUR', amount }],
      languages: chosen('talen', LANGUAGE_CODES).map((code) => ({
        id: part('language', code),
        code,
        name: code,
      })),
      service_areas: areas,
      required_documents: parts(cell('meenemen') ?? '').map((document, nth) => ({
        id: part('document', nth),
        document,
      })),
      service_at_locations: locations(cell, part, wheelchair === 'ja'),
      attributes: [
        ...terms('topic', chosen('onderwerpen', topics)),
        ...terms('format', chosen('vorm', FORMAT_CODES)),
        ...terms('provider', chosen('door wie', PROVIDER_CODES)),
        ...parts(cell('zoekwoorden') ?? '').map((word) => attribute(id, 'word', 'word', word)),
      ],
    },
    all,
  );
  if (!Array.isArray(record)) return problems.length > 0 ? problems : record;
  const named = new Set(problems.map(({ field }) => field));
  const more = record.map(({ field, message }) => ({
    field: COLUMN_OF.find(([pattern]) => pattern.test(field))?.[1] ?? field,
    message,
  }));
  return [...problems, ...more.filter(({ field }) => !named.has(field))];
}

function locations(
  cell: (column: Column) => string | undefined,
  part: (name: string, nth: number | string) => string,
  wheelchair: boolean,
): object[] {
  const [street, city] = [cell('adres'), cell('plaats')];
  if (!street && !city && !wheelchair) return [];
  return [
    {
      id: part('at', 0),
      location: {
        id: part('location', 0),
        location_type: 'physical',
        name: street ?? city ?? cell('naam'),
        addresses:
          // An address needs both; the town by itself is the name of the place.
          street && city
            ? [
                {
                  id: part('address', 0),
                  address_1: street,
                  city,
                  state_province: '',
                  postal_code: cell('postcode') ?? '',
                  country: 'NL',
                  address_type: 'physical',
                },
              ]
            : [],
        accessibility: wheelchair
          ? [{ id: part('accessibility', 0), description: 'Toegankelijk met een rolstoel' }]
          : [],
      },
    },
  ];
}
