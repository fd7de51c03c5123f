/**
 * Turns an analysed text into numbers: hashed words, word pairs, pieces of words, concepts and what was asked.
 */
import type { Analysis, CompiledLexicon } from './lexicon.ts';
import { plain } from './text.ts';

/** Hashes are this many bits wide. */
export const HASH_BITS = 20;
const MASK = (1 << HASH_BITS) - 1;

/** Sparse: `ids[i]` weighs `values[i]`. Ids are unique. */
export interface Features {
  ids: ArrayLike<number>;
  values: ArrayLike<number>;
}

function hash(text: string, seed: number): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 12)) & MASK;
}

/** The kind of question that was asked, as far as its form shows. */
export function kindOfQuestion(asked: string | undefined): string {
  if (!asked) return 'none';
  const text = plain(asked);
  if (/0 (tot|t\/m|-) ?10|cijfer|hoe zeker/.test(text)) return 'scale';
  const last =
    text
      .split(/[.!\n]/)
      .filter((s) => s.includes('?'))
      .pop() ?? text;
  const first = /[\p{L}]+/u.exec(last)?.[0] ?? '';
  if (/^(wat|wie|waar|wanneer|hoe|waarom|welke?|hoeveel|vertel|waarmee|waarover)$/.test(first)) return 'open';
  if (/\bof\b.*\?/.test(last) && !/of niet/.test(last)) return 'choice';
  return last.includes('?') ? 'yesno' : 'other';
}

/** Group weights: each group of features has about this length as a vector. */
export const WEIGHT = { words: 1, pieces: 0.9, concepts: 0.55, asked: 0.5 };

/** Features of one text, given what had been asked. */
export function featuresOf(compiled: CompiledLexicon, analysis: Analysis, asked?: string): Features {
  const sums = new Map<number, number>();
  const group = (names: string[], seed: number, length: number) => {
    const unique = new Set<number>();
    for (const name of names) unique.add(hash(name, seed));
    const value = length / Math.sqrt(Math.max(1, unique.size));
    for (const id of unique) sums.set(id, (sums.get(id) ?? 0) + value);
  };
  const { words, repairs, classes } = analysis;

  const wordNames: string[] = [];
  const pieceNames: string[] = [];
  let before = '^';
  let beforeClass = '^';
  for (let i = 0; i < words.length; i++) {
    const typed = words[i]?.text ?? '';
    const word = repairs[i] ?? typed;
    wordNames.push(word, `${before} ${word}`);
    const kind = classes[i] ?? word;
    if (kind !== word || beforeClass !== before) wordNames.push(`<${beforeClass} ${kind}>`);
    before = word;
    beforeClass = kind;
    const edged = `_${word}_`;
    for (let n = 3; n <= 4; n++) {
      for (let at = 0; at + n <= edged.length; at++) pieceNames.push(edged.slice(at, at + n));
    }
  }
  wordNames.push(`${before} $`);
  group(wordNames, 1, WEIGHT.words);
  group(pieceNames, 2, WEIGHT.pieces);

  const concepts = conceptNames(compiled, analysis);
  for (const name of concepts) sums.set(hash(name, 3), WEIGHT.concepts);

  const kind = kindOfQuestion(asked);
  const size = words.length <= 2 ? 's' : words.length <= 5 ? 'm' : words.length <= 12 ? 'l' : 'xl';
  const askedNames = [`q:${kind}`, `n:${size}`, `q:${kind} n:${size}`];
  if (words.length <= 6) for (const word of words) askedNames.push(`q:${kind} ${word.text}`);
  group(askedNames, 4, WEIGHT.asked);
  return { ids: Int32Array.from(sums.keys()), values: Float32Array.from(sums.values()) };
}

function conceptNames(compiled: CompiledLexicon, analysis: Analysis): Set<string> {
  const names = new Set<string>();
  const count = new Map<string, Set<number>>();
  for (const hit of analysis.concepts) {
    const concept = compiled.lexicon.concepts[hit.concept];
    if (!concept) continue;
    names.add(`${hit.denied ? 'no' : 'c'}:${concept.id}`);
    for (const topic of concept.topics) {
      names.add(`${hit.denied ? 'no' : 't'}:${topic}`);
      if (hit.denied) continue;
      const ids = count.get(topic) ?? new Set();
      ids.add(hit.from);
      count.set(topic, ids);
    }
  }
  for (const [topic, at] of count) if (at.size > 1) names.add(`tt:${topic}`);
  for (const hit of analysis.frames) {
    const frame = compiled.lexicon.frames[hit.frame];
    if (!frame) continue;
    const state = hit.denied ? 'no' : 'f';
    names
      .add(`${state}:${frame.id}`)
      .add(`${state}:${frame.kind}`)
      .add(`${state}:${frame.kind} ${frame.level}`);
  }
  if (analysis.idioms > 0) names.add('idiom');
  if (analysis.impersonal) names.add('impersonal');
  for (const mark of analysis.marks) if (mark !== 'denial') names.add(`m:${mark}`);
  return names;
}

/** Which names a lexicon can give rise to: these are kept in a model however rare they are. */
export function conceptIds(compiled: CompiledLexicon): Set<number> {
  const ids = new Set<number>();
  for (const concept of compiled.lexicon.concepts) {
    ids.add(hash(`c:${concept.id}`, 3)).add(hash(`no:${concept.id}`, 3));
    for (const topic of concept.topics) {
      for (const kind of ['t', 'no', 'tt']) ids.add(hash(`${kind}:${topic}`, 3));
    }
  }
  return ids;
}
