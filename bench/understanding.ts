/**
 * Understanding: how long one text takes, how many lines a second that is, and what loading the model costs. The
 * texts are those kept apart from training, because new words are what takes time.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '../src/understanding/artefact.ts';
import { createReader } from '../src/understanding/read.ts';

const ROUNDS = 5;
const LOADS = 5;

const sorted = (times: number[]): number[] => times.sort((a, b) => a - b);
const at = (times: readonly number[], share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;

/** Milliseconds of `task`. */
function clock(task: () => void): number {
  const started = performance.now();
  task();
  return performance.now() - started;
}

/** Prints the figures and writes them to `bench/results/understanding.json`. */
export function benchUnderstanding(root: string): void {
  const json = JSON.stringify(loadModel(root));
  const loading = sorted(
    Array.from({ length: LOADS }, () => clock(() => void createReader(JSON.parse(json)))),
  );
  const reader = createReader(JSON.parse(json));
  const texts = globSync(join(root, 'test/understanding/**/*.jsonl'))
    .sort()
    .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as { text: string; asked?: string });
  for (const { text, asked } of texts) reader(text, asked);
  const times = sorted(
    Array.from({ length: ROUNDS }, () =>
      texts.map(({ text, asked }) => clock(() => void reader(text, asked))),
    ).flat(),
  );
  const perSecond = Math.round((times.length * 1000) / times.reduce((sum, time) => sum + time, 0));
  const result = {
    megabytes: Number((json.length / 1e6).toFixed(2)),
    loadingMs: { best: loading[0], median: at(loading, 0.5) },
    readingMs: { p50: at(times, 0.5), p99: at(times, 0.99), max: times.at(-1) },
    perSecond,
  };
  const ms = (value: number | undefined): string => `${(value ?? 0).toFixed(2)} ms`;
  console.log(`Understanding ${texts.length} texts, ${ROUNDS} times. Node ${process.version}.`);
  console.log(
    `  one text   median ${ms(result.readingMs.p50)}, 99% within ${ms(result.readingMs.p99)}, at most ${ms(result.readingMs.max)}; ${perSecond} a second`,
  );
  console.log(
    `  the model  ${result.megabytes} MB, loaded in ${ms(result.loadingMs.best)} (median ${ms(result.loadingMs.median)})\n`,
  );
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  writeFileSync(join(root, 'bench/results/understanding.json'), `${JSON.stringify(result, null, 2)}\n`);
}
