/**
 * From what someone typed to words: lower case, no accents, SMS spelling written out, clauses and sentences counted.
 */

/** One word of a text. `clause` and `sentence` count up, so that scope rules can ask what belongs together. */
export interface Word {
  /** As understood: normalised and written out ('k' -> 'ik'). */
  text: string;
  /** As typed, in lower case without accents. */
  typed: string;
  clause: number;
  sentence: number;
}

/** How single typed words are to be read: `{ k: 'ik', kheb: 'ik heb' }`. */
export type Spelling = ReadonlyMap<string, string>;

/** Longer texts are read from both ends: what matters most is seldom only in the middle of a very long message. */
const MOST_AT_ONE_END = 3000;

const PIECES = /['’]?[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*|\p{Extended_Pictographic}|[.,;:!?()"\n]+/gu;
const NEW_CLAUSE_WORDS = new Set(['maar', 'want', 'omdat', 'terwijl', 'alleen', 'dus', 'toch']);

/** Lower case, without accents, with straight apostrophes and at most two of the same letter in a row. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/(\p{L})\1{2,}/gu, '$1$1');
}

/** Splits a text into words as they are to be understood. */
export function toWords(text: string, spelling: Spelling): Word[] {
  const short =
    text.length > 2 * MOST_AT_ONE_END
      ? `${text.slice(0, MOST_AT_ONE_END)}\n${text.slice(-MOST_AT_ONE_END)}`
      : text;
  const words: Word[] = [];
  let clause = 0;
  let sentence = 0;
  for (const match of plain(short).matchAll(PIECES)) {
    const piece = match[0];
    if (/^[.,;:!?()"\n]/.test(piece)) {
      clause++;
      if (/[.!?\n]/.test(piece)) sentence++;
      continue;
    }
    const written = spelling.get(piece) ?? spelling.get(piece.replace(/'/g, '')) ?? piece.replace(/'/g, '');
    for (const part of written.split(' ')) {
      if (NEW_CLAUSE_WORDS.has(part) && words.length > 0) clause++;
      words.push({ text: part, typed: piece, clause, sentence });
    }
  }
  return words;
}
