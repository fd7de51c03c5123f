/**
 * Guesses which known word was meant by an unknown one: one letter too many, too few, wrong or swapped.
 * Used to understand only; nobody is ever shown a correction.
 */

export interface SpellingRepair {
  knows(word: string): boolean;
  /** The known word that `word` most likely stands for, or undefined when it is known, short or like nothing. */
  repair(word: string): string | undefined;
}

const SHORTEST = 5;

/** `known`: words, most frequent first; of two candidates the more frequent one wins. */
export function spellingRepair(known: readonly string[]): SpellingRepair {
  const rank = new Map(known.map((word, i) => [word, i]));
  let near: Map<string, number> | undefined;
  // The index is made at the first misspelt word, so that loading stays quick.
  const index = () => {
    if (near) return near;
    near = new Map();
    for (let i = known.length - 1; i >= 0; i--) {
      const word = known[i] ?? '';
      if (word.length < SHORTEST) continue;
      near.set(word, i);
      for (let cut = 0; cut < word.length; cut++) near.set(word.slice(0, cut) + word.slice(cut + 1), i);
    }
    return near;
  };
  return {
    knows: (word) => rank.has(word),
    repair(word) {
      if (word.length < SHORTEST || word.length > 24 || rank.has(word) || /\d/.test(word)) return undefined;
      const map = index();
      let best = map.get(word) ?? Number.POSITIVE_INFINITY;
      for (let cut = 0; cut < word.length; cut++) {
        const found = map.get(word.slice(0, cut) + word.slice(cut + 1));
        if (found !== undefined && found < best) best = found;
      }
      return known[best];
    },
  };
}
