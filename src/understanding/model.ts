/**
 * A trained reader as plain data: small numbers in base64, the lexicon, thresholds. Goes through JSON unchanged.
 */
import { HASH_BITS } from './features.ts';
import { OUTPUTS, type Weights } from './learning.ts';
import type { Lexicon } from './lexicon.ts';

export const MODEL_VERSION = 3;

export interface Model {
  version: number;
  /** Of the material it was trained from. */
  hash: string;
  rows: number;
  /** Gaps between the kept feature hashes, rising, as variable-length bytes; base64. */
  features: string;
  /** One signed byte per feature and output; base64. */
  weights: string;
  /** What one step of a byte is worth, per output. */
  scales: number[];
  bias: number[];
  /** Per topic: `[slope, shift]` that make a score a probability, and from which probability to act. */
  topics: { calibration: [number, number]; threshold: number }[];
  /** From which `aboutScore` a text is taken to have a topic. */
  about: number;
  otherThreshold: number;
  risk: { urgent: number; check: number };
  /** Known words, most frequent first, separated by spaces. */
  vocabulary: string;
  lexicon: Lexicon;
}

/** A model out of JSON text, or undefined when it is of another version or not a model. */
export function parseModel(json: string): Model | undefined {
  try {
    const model = JSON.parse(json) as Model;
    return model?.version === MODEL_VERSION && typeof model.weights === 'string' ? model : undefined;
  } catch {
    return undefined;
  }
}

/** Packs weights; `hashes[i]` is the feature of row `i`, rising. */
export function packWeights(
  hashes: readonly number[],
  weights: Weights,
): Pick<Model, 'rows' | 'features' | 'weights' | 'scales' | 'bias'> {
  const K = OUTPUTS.count;
  const scales: number[] = [];
  for (let k = 0; k < K; k++) {
    let top = 1e-6;
    for (let r = 0; r < hashes.length; r++) top = Math.max(top, Math.abs(weights.rows[r * K + k] ?? 0));
    scales.push(Math.fround(top / 127));
  }
  const bytes = new Uint8Array(hashes.length * K);
  for (let r = 0; r < hashes.length; r++) {
    for (let k = 0; k < K; k++) {
      bytes[r * K + k] = Math.round((weights.rows[r * K + k] ?? 0) / (scales[k] ?? 1)) & 255;
    }
  }
  const gaps: number[] = [];
  let last = 0;
  for (const hash of hashes) {
    let gap = hash - last;
    last = hash;
    while (gap > 127) {
      gaps.push((gap & 127) | 128);
      gap >>= 7;
    }
    gaps.push(gap);
  }
  return {
    rows: hashes.length,
    features: toBase64(Uint8Array.from(gaps)),
    weights: toBase64(bytes),
    scales,
    bias: Array.from(weights.bias),
  };
}

/** Scores of all outputs for sparse features given by hash. */
export type Scorer = (ids: ArrayLike<number>, values: ArrayLike<number>) => Float64Array;

/** Unpacks the weights of a model. */
export function scorer(model: Model): Scorer {
  const K = OUTPUTS.count;
  const bytes = new Int8Array(fromBase64(model.weights).buffer);
  const rowOf = new Int32Array(1 << HASH_BITS).fill(-1);
  const gaps = fromBase64(model.features);
  let hash = 0;
  let row = 0;
  for (let i = 0; i < gaps.length; ) {
    let gap = 0;
    let shift = 0;
    let byte = 0;
    do {
      byte = gaps[i++] ?? 0;
      gap |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    hash += gap;
    rowOf[hash] = row++;
  }
  const { scales, bias } = model;
  return (ids, values) => {
    const out = new Float64Array(K);
    for (let f = 0; f < ids.length; f++) {
      const at = rowOf[ids[f] ?? 0] ?? -1;
      if (at < 0) continue;
      const value = values[f] ?? 0;
      const base = at * K;
      for (let k = 0; k < K; k++) out[k] = (out[k] ?? 0) + value * (bytes[base + k] ?? 0);
    }
    for (let k = 0; k < K; k++) out[k] = (out[k] ?? 0) * (scales[k] ?? 0) + (bias[k] ?? 0);
    return out;
  };
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  const step = 0x8000;
  for (let i = 0; i < bytes.length; i += step) text += String.fromCharCode(...bytes.subarray(i, i + step));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
