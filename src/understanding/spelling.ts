/**
 * Guesses which known word was meant by an unknown one: one letter too many, too few, wrong or swapped.
 * Used to understand only; nobody is ever shown a correction.
 */
import { soundKey } from './sound.ts';

export interface SpellingRepair {
  knows(word: string): boolean;
  /** The known word that `word` most likely stands for, or undefined when it is known, short or like nothing. */
  repair(word: string): string | undefined;
}

/** Letters of a word that is repaired, and of one that may have been meant. */
const SHORTEST = 3;
const SHORTEST_MEANT = 4;

/** A mistake is seldom in the first letter: a word that begins otherwise has to be this much more frequent. */
const OTHER_FIRST_LETTER = 8;

/** `known`: words, most frequent first; of several candidates the more frequent one wins. */
export function spellingRepair(known: readonly string[]): SpellingRepair {
  const rank = new Map(known.map((word, i) => [word, i]));
  let index: Index | undefined;
  return {
    knows: (word) => rank.has(word),
    repair(word) {
      if (word.length < SHORTEST || word.length > 24 || rank.has(word) || /\d/.test(word)) return undefined;
      // Made at the first misspelt word, so that loading stays quick.
      index ??= makeIndex(known);
      let best: number | undefined;
      let least = Number.POSITIVE_INFINITY;
      for (const key of [word, ...withoutALetter(word)]) {
        for (const at of index.near.get(key) ?? []) {
          const cost = (at + 1) * (known[at]?.[0] === word[0] ? 1 : OTHER_FIRST_LETTER);
          if (cost < least) [best, least] = [at, cost];
        }
      }
      return known[best ?? index.sounds.get(soundKey(word)) ?? -1];
    },
  };
}

interface Index {
  /** Key: a word, whole or without one of its letters. The most frequent words that it can come from. */
  near: Map<string, number[]>;
  /** Key: how a word sounds. */
  sounds: Map<string, number>;
}

function makeIndex(known: readonly string[]): Index {
  const near = new Map<string, number[]>();
  const sounds = new Map<string, number>();
  known.forEach((word, i) => {
    if (word.length < SHORTEST_MEANT) return;
    const sound = soundKey(word);
    if (!sounds.has(sound)) sounds.set(sound, i);
    for (const key of [word, ...withoutALetter(word)]) {
      const held = near.get(key);
      if (!held) near.set(key, [i]);
      else if (held.length < MOST_MEANT) held.push(i);
    }
  });
  return { near, sounds };
}
const MOST_MEANT = 4;

const withoutALetter = (word: string): string[] =>
  Array.from(word, (_, cut) => word.slice(0, cut) + word.slice(cut + 1));
