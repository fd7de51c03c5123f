/**
 * The small pattern language of the lexicon: what an editor writes to say which words belong to a concept.
 *
 *   schuld*            a word that begins with it          *verslaving     a word that ends with it
 *   rood staan         words after each other              kom .. niet rond   up to three words in between
 *   bel|bellen         either                              {partner}       any word of that class
 *   {partner} & {hit}  both within one stretch of text, in any order
 */
import { lightKey, soundKey } from './sound.ts';
import type { Word } from './text.ts';

/** Where a pattern was found: from word `from` up to and including word `to`. */
export interface Hit {
  pattern: number;
  from: number;
  to: number;
  /** Positions of the words that carried it. */
  at: number[];
}

type Item = { atoms: number[] } | { gap: number };
type Part = Item[];

/** How far apart the parts of an `&` pattern may be, in words. */
const STRETCH = 9;

export class PatternError extends Error {}

/** Patterns, compiled. `find` is pure; cost grows with the words of the text, not with the number of patterns. */
export interface Patterns {
  find(
    words: readonly Word[],
    isKnown: (word: string) => boolean,
    repairs: readonly (string | undefined)[],
  ): Hit[];
  /** Every literal word or stem that occurs in a pattern. */
  literals(): string[];
}

/** Compiles patterns; a hit names them by their position in `sources`. Throws `PatternError` on a malformed one. */
export function compilePatterns(
  sources: readonly string[],
  classes: Readonly<Record<string, readonly string[]>> = {},
): Patterns {
  const exact = new Map<string, number[]>();
  const bySound = new Map<string, number[]>();
  const prefix = new Map<string, number[]>();
  const suffix = new Map<string, number[]>();
  const atomOf = new Map<string, number>();
  const literals = new Set<string>();
  const put = (map: Map<string, number[]>, key: string, atom: number) => {
    const list = map.get(key);
    if (!list) map.set(key, [atom]);
    else if (!list.includes(atom)) list.push(atom);
  };
  const register = (literal: string, atom: number) => {
    const stem = literal.replace(/\*/g, '');
    if (stem === '') throw new PatternError(`'${literal}' has no letters`);
    literals.add(literal);
    if (literal.endsWith('*')) {
      put(prefix, stem, atom);
      if (stem.length > 4) put(prefix, soundKey(stem, false), atom);
    } else if (literal.startsWith('*')) put(suffix, stem, atom);
    else {
      put(exact, lightKey(stem), atom);
      put(bySound, soundKey(stem), atom);
    }
  };
  const atom = (literal: string): number => {
    const known = atomOf.get(literal);
    if (known !== undefined) return known;
    const id = atomOf.size;
    atomOf.set(literal, id);
    const named = /^\{(.+)\}$/.exec(literal);
    if (!named) register(literal, id);
    else {
      const members = classes[named[1] ?? ''];
      if (!members) throw new PatternError(`there is no class '${named[1]}'`);
      for (const member of members) register(member, id);
    }
    return id;
  };
  const compiled = sources.map((source) =>
    source.split(' & ').map((part): Part => {
      const items = part
        .trim()
        .split(/\s+/)
        .map((piece): Item => {
          const gap = /^\.\.(\d*)$/.exec(piece);
          if (gap) return { gap: gap[1] ? Number(gap[1]) : 3 };
          return { atoms: piece.split('|').map(atom) };
        });
      if (!items[0] || 'gap' in items[0]) throw new PatternError(`'${source}' begins with a gap`);
      return items;
    }),
  );
  const starts = new Map<number, number[]>();
  const bits = compiled.map((parts, index) => {
    const first = parts[0]?.[0];
    if (first && 'atoms' in first) {
      for (const id of first.atoms) {
        const list = starts.get(id);
        if (!list) starts.set(id, [index]);
        else if (!list.includes(index)) list.push(index);
      }
    }
    return parts;
  });
  let longestPrefix = 0;
  for (const key of prefix.keys()) longestPrefix = Math.max(longestPrefix, key.length);

  const atomsOf = (word: string, known: boolean, repair: string | undefined): number[] => {
    const found: number[] = [];
    const add = (list: number[] | undefined) => {
      if (list) for (const id of list) if (!found.includes(id)) found.push(id);
    };
    const look = (text: string, alsoSound: boolean) => {
      add(exact.get(lightKey(text)));
      for (let n = 2; n <= Math.min(text.length, longestPrefix); n++) add(prefix.get(text.slice(0, n)));
      for (let n = 3; n < text.length; n++) add(suffix.get(text.slice(-n)));
      if (!alsoSound) return;
      add(bySound.get(soundKey(text)));
      const key = soundKey(text, false);
      for (let n = 4; n <= Math.min(key.length, longestPrefix); n++) add(prefix.get(key.slice(0, n)));
    };
    look(word, !known);
    if (repair !== undefined) look(repair, false);
    return found;
  };

  const matchPart = (
    part: Part,
    at: number,
    atoms: number[][],
    sentence: (i: number) => number,
  ): number[] | null => {
    const go = (item: number, position: number): number[] | null => {
      const here = part[item];
      if (!here) return [];
      if ('gap' in here) {
        for (let skip = 0; skip <= here.gap; skip++) {
          const rest = go(item + 1, position + skip);
          if (rest) return rest;
        }
        return null;
      }
      const present = atoms[position];
      if (!present || sentence(position) !== sentence(at)) return null;
      if (!here.atoms.some((id) => present.includes(id))) return null;
      const rest = go(item + 1, position + 1);
      return rest ? [position, ...rest] : null;
    };
    return go(0, at);
  };

  return {
    literals: () => [...literals],
    find(words, isKnown, repairs) {
      const atoms = words.map((word, i) => atomsOf(word.text, isKnown(word.text), repairs[i]));
      const sentence = (i: number) => words[i]?.sentence ?? -1;
      const hits: Hit[] = [];
      for (let i = 0; i < words.length; i++) {
        const tried = new Set<number>();
        for (const id of atoms[i] ?? []) {
          for (const index of starts.get(id) ?? []) {
            if (tried.has(index)) continue;
            tried.add(index);
            const parts = bits[index] ?? [];
            const first = matchPart(parts[0] ?? [], i, atoms, sentence);
            if (!first) continue;
            const all = [...first];
            const complete = parts.slice(1).every((part) => {
              for (let j = Math.max(0, i - STRETCH); j < Math.min(words.length, i + STRETCH); j++) {
                if (all.includes(j)) continue;
                const found = matchPart(part, j, atoms, sentence);
                if (!found || sentence(j) !== sentence(i) || found.some((p) => all.includes(p))) continue;
                all.push(...found);
                return true;
              }
              return false;
            });
            if (!complete) continue;
            all.sort((a, b) => a - b);
            hits.push({ pattern: index, from: all[0] ?? i, to: all[all.length - 1] ?? i, at: all });
          }
        }
      }
      return hits;
    },
  };
}
