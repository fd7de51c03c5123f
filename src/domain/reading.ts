/**
 * What was understood of one Dutch text. Made by `src/understanding`, used by the engine.
 */
import type { Intent, Perspective, RiskKind, RiskLevel, Topic } from './vocabulary.ts';

export interface Reading {
  /** Topics to act on, likeliest first; `score` is a probability, 0 to 1. Empty when the text has none. */
  topics: { topic: Topic; score: number }[];
  perspective: Perspective;
  /** `kind` is null exactly when `level` is `none`. `because`: the words that led to it, for tests and editors only. */
  risk: { level: RiskLevel; kind: RiskKind | null; because?: string[] };
  intent: { name: Intent; score: number };
}

/** Reads one text. `asked` is the question, in words, that the client had just been asked. Pure and synchronous. */
export type Reader = (text: string, asked?: string) => Reading;
