/**
 * Which municipality a client means, from free text. Pure: the text is looked at and forgotten. Nothing but the code
 * of the chosen municipality should be kept.
 */
import { parse } from 'yaml';
import { z } from 'zod';
import { distance } from '../domain/distance.ts';
import { normalise, tokens } from './words.ts';

export interface Municipality {
  /** CBS code, `GM0363`. */
  code: string;
  name: string;
  province: string;
}

export interface Municipalities {
  list: readonly Municipality[];
  byCode: ReadonlyMap<string, Municipality>;
  /** Codes by name, other name or place, written small and without spaces. */
  byName: ReadonlyMap<string, readonly string[]>;
  ordinaryWords: ReadonlySet<string>;
  mergers: readonly { from: string; into: string; on: string }[];
}

const namesFile = z.strictObject({
  aliases: z.record(z.string(), z.array(z.string())),
  places: z.record(z.string(), z.array(z.string())),
  ordinary_words: z.array(z.string()),
  mergers: z.array(z.strictObject({ from: z.string(), into: z.string(), on: z.iso.date(), source: z.url() })),
});

const compact = (text: string): string => normalise(text).replaceAll(' ', '');

/** One line of CSV; a field with a comma stands between double quotes. */
function csvFields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

function readCsv(csv: string): Municipality[] {
  const [header, ...lines] = csv.trim().split(/\r?\n/);
  if (header !== 'code,name,province')
    throw new Error(`municipalities.csv:1 starts with '${header}'; it has to be 'code,name,province'`);
  return lines.map((line, nth) => {
    const [code = '', name = '', province = '', ...rest] = csvFields(line);
    if (!/^GM\d{4}$/.test(code) || !name || !province || rest.length > 0)
      throw new Error(
        `municipalities.csv:${nth + 2} '${line}' is not a row; write GM0363,Amsterdam,Noord-Holland`,
      );
    return { code, name, province };
  });
}

/**
 * @param csv the text of `municipalities.csv`
 * @param names the text of `municipality-names.yaml`
 * @throws Error naming the file, the row or name, and the remedy.
 */
export function parseMunicipalities(csv: string, names: string): Municipalities {
  const list = readCsv(csv);
  const byExactName = new Map(list.map((municipality) => [municipality.name, municipality]));
  const parsed = namesFile.safeParse(parse(names));
  if (!parsed.success)
    throw new Error(`municipality-names.yaml is not right:\n${z.prettifyError(parsed.error)}`);
  const codeOf = (name: string): string => {
    const found = byExactName.get(name);
    if (!found)
      throw new Error(
        `municipality-names.yaml: '${name}' is not in municipalities.csv; write it as it is there`,
      );
    return found.code;
  };

  const byName = new Map<string, string[]>();
  const add = (name: string, code: string): void => {
    const key = compact(name);
    const codes = byName.get(key) ?? [];
    if (!codes.includes(code)) byName.set(key, [...codes, code]);
  };
  for (const { name, code } of list) {
    add(name, code);
    add(name.replace(/ \(.*\)$/, ''), code);
  }
  for (const group of [parsed.data.aliases, parsed.data.places])
    for (const [name, others] of Object.entries(group)) for (const other of others) add(other, codeOf(name));

  return {
    list,
    byCode: new Map(list.map((municipality) => [municipality.code, municipality])),
    byName,
    ordinaryWords: new Set(parsed.data.ordinary_words.map(compact)),
    mergers: parsed.data.mergers.map(({ from, into, on }) => ({
      from: codeOf(from),
      into: codeOf(into),
      on,
    })),
  };
}

/** The municipality that a code stands for on that day, after mergers; undefined for an unknown code. */
export function municipalityOf(
  all: Municipalities,
  code: string,
  now: Date | string,
): Municipality | undefined {
  const today = new Date(now).toISOString().slice(0, 10);
  const merger = all.mergers.find(({ from, on }) => from === code && on <= today);
  return all.byCode.get(merger?.into ?? code);
}

/** A name that is also a word counts after one of these. */
const BEFORE_A_PLACE = new Set(['in', 'uit', 'te', 'gemeente', 'bij', 'stad', 'dorp', 'plaats']);
/** Said around the name of a place; no place by themselves. */
const FILLERS = new Set(
  'ik wij we woon wonen woont kom komen nu hier de het een is mijn onze die dat ben zit naam heet vlakbij ook dus ja'
    .split(' ')
    .concat([...BEFORE_A_PLACE]),
);
const LONGEST_NAME = 5;
const LONGEST_TEXT = 500;

interface Window {
  key: string;
  start: number;
  size: number;
  afterPlaceWord: boolean;
}

function windows(parts: readonly string[]): Window[] {
  const all: Window[] = [];
  for (let size = Math.min(LONGEST_NAME, parts.length); size > 0; size -= 1)
    for (let start = 0; start + size <= parts.length; start += 1)
      all.push({
        key: parts.slice(start, start + size).join(''),
        start,
        size,
        afterPlaceWord: BEFORE_A_PLACE.has(parts[start - 1] ?? ''),
      });
  return all;
}

/** Names as they are written, longest first, each word used once; in the order of the text. */
function exactCodes(all: Municipalities, parts: readonly string[]): string[] {
  const used = new Set<number>();
  const hits: { start: number; codes: readonly string[] }[] = [];
  const telling = parts.filter((part) => !FILLERS.has(part)).length;
  for (const { key, start, size, afterPlaceWord } of windows(parts)) {
    const codes = all.byName.get(key);
    const span = Array.from({ length: size }, (_, nth) => start + nth);
    if (!codes || span.some((nth) => used.has(nth))) continue;
    if (all.ordinaryWords.has(key) && !afterPlaceWord && telling > 1) continue;
    for (const nth of span) used.add(nth);
    hits.push({ start, codes });
  }
  return hits.sort((a, b) => a.start - b.start).flatMap(({ codes }) => codes);
}

/** Names that differ by a typing error or two; only in a short text or after 'in', 'uit' and the like. */
function nearCodes(all: Municipalities, parts: readonly string[]): string[] {
  const short = parts.filter((part) => !FILLERS.has(part)).length <= 3;
  let best = 3;
  let found = new Map<string, string>();
  for (const { key, start, size, afterPlaceWord } of windows(parts)) {
    if (!short && !afterPlaceWord) continue;
    if (key.length < 5 || all.ordinaryWords.has(key) || (size === 1 && FILLERS.has(parts[start] ?? '')))
      continue;
    for (const [name, codes] of all.byName) {
      const allowed = Math.max(key.length, name.length) >= 8 ? 2 : 1;
      if (name.length < 5 || Math.abs(name.length - key.length) > allowed) continue;
      const away = distance(key, name, allowed) + (key[0] === name[0] ? 0 : 0.5);
      if (away > allowed || away > best) continue;
      if (away < best) found = new Map();
      best = away;
      for (const code of codes) found.set(code, name);
    }
  }
  return [...found].sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([code]) => code);
}

/**
 * The municipalities that the text may mean: none, one, or a few to choose from (at most `limit`).
 * Reads sentences ('ik woon in sittard'), nicknames ('Mokum') and typing errors. Keeps nothing.
 */
export function findMunicipality(
  all: Municipalities,
  text: string,
  { now, limit = 5 }: { now: Date | string; limit?: number },
): Municipality[] {
  const parts = tokens(normalise(text.slice(0, LONGEST_TEXT)));
  const exact = exactCodes(all, parts);
  const codes = exact.length > 0 ? exact : nearCodes(all, parts);
  const found = codes.map((code) => municipalityOf(all, code, now)).filter((one) => one !== undefined);
  return [...new Set(found)].slice(0, limit);
}
