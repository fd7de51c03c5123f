/**
 * `npm run --silent understand`: JSON lines in, JSON lines out, in order.
 * Also `--train OUT`, `--evaluate FILE`, `--cross-validate` and `--check`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Reader } from '../domain/reading.ts';
import { loadReader, saveModel, trainFromDisk } from '../understanding/artefact.ts';
import { checkMaterial } from '../understanding/check.ts';
import { crossValidate, evaluate, report, toCases } from '../understanding/evaluate.ts';
import { answerLine } from '../understanding/lines.ts';
import { loadMaterial, MaterialError } from '../understanding/load.ts';

const USAGE = `Use:
  understand                     read JSON lines {"text", "asked"?} from stdin, write one reading per line
  understand --train OUT         train from locales/nl and write the model to OUT
  understand --evaluate FILE     judge against JSON lines {"text", "asked"?, "topics"?, "perspective"?, "risk"?, "intent"?}
  understand --cross-validate    judge on the example material itself, whole authors held out
  understand --check             list problems in the example material`;

/** The folder that holds `locales/`: upwards from here, so that it works from `src` and from `dist`. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'locales/nl')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

async function stream(reader: Reader): Promise<void> {
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  let waiting: string[] = [];
  const flush = async () => {
    const chunk = waiting.join('');
    waiting = [];
    if (chunk !== '' && !process.stdout.write(chunk)) {
      await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  };
  // A person typing lines wants each answer at once; a pipe is served in blocks.
  const block = process.stdin.isTTY ? 1 : 64;
  let timer: ReturnType<typeof setImmediate> | undefined;
  for await (const line of lines) {
    if (line.trim() === '') continue;
    waiting.push(`${answerLine(reader, line)}\n`);
    if (waiting.length >= block) await flush();
    else
      timer ??= setImmediate(() => {
        timer = undefined;
        void flush();
      });
  }
  if (timer) clearImmediate(timer);
  await flush();
}

async function main(args: readonly string[]): Promise<number> {
  const root = projectRoot();
  const [mode, file] = args;
  if (mode === undefined) {
    await stream(loadReader(root));
    return 0;
  }
  if (mode === '--train' && file) {
    const started = performance.now();
    saveModel(file, trainFromDisk(root));
    process.stderr.write(`trained in ${((performance.now() - started) / 1000).toFixed(1)} s: ${file}\n`);
    return 0;
  }
  if (mode === '--evaluate' && file) {
    const { cases, problems } = toCases(readFileSync(file, 'utf8'), file);
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    process.stdout.write(report(evaluate(cases, loadReader(root))));
    return 0;
  }
  if (mode === '--cross-validate') {
    process.stdout.write(report(crossValidate(loadMaterial(root))));
    return 0;
  }
  if (mode === '--check') {
    const problems = checkMaterial(loadMaterial(root));
    for (const problem of problems) process.stdout.write(`${problem}\n`);
    return problems.length > 0 ? 1 : 0;
  }
  process.stderr.write(`${USAGE}\n`);
  return mode === '--help' ? 0 : 2;
}

process.stdout.on('error', () => process.exit(0));
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof MaterialError ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
