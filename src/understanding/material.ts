/**
 * Example material: the shape of the files that social workers write, and what one utterance in them teaches.
 */
import { z } from 'zod';
import {
  INTENTS,
  type Intent,
  PERSPECTIVES,
  type Perspective,
  RISK_KINDS,
  RISK_LEVELS,
  type RiskKind,
  type RiskLevel,
  TOPICS,
  type Topic,
} from '../domain/vocabulary.ts';
import type { Lexicon } from './lexicon.ts';

/** One utterance and what is known about it; `null`: not known, so nothing is learnt on it. */
export interface Example {
  text: string;
  asked?: string;
  topics: Topic[] | null;
  perspective: Perspective | null;
  risk: { level: RiskLevel; kind: RiskKind | null } | null;
  intent: Intent | null;
  /** Who wrote it and in which register: folds of a cross-validation never split a group. */
  group: string;
  file: string;
  line: number;
}

/** Everything a reader is trained from. */
export interface Material {
  examples: Example[];
  lexicon: Lexicon;
  /** `file:line` of `concept <id>` and `frame <id>`, for messages. */
  places: Record<string, string>;
  /** Changes when anything in the material changes. */
  hash: string;
}

const topic = z.enum(TOPICS);
const risk = z.strictObject({ level: z.enum(RISK_LEVELS), kind: z.enum(RISK_KINDS).nullish() });
const saying = z.union([
  z.string().min(1),
  z.strictObject({
    text: z.string().min(1),
    asked: z.string().optional(),
    topics: z.array(topic).optional(),
    perspective: z.enum(PERSPECTIVES).optional(),
    risk: risk.optional(),
    intent: z.enum(INTENTS).optional(),
    note: z.string().optional(),
  }),
]);
export type Saying = z.infer<typeof saying>;
const says = z.array(saying);
const common = { author: z.string(), register: z.string().optional(), note: z.string().optional() };

export const TopicFile = z.strictObject({ topic, ...common, says });
export const IntentFile = z.strictObject({ intent: z.enum(INTENTS), ...common, says });
export const NeutralFile = z.strictObject({ neutral: z.literal(true), ...common, says });
export const RiskFile = z.strictObject({
  risk: z.enum(RISK_KINDS),
  ...common,
  urgent: says.optional(),
  check: says.optional(),
  none: says.optional(),
});

const words = z.array(z.string().min(1));
const conceptEntry = z.union([
  words,
  z.strictObject({ forms: words, topics: z.array(topic).optional(), not: words.optional() }),
]);

/** One file of the lexicon; every key is optional and files are put together. */
export const LexiconFile = z.strictObject({
  topic: topic.optional(),
  concepts: z.record(z.string(), conceptEntry).optional(),
  idioms: words.optional(),
  spelling: z.record(z.string(), z.string()).optional(),
  classes: z.record(z.string(), words).optional(),
  marks: z.record(z.string(), words).optional(),
  commands: z.partialRecord(z.enum(INTENTS), words).optional(),
  polite: words.optional(),
  /** Words of which a command may consist: one of `core` has to be there, and nothing but these and polite words. */
  command_words: z
    .partialRecord(z.enum(INTENTS), z.array(z.strictObject({ core: words, around: words })))
    .optional(),
  frames: z
    .record(
      z.string(),
      z.strictObject({
        kind: z.enum(RISK_KINDS),
        level: z.enum(['check', 'urgent']),
        who: z.enum(PERSPECTIVES).optional(),
        certain: z.literal(true).optional(),
        patterns: words,
      }),
    )
    .optional(),
});
export type LexiconFile = z.infer<typeof LexiconFile>;

/** A lexicon with nothing in it. */
export function emptyLexicon(): Lexicon {
  return {
    spelling: {},
    concepts: [],
    idioms: [],
    classes: {},
    frames: [],
    marks: {},
    commands: {},
    polite: [],
    commandWords: [],
  };
}

/** Adds one file to a lexicon. Concepts get the file's topic unless they name their own. */
export function addToLexicon(lexicon: Lexicon, file: LexiconFile): void {
  Object.assign(lexicon.spelling, file.spelling ?? {});
  for (const [id, entry] of Object.entries(file.concepts ?? {})) {
    const own = Array.isArray(entry) ? { forms: entry } : entry;
    const topics = ('topics' in own ? own.topics : undefined) ?? (file.topic ? [file.topic] : []);
    lexicon.concepts.push({ id, topics, forms: own.forms, not: ('not' in own ? own.not : undefined) ?? [] });
  }
  lexicon.idioms.push(...(file.idioms ?? []));
  const lists = ['classes', 'marks', 'commands'] as const;
  for (const name of lists) {
    for (const [key, values] of Object.entries(file[name] ?? {})) {
      lexicon[name][key] = [...(lexicon[name][key] ?? []), ...values];
    }
  }
  lexicon.polite.push(...(file.polite ?? []));
  for (const [intent, lists] of Object.entries(file.command_words ?? {})) {
    for (const { core, around } of lists)
      lexicon.commandWords.push({ intent: INTENTS.find((name) => name === intent) ?? 'tell', core, around });
  }
  for (const [id, frame] of Object.entries(file.frames ?? {})) {
    const { who, certain, ...rest } = frame;
    lexicon.frames.push({ id, ...rest, ...(who ? { who } : {}), ...(certain ? { certain } : {}) });
  }
}
