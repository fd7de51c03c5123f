/**
 * How well a reader does on labelled utterances: precision, recall and F1 per label, what is taken for what,
 * and every failure, so that an editor sees what to add.
 */
import { z } from 'zod';
import type { Reader, Reading } from '../domain/reading.ts';
import { INTENTS, PERSPECTIVES, RISK_KINDS, RISK_LEVELS, TOPICS } from '../domain/vocabulary.ts';
import type { Example, Material } from './material.ts';
import { readHeldOut } from './train.ts';

/** A labelled utterance; what is absent is not judged. */
const Case = z.object({
  text: z.string(),
  asked: z.string().nullish(),
  topics: z.array(z.enum(TOPICS)).nullish(),
  perspective: z.enum(PERSPECTIVES).nullish(),
  risk: z
    .union([
      z.object({ level: z.enum(RISK_LEVELS), kind: z.enum(RISK_KINDS).nullish() }),
      z.enum(RISK_LEVELS).transform((level) => ({ level, kind: undefined })),
    ])
    .nullish(),
  intent: z.enum(INTENTS).nullish(),
});
export type Case = z.infer<typeof Case>;

/** Counts for one label. */
export interface Tally {
  right: number;
  /** Given though it was not there. */
  extra: number;
  missed: number;
}
export interface Evaluation {
  cases: number;
  /** `topic money`, `intent stop`, `perspective other`, `risk urgent` ... */
  tallies: Map<string, Tally>;
  /** Named shares: how many of how many. */
  shares: Map<string, { hits: number; of: number }>;
  /** 'expected -> got', most frequent first. */
  confusions: [string, number][];
  failures: string[];
}

/** Reads JSON lines; a line that is no case is reported as `file:line`. */
export function toCases(jsonLines: string, file: string): { cases: Case[]; problems: string[] } {
  const cases: Case[] = [];
  const problems: string[] = [];
  jsonLines.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      problems.push(`${file}:${i + 1} is not JSON`);
      return;
    }
    const parsed = Case.safeParse(value);
    if (parsed.success) cases.push(parsed.data);
    else
      problems.push(
        `${file}:${i + 1} ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
      );
  });
  return { cases, problems };
}

/** An example of the material as a case. */
export function caseOf(example: Example): Case {
  return {
    text: example.text,
    asked: example.asked,
    topics: example.topics,
    perspective: example.perspective,
    risk: example.risk,
    intent: example.intent,
  };
}

/** Judges a reader. */
export function evaluate(cases: readonly Case[], reader: Reader): Evaluation {
  return judge(cases.map((item) => ({ item, reading: reader(item.text, item.asked ?? undefined) })));
}

/** Judges on the material itself: every utterance read by a model that saw nothing of its author in that register. */
export function crossValidate(material: Material, folds = 5): Evaluation {
  return judge(
    readHeldOut(material, folds).map(({ example, reading }) => ({ item: caseOf(example), reading })),
  );
}

export function judge(judged: readonly { item: Case; reading: Reading }[]): Evaluation {
  const tallies = new Map<string, Tally>();
  const shares = new Map<string, { hits: number; of: number }>();
  const confusions = new Map<string, number>();
  const failures: string[] = [];
  const tally = (label: string) => {
    const found = tallies.get(label) ?? { right: 0, extra: 0, missed: 0 };
    tallies.set(label, found);
    return found;
  };
  const share = (name: string, hit: boolean) => {
    const found = shares.get(name) ?? { hits: 0, of: 0 };
    found.of++;
    if (hit) found.hits++;
    shares.set(name, found);
  };
  const compare = (what: string, expected: string, got: string) => {
    if (expected === got) {
      tally(`${what} ${expected}`).right++;
      return true;
    }
    tally(`${what} ${expected}`).missed++;
    tally(`${what} ${got}`).extra++;
    const key = `${what} ${expected} -> ${got}`;
    confusions.set(key, (confusions.get(key) ?? 0) + 1);
    return false;
  };
  for (const { item, reading } of judged) {
    const wrong: string[] = [];
    if (item.topics) {
      const got = reading.topics.map(({ topic }) => topic);
      for (const topic of TOPICS) {
        const there = item.topics.includes(topic);
        const given = got.includes(topic);
        if (there && given) tally(`topic ${topic}`).right++;
        else if (there) tally(`topic ${topic}`).missed++;
        else if (given) tally(`topic ${topic}`).extra++;
      }
      const same = got.length === item.topics.length && got.every((topic) => item.topics?.includes(topic));
      if (!same) wrong.push(`topics ${item.topics.join('+') || 'none'} -> ${got.join('+') || 'none'}`);
      const [main] = item.topics;
      if (main) share('main topic among the first two', got.slice(0, 2).includes(main));
      else share('no topic where there is none', got.length === 0);
    }
    if (item.perspective && item.topics?.length !== 0) {
      const right = compare('perspective', item.perspective, reading.perspective);
      share('perspective', right);
      if (!right) wrong.push(`perspective ${item.perspective} -> ${reading.perspective}`);
    }
    if (item.risk) {
      const { level } = item.risk;
      if (!compare('risk', level, reading.risk.level)) wrong.push(`risk ${level} -> ${reading.risk.level}`);
      if (level === 'none') {
        share('no risk: none given', reading.risk.level === 'none');
        share('no risk: no urgent given', reading.risk.level !== 'urgent');
      } else share(`${level} risk found`, reading.risk.level !== 'none');
    }
    if (item.intent) {
      const right = compare('intent', item.intent, reading.intent.name);
      share('intent', right);
      if (item.intent === 'tell') share('tell is not taken for a command', right);
      if (!right) wrong.push(`intent ${item.intent} -> ${reading.intent.name}`);
    }
    if (wrong.length > 0) {
      failures.push(`${wrong.join('; ')}: ${item.asked ? `[${item.asked}] ` : ''}${item.text}`);
    }
  }
  return {
    cases: judged.length,
    tallies,
    shares,
    confusions: [...confusions].sort((a, b) => b[1] - a[1]),
    failures,
  };
}

/** Precision, recall and F1; 1 where there is nothing to find and nothing was given. */
export function scoresOf({ right, extra, missed }: Tally): { precision: number; recall: number; f1: number } {
  const precision = right + extra > 0 ? right / (right + extra) : missed > 0 ? 0 : 1;
  const recall = right + missed > 0 ? right / (right + missed) : 1;
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, f1 };
}

/** The mean F1 over the labels of one kind ('topic', 'intent'). */
export function macroF1(evaluation: Evaluation, kind: string): number {
  const own = [...evaluation.tallies].filter(
    ([label, t]) => label.startsWith(`${kind} `) && t.right + t.missed > 0,
  );
  return own.reduce((sum, [, t]) => sum + scoresOf(t).f1, 0) / Math.max(1, own.length);
}

/** As text. */
export function report(evaluation: Evaluation): string {
  const lines = [
    `${evaluation.cases} utterances`,
    '',
    'label                      precision  recall     F1      n',
  ];
  const sorted = [...evaluation.tallies].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  for (const [label, t] of sorted) {
    const { precision, recall, f1 } = scoresOf(t);
    const n = String(t.right + t.missed).padStart(6);
    lines.push(
      `${label.padEnd(26)} ${precision.toFixed(3).padStart(9)} ${recall.toFixed(3).padStart(7)} ${f1.toFixed(3).padStart(6)} ${n}`,
    );
  }
  lines.push('');
  for (const kind of ['topic', 'intent'])
    lines.push(`macro-F1 ${kind}: ${macroF1(evaluation, kind).toFixed(3)}`);
  for (const [name, { hits, of }] of [...evaluation.shares].sort()) {
    lines.push(`${name}: ${(hits / of).toFixed(3)} (${hits} of ${of})`);
  }
  lines.push('', 'taken for');
  for (const [pair, n] of evaluation.confusions.slice(0, 40)) lines.push(`${String(n).padStart(5)}  ${pair}`);
  lines.push(
    '',
    `failures (${evaluation.failures.length})`,
    ...evaluation.failures.map((line) => `  ${line}`),
    '',
  );
  return lines.join('\n');
}
