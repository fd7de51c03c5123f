/**
 * What is a command only when it stands alone: 'stop', 'wis alles', 'ik wil een mens', 'ja', 'geen idee'.
 * Exact rules, so that these always work; anything longer is left to the model ('het moet stoppen thuis').
 */
import type { Intent } from '../domain/vocabulary.ts';
import type { CompiledLexicon } from './lexicon.ts';
import { lightKey, soundKey } from './sound.ts';
import { toWords, type Word } from './text.ts';

/** Finds the command that a text consists of, or nothing. `sure` when it is one of the listed phrases. */
export type CommandFinder = (words: readonly Word[]) => { intent: Intent; sure: boolean } | undefined;

/** Shortest phrase, in letters, in which one typing error is forgiven. */
const FORGIVING_FROM = 4;
/** Up to here another letter makes another word ('stok' is not 'stop'); swapped or doubled ones do not. */
const SHORT_WORD = 5;

export function commandFinder(compiled: CompiledLexicon): CommandFinder {
  const { lexicon, repair } = compiled;
  const spelling = new Map(Object.entries(lexicon.spelling));
  const polite = new Set(lexicon.polite);
  const exact = new Map<string, Intent>();
  const sounds = new Map<string, Intent>();
  const phrases: { text: string; intent: Intent }[] = [];
  let longest = 0;
  for (const [intent, list] of Object.entries(lexicon.commands) as [Intent, string[]][]) {
    for (const phrase of list) {
      const words = toWords(phrase, spelling).map((word) => word.text);
      longest = Math.max(longest, words.length);
      exact.set(words.map(lightKey).join(' '), intent);
      sounds.set(words.map((word) => soundKey(word)).join(' '), intent);
      phrases.push({ text: words.join(' '), intent });
    }
  }
  const find = (words: readonly string[]): Intent | undefined => {
    if (words.length === 0 || words.length > longest) return undefined;
    const found = exact.get(words.map(lightKey).join(' ')) ?? exact.get(words.join(' '));
    if (found) return found;
    // A word that exists is what it is: 'stok' is no misspelt 'stop'.
    if (words.every((word) => repair.knows(word))) return undefined;
    const bySound = sounds.get(words.map((word) => soundKey(word)).join(' '));
    if (bySound) return bySound;
    const text = words.join(' ');
    if (text.length < FORGIVING_FROM) return undefined;
    for (const phrase of phrases) {
      if (
        phrase.text.length >= FORGIVING_FROM &&
        phrase.text[0] === text[0] &&
        nearlySame(phrase.text, text) &&
        (text.length > SHORT_WORD || !replaced(phrase.text, text))
      ) {
        return phrase.intent;
      }
    }
    return undefined;
  };
  const phrase = (words: readonly Word[]): Intent | undefined => {
    if (words.length > longest + 6) return undefined;
    const all = words.map((word) => word.text);
    const whole = find(all);
    if (whole) return whole;
    let from = 0;
    let to = all.length;
    for (;;) {
      if (to - from > 1 && polite.has(all[to - 1] ?? '')) to--;
      else if (to - from > 1 && polite.has(all[from] ?? '')) from++;
      else return undefined;
      const found = find(all.slice(from, to));
      if (found) return found;
    }
  };
  const made = madeOfCommandWords(compiled);
  return (words) => {
    const whole = phrase(words);
    if (whole) return { intent: whole, sure: true };
    const intent = made(words);
    return intent ? { intent, sure: false } : undefined;
  };
}

/** A longer text than this tells something, whatever its words. */
const MOST_COMMAND_WORDS = 12;

/** 'Kun je alles wat ik heb getypt weghalen': no phrase of a list, but nothing else than a command either. */
function madeOfCommandWords({
  lexicon,
  repair,
}: CompiledLexicon): (words: readonly Word[]) => Intent | undefined {
  const spelling = new Map(Object.entries(lexicon.spelling));
  const keysOf = (text: string) => toWords(text, spelling).map((word) => lightKey(word.text));
  const polite = lexicon.polite.flatMap(keysOf);
  const lists = lexicon.commandWords.map(({ intent, core, around }) => ({
    intent,
    core: core.map(keysOf),
    all: new Set([...polite, ...core.flatMap(keysOf), ...around.flatMap(keysOf)]),
  }));
  return (words) => {
    // 'Dan stop ik ermee' is what somebody would do, no request.
    if (words.length === 0 || words.length > MOST_COMMAND_WORDS || words[0]?.text === 'dan') return undefined;
    for (const { intent, core, all } of lists) {
      const keys = words.map(({ text }) => {
        const key = lightKey(text);
        if (all.has(key)) return key;
        const meant = lightKey(repair.repair(text) ?? text);
        return all.has(meant) ? meant : undefined;
      });
      if (keys.includes(undefined)) continue;
      if (core.some((together) => together.every((key) => keys.includes(key)))) return intent;
    }
    return undefined;
  };
}

function replaced(a: string, b: string): boolean {
  return a.length === b.length && [...a].sort().join('') !== [...b].sort().join('');
}

/** One letter too many, too few, wrong, or two swapped. */
export function nearlySame(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  let endA = a.length;
  let endB = b.length;
  while (endA > i && endB > i && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const leftA = endA - i;
  const leftB = endB - i;
  if (leftA <= 1 && leftB <= 1) return true;
  return leftA === 2 && leftB === 2 && a[i] === b[i + 1] && a[i + 1] === b[i];
}
