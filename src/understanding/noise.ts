/**
 * Misspells a text the way people do, repeatably: training on such copies makes the reader forgiving.
 */

const SOUNDS: [RegExp, string][] = [
  [/ij/, 'ei'],
  [/ei/, 'ij'],
  [/ou/, 'au'],
  [/au/, 'ou'],
  [/ch/, 'g'],
  [/dt$/, 't'],
  [/d$/, 't'],
  [/t$/, 'd'],
  [/en$/, 'e'],
  [/z/, 's'],
  [/v/, 'f'],
  [/c/, 'k'],
  [/sch/, 'sg'],
  [/(.)\1/, '$1'],
  [/ie/, 'i'],
  [/oe/, 'u'],
];

/** Misspells about `share` of the words; `random` gives numbers in [0, 1). */
export function misspell(text: string, share: number, random: () => number): string {
  return text
    .split(' ')
    .map((word) => (word.length > 2 && random() < share ? misspellWord(word, random) : word))
    .join(' ');
}

function misspellWord(word: string, random: () => number): string {
  const at = Math.floor(random() * (word.length - 1));
  const kind = random();
  if (kind < 0.4) {
    const fitting = SOUNDS.filter(([from]) => from.test(word));
    const chosen = fitting[Math.floor(random() * fitting.length)];
    if (chosen) return word.replace(chosen[0], chosen[1]);
  }
  if (kind < 0.6) return word.slice(0, at) + word.slice(at + 1);
  if (kind < 0.75) return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
  if (kind < 0.85) return word.slice(0, at) + (word[at] ?? '') + word.slice(at);
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return word.slice(0, at) + (letters[Math.floor(random() * 26)] ?? 'e') + word.slice(at + 1);
}
