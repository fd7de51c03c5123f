/**
 * What the lexicon says, and finding it in a text: concepts with their topics, idioms that mean something else,
 * danger frames, and the words that turn a meaning around (denial, film, joke, long ago).
 */
import type { Intent, RiskKind, Topic } from '../domain/vocabulary.ts';
import { compilePatterns, type Hit, type Patterns } from './patterns.ts';
import { type SpellingRepair, spellingRepair } from './spelling.ts';
import { toWords, type Word } from './text.ts';

export interface Concept {
  id: string;
  topics: Topic[];
  forms: string[];
  /** Look-alikes with another meaning; where one is found the concept is not. */
  not: string[];
}

export interface Frame {
  id: string;
  kind: RiskKind;
  level: 'check' | 'urgent';
  /** Whose danger: 'other' when the frame itself says so. */
  who?: 'self' | 'other';
  /** Needs no model beside it: only a denial, a film, a joke or the closed past takes it away. */
  certain?: true;
  patterns: string[];
}

/** Plain data: goes into the trained model as it is. */
export interface Lexicon {
  spelling: Record<string, string>;
  concepts: Concept[];
  idioms: string[];
  classes: Record<string, string[]>;
  frames: Frame[];
  /** Marks of scope: `denial`, `fiction`, `joke`, `past`, `still`, `others`. */
  marks: Record<string, string[]>;
  /** Per intent what is said when it stands alone; `polite`: words that may stand around it. */
  commands: Record<string, string[]>;
  polite: string[];
  /** A text of nothing but these words, with one of `core` among them, is that command. */
  commandWords: { intent: Intent; core: string[]; around: string[] }[];
}

export interface ConceptHit {
  concept: number;
  from: number;
  to: number;
  denied: boolean;
}
export interface FrameHit {
  frame: number;
  at: number[];
  denied: boolean;
}

/** A text after the lexicon went over it. */
export interface Analysis {
  words: Word[];
  repairs: (string | undefined)[];
  concepts: ConceptHit[];
  frames: FrameHit[];
  idioms: number;
  /** Names of the marks present. */
  marks: Set<string>;
  /** Nobody speaks of themselves or their own people: long sentences like that come from a newspaper. */
  impersonal: boolean;
  /** Only names who, when, where or how many: 'gisteren nog', 'bij mijn moeder'. */
  bare: boolean;
  /** Class names per word position that the features use ('kin', 'self', ...). */
  classes: (string | undefined)[];
}

export interface CompiledLexicon {
  lexicon: Lexicon;
  repair: SpellingRepair;
  analyse(text: string): Analysis;
}

type Owner = { concept: number; not: boolean } | { frame: number } | { idiom: true } | { mark: string };

/** Shorter texts are fragments, in which people leave themselves out. */
const IMPERSONAL_FROM = 7;
/** 'Zijn moeder' is nobody's own. */
const OF_ANOTHER: ReadonlySet<string> = new Set(['zijn', 'hun', 'diens']);
/** The quotation marks of Dutch newspapers: whoever says 'I' there is not the one who types. */
const PRINTED_QUOTE = /^\s*,,\s*\p{L}|''\s*$|'',/u;

/** The classes that become features of their own: who is spoken about is what perspective hangs on. */
const FEATURE_CLASSES = ['kin', 'self', 'their', 'perpetrator'];

/** A text of at most this many words that only name something tells of nothing. */
const MOST_BARE = 6;
const BARE_CLASSES = ['bare', 'kin', 'child', 'self', 'their', 'them', 'who'];

/** Compiles the lexicon; `vocabulary` are the words known from example material, most frequent first. */
export function compileLexicon(lexicon: Lexicon, vocabulary: readonly string[]): CompiledLexicon {
  const sources: string[] = [];
  const owners: Owner[] = [];
  const add = (owner: Owner, forms: readonly string[]) => {
    for (const form of forms) {
      sources.push(form);
      owners.push(owner);
    }
  };
  lexicon.concepts.forEach((concept, i) => {
    add({ concept: i, not: false }, concept.forms);
    add({ concept: i, not: true }, concept.not);
  });
  for (const [i, frame] of lexicon.frames.entries()) add({ frame: i }, frame.patterns);
  add({ idiom: true }, lexicon.idioms);
  for (const [mark, forms] of Object.entries(lexicon.marks)) add({ mark }, forms);

  const patterns: Patterns = compilePatterns(sources, lexicon.classes);
  const own = patterns.literals().map((literal) => literal.replace(/\*/g, ''));
  const known = [...vocabulary];
  const seen = new Set(known);
  for (const word of own) {
    if (seen.has(word)) continue;
    seen.add(word);
    known.push(word);
  }
  const repair = spellingRepair(known);
  const spelling = new Map(Object.entries(lexicon.spelling));
  const classOf = new Map<string, string>();
  for (const name of FEATURE_CLASSES) {
    for (const word of lexicon.classes[name] ?? []) if (!classOf.has(word)) classOf.set(word, name);
  }
  const personal = new Set([...(lexicon.classes.self ?? []), 'mijn', 'onze']);
  const kin = new Set(lexicon.classes.kin ?? []);
  const denials = new Set(lexicon.marks.denial ?? []);
  const losses = new Set(lexicon.classes.loss ?? []);
  const bareWords = new Set(BARE_CLASSES.flatMap((name) => lexicon.classes[name] ?? []));

  return {
    lexicon,
    repair,
    analyse(text) {
      const words = toWords(text, spelling);
      const repairs = words.map((word) => repair.repair(word.text));
      const hits = patterns.find(words, repair.knows, repairs);
      const taken = new Set<number>();
      const marks = new Set<string>();
      let idioms = 0;
      for (const hit of hits) {
        const owner = owners[hit.pattern];
        if (!owner) continue;
        if ('idiom' in owner) {
          idioms++;
          for (let i = hit.from; i <= hit.to; i++) taken.add(i);
        } else if ('mark' in owner) marks.add(owner.mark);
      }
      const free = (hit: Hit) => !hit.at.some((i) => taken.has(i));
      const blocked = new Map<number, Set<number>>();
      for (const hit of hits) {
        const owner = owners[hit.pattern];
        if (!owner || !('concept' in owner) || !owner.not) continue;
        const at = blocked.get(owner.concept) ?? new Set();
        for (const i of hit.at) at.add(i);
        blocked.set(owner.concept, at);
      }
      const concepts: ConceptHit[] = [];
      const frames: FrameHit[] = [];
      for (const hit of hits) {
        const owner = owners[hit.pattern];
        if (!owner || !free(hit)) continue;
        if ('concept' in owner && !owner.not) {
          if (hit.at.some((i) => blocked.get(owner.concept)?.has(i))) continue;
          concepts.push({
            concept: owner.concept,
            from: hit.from,
            to: hit.to,
            denied: isDenied(words, hit, denials),
          });
        } else if ('frame' in owner) {
          frames.push({ frame: owner.frame, at: hit.at, denied: isDenied(words, hit, denials) });
        }
      }
      const classes = words.map((word) => classOf.get(word.text));
      const impersonal =
        PRINTED_QUOTE.test(text) ||
        (words.length >= IMPERSONAL_FROM &&
          !words.some(
            ({ text: word }, i) =>
              personal.has(word) || (kin.has(word) && !OF_ANOTHER.has(words[i - 1]?.text ?? '')),
          ));
      const bare =
        words.length <= MOST_BARE &&
        words.every(
          ({ text: word }, i) =>
            /^\d+$/.test(word) ||
            bareWords.has(repairs[i] ?? word) ||
            (losses.has(word) && isOfOther(words, i)),
        );
      return { words, repairs, concepts, frames, idioms, marks, impersonal, bare, classes };
    },
  };
}

/** 'Zijn dood', 'de dood van mijn man'; not 'mijn dood' or 'de dood'. */
const isOfOther = (words: readonly Word[], at: number): boolean =>
  OF_ANOTHER.has(words[at - 1]?.text ?? '') ||
  words[at - 1]?.text === 'haar' ||
  (words[at - 1]?.text === 'de' && words[at + 1]?.text === 'van');

/** 'Niet goed', 'niet alleen': the denial is about this word and not about what follows. */
const DENIES_ONLY_THIS = new Set(
  'alleen normaal zomaar eens goed leuk fijn veilig lekker makkelijk best gelukkig'.split(' '),
);

/**
 * Is what was found denied? 'geen schulden', 'nooit geslagen', 'slaat me niet'. A denial inside the pattern itself
 * belongs to it ('kan niet slapen'); 'niet alleen' and 'niet meer normaal' do not deny.
 */
function isDenied(words: readonly Word[], hit: Hit, denials: ReadonlySet<string>): boolean {
  if (hit.at.some((i) => denials.has(words[i]?.text ?? ''))) return false;
  const clause = words[hit.from]?.clause;
  let count = 0;
  const consider = (i: number) => {
    const word = words[i];
    if (!word || word.clause !== clause || hit.at.includes(i) || !denials.has(word.text)) return;
    const next = words[i + 1];
    if (next?.clause === clause && DENIES_ONLY_THIS.has(next.text)) return;
    count++;
  };
  for (let i = hit.from - 3; i < hit.from; i++) consider(i);
  for (let i = hit.from; i <= hit.to; i++) consider(i);
  const lastClause = words[hit.to]?.clause;
  for (let i = hit.to + 1; i <= hit.to + 2; i++) {
    const word = words[i];
    if (!word || word.clause !== lastClause) break;
    if (word.text === 'niet' || word.text === 'nooit') consider(i);
  }
  // 'Het is niet zo dat ik nooit ...': twice no is not no.
  return count % 2 === 1;
}
