/**
 * From scores on utterances that were held out: what a score is worth as a probability, and from where to act.
 */
import { TOPICS } from '../domain/vocabulary.ts';
import { OUTPUTS, sigmoid } from './learning.ts';
import type { Example } from './material.ts';
import type { Model } from './model.ts';
import { aboutScore } from './read.ts';
import { riskChances } from './risk.ts';

/** A held-out utterance with the scores it got. */
export interface Judged {
  example: Example;
  scores: Float64Array;
}

/** Thresholds stay within bounds: few examples must not lead to extremes. */
const LOWEST = 0.25;
const HIGHEST = 0.6;

export function calibrate(
  judged: readonly Judged[],
): Pick<Model, 'topics' | 'about' | 'otherThreshold' | 'risk'> {
  const known = judged.filter(({ example }) => example.topics !== null);
  const topics = TOPICS.map((topic, index) => {
    const points = known.map(({ example, scores }) => ({
      score: scores[index] ?? 0,
      right: example.topics?.includes(topic) ?? false,
    }));
    const calibration = platt(points);
    const [slope, shift] = calibration;
    const threshold = bestThreshold(
      points.map((p) => ({ p: sigmoid(slope * p.score + shift), right: p.right })),
    );
    return { calibration, threshold };
  });
  const others = judged
    .filter(({ example }) => example.perspective !== null)
    .map(({ example, scores }) => ({
      p: sigmoid(scores[OUTPUTS.other] ?? 0),
      right: example.perspective === 'other',
    }));
  return {
    topics,
    about: aboutThreshold(known, topics),
    otherThreshold: others.length > 50 ? bestThreshold(others) : 0.5,
    risk: riskThresholds(judged),
  };
}

/** Of texts without a topic this share has to stay without one. */
const STAYS_EMPTY = 0.87;

/** From which score on a text counts as having a topic, so that plain texts stay plain. */
function aboutThreshold(known: readonly Judged[], topics: Model['topics']): number {
  const empty = known
    .filter(({ example }) => example.topics?.length === 0)
    .map(({ scores }) => {
      const chances = topics.map(({ calibration: [slope, shift] }, i) =>
        sigmoid(slope * (scores[i] ?? 0) + shift),
      );
      return aboutScore(scores, Math.max(...chances));
    })
    .sort((a, b) => a - b);
  const cut = empty[Math.floor(empty.length * STAYS_EMPTY)] ?? 0;
  return Math.round(cut * 1000) / 1000;
}

/** Platt scaling by Newton's method, started at the identity. */
function platt(points: readonly { score: number; right: boolean }[]): [number, number] {
  let a = 1;
  let b = 0;
  if (points.filter((p) => p.right).length < 10) return [a, b];
  for (let round = 0; round < 30; round++) {
    let ga = 0;
    let gb = 0;
    let haa = 1e-3;
    let hab = 0;
    let hbb = 1e-3;
    for (const { score, right } of points) {
      const p = sigmoid(a * score + b);
      const e = (right ? 1 : 0) - p;
      const w = p * (1 - p);
      ga += e * score;
      gb += e;
      haa += w * score * score;
      hab += w * score;
      hbb += w;
    }
    const det = haa * hbb - hab * hab;
    if (Math.abs(det) < 1e-9) break;
    const da = (hbb * ga - hab * gb) / det;
    const db = (haa * gb - hab * ga) / det;
    a += da;
    b += db;
    if (Math.abs(da) + Math.abs(db) < 1e-5) break;
  }
  return Number.isFinite(a) && Number.isFinite(b) && a > 0.05 ? [a, b] : [1, 0];
}

/** The threshold with the best F1. */
function bestThreshold(points: readonly { p: number; right: boolean }[]): number {
  let best = 0.5;
  let bestF = -1;
  for (let t = LOWEST; t <= HIGHEST; t += 0.025) {
    let tp = 0;
    let fp = 0;
    let fn = 0;
    for (const { p, right } of points) {
      if (p >= t) right ? tp++ : fp++;
      else if (right) fn++;
    }
    const f = (2 * tp) / Math.max(1, 2 * tp + fp + fn);
    if (f > bestF + 1e-9) {
      bestF = f;
      best = t;
    }
  }
  return Math.round(best * 1000) / 1000;
}

/** False alarms allowed among held-out utterances without danger, per level. */
export const ALLOWED = { urgent: 0.03, check: 0.07, lowest: 0.04 };

function riskThresholds(judged: readonly Judged[]): Model['risk'] {
  const safe = judged
    .filter(({ example }) => example.risk?.level === 'none')
    .map(({ scores }) => riskChances(scores));
  if (safe.length < 200) return { urgent: 0.5, check: 0.5 };
  const at = (values: number[], share: number, low: number, high: number) => {
    values.sort((a, b) => b - a);
    const cut = values[Math.floor(values.length * share)] ?? 0.5;
    return Math.round(Math.min(high, Math.max(low, cut)) * 1000) / 1000;
  };
  return {
    urgent: at(
      safe.map((c) => c.urgent),
      ALLOWED.urgent,
      0.25,
      0.7,
    ),
    check: at(
      safe.map((c) => c.urgent + c.check),
      ALLOWED.check,
      0.18,
      0.7,
    ),
  };
}
