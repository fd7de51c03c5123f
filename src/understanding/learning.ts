/**
 * The learner: logistic regression over sparse features for several questions at once (topics each for itself,
 * perspective, and a choice among intents and among risks). Deterministic: same samples, same weights.
 */
import { INTENTS, RISK_KINDS, TOPICS } from '../domain/vocabulary.ts';
import type { Features } from './features.ts';

/** Where each question's outputs stand in a row of weights. */
export const OUTPUTS = {
  topics: 0,
  other: TOPICS.length,
  /** Is there any topic at all? */
  about: TOPICS.length + 1,
  intents: TOPICS.length + 2,
  /** none, then check per kind, then urgent per kind. */
  risks: TOPICS.length + 2 + INTENTS.length,
  count: TOPICS.length + 2 + INTENTS.length + 1 + 2 * RISK_KINDS.length,
} as const;
export const RISK_OUTPUTS = OUTPUTS.count - OUTPUTS.risks;

/** What one example teaches; `null` or -1: nothing on that question. Topics as a bit set. */
export interface Sample {
  features: Features;
  topics: number | null;
  other: 0 | 1 | -1;
  intent: number;
  risk: number;
  weight: number;
  /** Learnt from in every few round only, so that likenesses of one utterance take turns. */
  turn?: { of: number; at: number };
}

/** Weights as rows of `OUTPUTS.count`, one row per feature, and one start value per output. */
export interface Weights {
  rows: Float32Array;
  bias: Float32Array;
}

export interface Settings {
  epochs: number;
  rate: number;
  decay: number;
}
export const SETTINGS: Settings = { epochs: 4, rate: 1.2, decay: 0.0015 };

/** A repeatable source of numbers in [0, 1). */
export function repeatable(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const K = OUTPUTS.count;
/** Errors smaller than this are left alone: most outputs of most samples, which keeps training quick. */
const NEGLIGIBLE = 0.01;
const EASY = 0.1;

/** Features of the samples must already be row numbers below `rowCount`. */
export function learn(samples: readonly Sample[], rowCount: number, settings: Settings = SETTINGS): Weights {
  const rows = new Float32Array(rowCount * K);
  const bias = new Float32Array(K);
  // What nothing was learnt about is no topic, no danger, a story.
  bias.fill(-2, OUTPUTS.topics, OUTPUTS.other + 1);
  bias[OUTPUTS.about] = -1;
  bias[OUTPUTS.intents + INTENTS.indexOf('tell')] = 2;
  bias[OUTPUTS.risks] = 4;
  /** How wrong each sample was when last seen: what is known well is revised less often. */
  const wrong = new Float32Array(samples.length).fill(1);
  const order = samples.map((_, i) => i);
  const random = repeatable(7);
  const scores = new Float32Array(K);
  const error = new Float32Array(K);
  const active = new Int32Array(K);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const a = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = a;
    }
    // Small steps at the end: the last samples seen must not weigh more than the first.
    const rate = settings.rate * (1 - epoch / settings.epochs);
    for (const index of order) {
      const sample = samples[index];
      if (!sample) continue;
      const { turn } = sample;
      if (turn && epoch % turn.of !== turn.at) continue;
      const { ids, values } = sample.features;
      if (epoch > 2 && (wrong[index] ?? 1) < EASY && (index + epoch) % 3 !== 0) continue;
      score(rows, bias, ids, values, scores);
      errors(sample, scores, error);
      let n = 0;
      let worst = 0;
      for (let k = 0; k < K; k++) {
        const e = error[k] ?? 0;
        worst = Math.max(worst, e, -e);
        if (e > NEGLIGIBLE || e < -NEGLIGIBLE) active[n++] = k;
      }
      wrong[index] = worst;
      for (let a = 0; a < n; a++) {
        const k = active[a] ?? 0;
        error[k] = (error[k] ?? 0) * rate * sample.weight;
        bias[k] = (bias[k] ?? 0) + 0.1 * (error[k] ?? 0);
      }
      for (let f = 0; f < ids.length; f++) {
        const base = (ids[f] ?? 0) * K;
        const value = values[f] ?? 0;
        for (let a = 0; a < n; a++) {
          const k = active[a] ?? 0;
          rows[base + k] = (rows[base + k] ?? 0) + value * (error[k] ?? 0);
        }
      }
    }
    const keep = 1 - Math.min(0.5, settings.decay * rate * 10);
    for (let i = 0; i < rows.length; i++) rows[i] = (rows[i] ?? 0) * keep;
  }
  return { rows, bias };
}

function score(
  rows: Float32Array,
  bias: Float32Array,
  ids: ArrayLike<number>,
  values: ArrayLike<number>,
  out: Float32Array,
): void {
  out.set(bias);
  for (let f = 0; f < ids.length; f++) {
    const base = (ids[f] ?? 0) * K;
    const value = values[f] ?? 0;
    for (let k = 0; k < K; k++) out[k] = (out[k] ?? 0) + value * (rows[base + k] ?? 0);
  }
}

function errors(sample: Sample, scores: Float32Array, error: Float32Array): void {
  error.fill(0);
  if (sample.topics !== null) {
    for (let t = 0; t < TOPICS.length; t++) {
      error[t] = ((sample.topics >> t) & 1) - sigmoid(scores[t] ?? 0);
    }
  }
  if (sample.topics !== null)
    error[OUTPUTS.about] = (sample.topics === 0 ? 0 : 1) - sigmoid(scores[OUTPUTS.about] ?? 0);
  if (sample.other !== -1) error[OUTPUTS.other] = sample.other - sigmoid(scores[OUTPUTS.other] ?? 0);
  if (sample.intent >= 0) choice(scores, error, OUTPUTS.intents, INTENTS.length, sample.intent);
  if (sample.risk >= 0) choice(scores, error, OUTPUTS.risks, RISK_OUTPUTS, sample.risk);
}

function choice(scores: Float32Array, error: Float32Array, from: number, count: number, right: number): void {
  const p = softmax(scores.subarray(from, from + count));
  for (let k = 0; k < count; k++) error[from + k] = (k === right ? 1 : 0) - (p[k] ?? 0);
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Probabilities that add up to one. */
export function softmax(scores: ArrayLike<number>): Float64Array {
  let top = -Infinity;
  for (let i = 0; i < scores.length; i++) top = Math.max(top, scores[i] ?? 0);
  const out = new Float64Array(scores.length);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    out[i] = Math.exp((scores[i] ?? 0) - top);
    sum += out[i] ?? 0;
  }
  for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) / sum;
  return out;
}
