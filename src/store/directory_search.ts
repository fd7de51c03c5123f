/**
 * Which services of the local directory fit a client's topics, words, municipality and wishes: the same result as
 * `src/directory/search.ts` gives for the national ones. Full-text search filters; the few hundred that are left are
 * weighed here, so that a word counts for how telling it is in that municipality. The words are kept nowhere.
 */

import { localService } from '../directory/local.ts';
import { COUNTRY } from '../directory/record.ts';
import { MOST, ordered } from '../directory/search.ts';
import { compoundParts, facet, stems, topicsOf, variants } from '../directory/search-words.ts';
import { distance } from '../domain/distance.ts';
import { dutchTime } from '../domain/dutch-time.ts';
import { isOpen, isStale, type Suggestion, WEEKDAYS, type Why } from '../domain/service.ts';
import type { RiskKind, Topic } from '../domain/vocabulary.ts';
import { type Reads, readServices } from './directory_reads.ts';

export interface LocalQuery {
  /** Heaviest first. */
  topics: readonly Topic[];
  /** The client's own words, any length. */
  words?: string;
  /** CBS code. Without it only what is for the whole country is found. */
  municipality?: string;
  /** `group`: with others; `single`: on one's own. */
  company?: 'group' | 'single';
  cost?: 'free' | 'cheap';
  /** ISO 639, such as 'ar'. */
  language?: string;
  wheelchair?: boolean;
  /** Only what is open on this day of the week. */
  today?: boolean;
  age?: number;
  danger?: RiskKind;
  exclude?: readonly string[];
  limit?: number;
  now: Date | string;
}

/** Words of a client that are looked at: the first, so that a long story costs no more than a sentence. */
const MOST_WORDS = 14;
/** Corrections of one word that are tried. */
const MOST_CORRECTIONS = 4;
const LONG_WORD = 7;
const PART_OF_COMPOUND = 0.5;
const MOST_ROWS = 3000;
/** Read in full to choose from. */
const LOOKED_AT = 9;

interface Row {
  id: string;
  score: number;
  facets: string[];
  why: Set<Why>;
}

/** For each word: itself, what it may have been meant to be, and how sure that is. */
type Meant = Map<string, number>[];

export async function findLocalServices(runner: Reads, query: LocalQuery): Promise<Suggestion[]> {
  const asked = stems(query.words ?? '').slice(0, MOST_WORDS);
  const meant = await meanings(runner, asked);
  const guessed = topicsOf(meant.flatMap((one) => [...one.keys()]));
  const topics = [...query.topics, ...guessed.filter((topic) => !query.topics.includes(topic))];
  const match = expression(query, meant, topics);
  if (match === undefined) return [];
  const rows = await runner.all({
    sql: `select s.id, h.name, h.words, h.facets from hsds_search_index i join hsds_search h on h.number = i.rowid
      join hsds_service s on s.number = i.rowid where hsds_search_index match ? limit ${MOST_ROWS}`,
    params: [match],
  });
  const excluded = new Set(query.exclude);
  const candidates = weigh(
    rows.filter(({ id }) => !excluded.has(String(id))),
    meant,
    { given: query.topics, all: topics },
  );
  return suggest(runner, query, candidates);
}

/** What the words may mean: words of the directory that are spelled nearly so. */
async function meanings(runner: Reads, asked: readonly string[]): Promise<Meant> {
  if (asked.length === 0) return [];
  const near = await runner.all({
    sql: 'select variant, word from hsds_spelling where variant in (select value from json_each(?))',
    params: [
      JSON.stringify([
        ...new Set(
          asked
            .filter((word) => word.length > 3)
            .flatMap((word) => [...variants(word), ...compoundParts(word)]),
        ),
      ]),
    ],
  });
  const words = new Set(near.filter(({ variant, word }) => variant === word).map(({ word }) => String(word)));
  return asked.map((word) => {
    const most = word.length >= LONG_WORD ? 2 : 1;
    const own = new Set(variants(word));
    const found = new Map<string, number>();
    for (const { variant, word: known } of near) {
      if (!own.has(String(variant))) continue;
      const away = distance(word, String(known), most);
      if (away > 0 && away <= most) found.set(String(known), away);
    }
    const best = [...found].sort((a, b) => a[1] - b[1]).slice(0, MOST_CORRECTIONS);
    const exists = words.has(word);
    const inIt = compoundParts(word).filter((part) => words.has(part));
    return new Map([
      ...inIt.map((part) => [part, PART_OF_COMPOUND] as const),
      // A word that exists was probably meant; its neighbours count for little.
      ...best.map(([w, away]) => [w, (exists ? 0.25 : 0.8) / away] as const),
      [word, 1],
    ]);
  });
}

const quoted = (word: string): string => `"${word.replaceAll('"', '')}"`;

/** The FTS5 expression; undefined when nothing is asked. Only stems and tokens of ours are ever in it. */
function expression(query: LocalQuery, meant: Meant, topics: readonly Topic[]): string | undefined {
  const areas = [COUNTRY, ...(query.municipality ? [query.municipality] : [])];
  const wishes = [
    query.company === 'group' ? facet.group : undefined,
    query.company === 'single' ? facet.single : undefined,
    query.cost === 'free' ? facet.free : undefined,
    query.cost === 'cheap' ? facet.cheap : undefined,
    query.language ? facet.language(query.language) : undefined,
    query.wheelchair ? facet.wheelchair : undefined,
    query.today ? facet.day(WEEKDAYS[dutchTime(query.now).weekday] ?? 'MO') : undefined,
  ].filter((token) => token !== undefined);
  const words = meant.flatMap((one) =>
    [...one.keys()].map((word) => quoted(word) + (word.length >= 5 ? ' *' : '')),
  );
  const here = `facets : (${areas.map((area) => quoted(facet.area(area))).join(' OR ')})`;
  const pairs = areas.flatMap((area) => topics.map((topic) => quoted(facet.areaTopic(area, topic))));
  const wanted = [
    ...(words.length > 0 ? [`({name words} : (${words.join(' OR ')}) AND ${here})`] : []),
    ...(pairs.length > 0 ? [`facets : (${pairs.join(' OR ')})`] : []),
  ];
  if (wanted.length === 0 && wishes.length === 0) return undefined;
  return [
    wanted.length > 0 ? `(${wanted.join(' OR ')})` : here,
    ...wishes.map((token) => `facets : ${quoted(token)}`),
  ].join(' AND ');
}

/** How well a word of the directory is what was meant: 0 to 1. */
function likeness(word: string, meant: ReadonlyMap<string, number>): number {
  let best = meant.get(word) ?? 0;
  for (const [wanted, sure] of meant)
    if (wanted.length >= 5 && word.length > wanted.length && word.startsWith(wanted))
      best = Math.max(best, 0.7 * sure);
  return best;
}

const NAME = 2;
const GIVEN_TOPIC = 3;
const GUESSED_TOPIC = 1.2;

function weigh(
  rows: readonly Record<string, unknown>[],
  meant: Meant,
  topics: { given: readonly Topic[]; all: readonly Topic[] },
): Row[] {
  const seen = new Map<string, number>();
  /** Per word of the question, how well this word of the directory is it; most words come again. */
  const likenessOf = new Map<string, number[]>();
  const like = (word: string): number[] => {
    const known = likenessOf.get(word);
    if (known) return known;
    const made = meant.map((one) => likeness(word, one));
    likenessOf.set(word, made);
    return made;
  };
  const hits = rows.map((row) => {
    const best = meant.map(() => 0);
    const each = (list: string, factor: number): void => {
      for (const word of list.split(' ')) {
        const values = like(word);
        for (let i = 0; i < values.length; i += 1) {
          const value = (values[i] ?? 0) * factor;
          if (value > (best[i] ?? 0)) best[i] = value;
        }
      }
    };
    each(String(row.words), 1);
    each(String(row.name), NAME);
    best.forEach((value, i) => {
      if (value > 0) seen.set(String(i), (seen.get(String(i)) ?? 0) + 1);
    });
    return best;
  });
  return rows.map((row, nth) => {
    const facets = String(row.facets).split(' ');
    const why = new Set<Why>();
    let score = 0;
    (hits[nth] ?? []).forEach((value, i) => {
      if (value === 0) return;
      score += value * (1 + Math.log(rows.length / (seen.get(String(i)) ?? 1)));
      why.add('words');
    });
    for (const topic of topics.all) {
      if (!facets.includes(facet.topic(topic))) continue;
      score += topics.given.includes(topic) ? GIVEN_TOPIC : GUESSED_TOPIC;
      if (topics.given.includes(topic)) why.add('topic');
    }
    if (facets.includes(facet.free)) score += 0.1;
    if (facets.includes(facet.professionals)) score -= 0.2;
    return { id: String(row.id), score, facets, why };
  });
}

/** Reads the best ones, with the best group and the best that is no professional, and puts them in order. */
async function suggest(runner: Reads, query: LocalQuery, candidates: Row[]): Promise<Suggestion[]> {
  const limit = Math.max(1, Math.min(query.limit ?? MOST, MOST));
  const ranked = candidates.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  const best = ranked.slice(0, LOOKED_AT);
  for (const wanted of [
    ranked.find(({ facets }) => facets.includes(facet.group)),
    ranked.find(({ facets }) => !facets.includes(facet.professionals)),
  ])
    if (wanted && !best.includes(wanted)) best.push(wanted);
  const records = await readServices(
    runner,
    best.map(({ id }) => id),
  );
  const byId = new Map(best.map((row) => [row.id, row]));
  const { age, now } = query;
  const found = records
    .map(localService)
    .filter(({ minAge = 0, maxAge = 150 }) => age === undefined || (age >= minAge && age <= maxAge))
    .map((service) => {
      const open = isOpen(service, now);
      const why = byId.get(service.id)?.why ?? new Set<Why>();
      if (service.group) why.add('group');
      if (service.free) why.add('free');
      if (open === 'open') why.add('open_now');
      return { service, why: [...why], open, stale: isStale(service, now) };
    });
  return ordered(found, limit, query.danger);
}
