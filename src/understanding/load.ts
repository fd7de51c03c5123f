/**
 * Reads the example material and the lexicon from disk: for building, tests and local use; never in the Worker.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Intent, RiskKind, RiskLevel, Topic } from '../domain/vocabulary.ts';
import {
  addToLexicon,
  type Example,
  emptyLexicon,
  IntentFile,
  LexiconFile,
  type Material,
  NeutralFile,
  RiskFile,
  type Saying,
  TopicFile,
} from './material.ts';

/** A file of the material that cannot be used; says where and why. */
export class MaterialError extends Error {}

const EXAMPLES = 'locales/nl/examples';
const LEXICON = 'locales/nl/lexicon';
const CODE = 'src/understanding';

interface Source {
  path: string;
  text: string;
}

function sources(root: string, folder: string, ending = 'yaml'): Source[] {
  return globSync(`${folder}/**/*.${ending}`, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** What a model was made of. The code counts only where its source is at hand: not on a deployed machine. */
function hashOf(root: string, files: readonly Source[]): string {
  const digest = (list: readonly Source[]) => {
    const hash = createHash('sha256');
    for (const file of list) hash.update(file.path).update('\0').update(file.text).update('\0');
    return hash.digest('hex').slice(0, 16);
  };
  const code = sources(root, CODE, 'ts').filter(({ path }) => !path.includes('/values'));
  return code.length > 0 ? `${digest(files)}-${digest(code)}` : digest(files);
}

interface Parsed<T> {
  data: T;
  lineOf(path: readonly PropertyKey[]): number;
}

function parse<T>(source: Source, schema: z.ZodType<T>): Parsed<T> {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines });
  const problem = document.errors[0];
  if (problem) {
    const at = lines.linePos(problem.pos[0]);
    throw new MaterialError(`${source.path}:${at.line}:${at.col} ${problem.message.split('\n')[0]}`);
  }
  const where = (path: readonly PropertyKey[]) => {
    let node: Node | null = document.contents as Node | null;
    for (const step of path) {
      let next: unknown;
      if (isMap(node)) next = node.get(step as string, true);
      else if (isSeq(node)) next = node.get(step as number, true);
      if (!isMap(next) && !isSeq(next) && !isScalar(next)) break;
      node = next;
    }
    return lines.linePos(node?.range?.[0] ?? 0);
  };
  const result = schema.safeParse(document.toJS());
  if (!result.success) {
    const issue = deepest(result.error.issues);
    const at = where(issue.path);
    throw new MaterialError(`${source.path}:${at.line}:${at.col} ${issue.path.join('.')}: ${issue.message}`);
  }
  return { data: result.data, lineOf: (path) => where(path).line };
}

/** A union's error hides the useful one: the complaint deepest in the file. */
function deepest(
  issues: readonly z.core.$ZodIssue[],
  base: PropertyKey[] = [],
): { path: PropertyKey[]; message: string } {
  let best: { path: PropertyKey[]; message: string } = { path: base, message: 'not understood' };
  for (const issue of issues) {
    const path = [...base, ...issue.path];
    const inner =
      issue.code === 'invalid_union' && issue.errors.length > 0
        ? issue.errors.map((e) => deepest(e, path)).sort((a, b) => b.path.length - a.path.length)[0]
        : undefined;
    const here = inner ?? { path, message: issue.message };
    if (here.path.length >= best.path.length) best = here;
  }
  return best;
}

/** Reads all example files and the lexicon under `root` (the project's folder). Throws `MaterialError`. */
export function loadMaterial(root: string): Material {
  const exampleFiles = sources(root, EXAMPLES);
  const lexiconFiles = sources(root, LEXICON);
  const lexicon = emptyLexicon();
  const places: Record<string, string> = {};
  for (const file of lexiconFiles) {
    const { data, lineOf } = parse(file, LexiconFile);
    addToLexicon(lexicon, data);
    for (const id of Object.keys(data.concepts ?? {}))
      places[`concept ${id}`] = `${file.path}:${lineOf(['concepts', id])}`;
    for (const id of Object.keys(data.frames ?? {}))
      places[`frame ${id}`] = `${file.path}:${lineOf(['frames', id])}`;
  }
  const examples = exampleFiles.flatMap(examplesOf);
  return { examples, lexicon, places, hash: hashOf(root, [...exampleFiles, ...lexiconFiles]) };
}

/**
 * An intent or a risk is often written by one author alone, so leaving that author out would leave nothing:
 * there a group is a stretch of the file, as authors write in bursts of like sentences.
 */
const blocks = (name: string) => (i: number) => `${name}/${Math.floor(i / 8)}`;

type Level = { level: RiskLevel; kind: RiskKind | null };
const NO_RISK: Level = { level: 'none', kind: null };

function examplesOf(file: Source): Example[] {
  const first = /^(topic|intent|risk|neutral):/m.exec(file.text)?.[1];
  const out: Example[] = [];
  const folder = relative(EXAMPLES, dirname(file.path));
  const add = (
    list: readonly Saying[],
    lineOf: (i: number) => number,
    group: (i: number) => string,
    of: { topics: Topic[] | null; intent: Intent | null; risk: Level },
  ) => {
    list.forEach((item, i) => {
      const own = typeof item === 'string' ? { text: item } : item;
      const topics = own.topics ?? of.topics;
      const given = own.risk;
      out.push({
        text: own.text,
        ...(own.asked === undefined ? {} : { asked: own.asked }),
        topics,
        perspective: own.perspective ?? (topics && topics.length > 0 ? 'self' : null),
        risk: given
          ? { level: given.level, kind: given.level === 'none' ? null : (given.kind ?? null) }
          : of.risk,
        intent: own.intent ?? of.intent,
        group: group(i),
        file: file.path,
        line: lineOf(i),
      });
    });
  };
  if (first === 'topic') {
    const { data, lineOf } = parse(file, TopicFile);
    const group = `${data.author}/${data.register ?? folder}`;
    add(
      data.says,
      (i) => lineOf(['says', i]),
      () => group,
      {
        topics: [data.topic],
        intent: 'tell',
        risk: NO_RISK,
      },
    );
  } else if (first === 'intent') {
    const { data, lineOf } = parse(file, IntentFile);
    // What an utterance is about is only known here where its author said so.
    const topics = data.intent === 'tell' ? null : [];
    add(data.says, (i) => lineOf(['says', i]), blocks(`${data.author}/${data.intent}`), {
      topics: null,
      intent: data.intent,
      risk: NO_RISK,
    });
    for (const example of out) {
      const short =
        example.text.length < 30 &&
        /^(yes|no|unsure|thanks|greet|bye|stop|wipe|back|restart|bot)$/.test(data.intent);
      if (short) example.topics ??= topics;
    }
  } else if (first === 'risk') {
    const { data, lineOf } = parse(file, RiskFile);
    for (const level of ['urgent', 'check', 'none'] as const) {
      const kind = level === 'none' ? null : data.risk;
      add(data[level] ?? [], (i) => lineOf([level, i]), blocks(`${data.author}/${data.risk}/${level}`), {
        topics: null,
        intent: 'tell',
        risk: { level, kind },
      });
    }
  } else if (first === 'neutral') {
    const { data, lineOf } = parse(file, NeutralFile);
    add(data.says, (i) => lineOf(['says', i]), blocks(`${data.author}/neutral/${file.path}`), {
      topics: [],
      intent: null,
      risk: NO_RISK,
    });
  } else {
    throw new MaterialError(
      `${file.path}:1:1 says neither 'topic:', 'intent:', 'risk:' nor 'neutral:'; write one of these on its own line`,
    );
  }
  return out;
}

/** Changes when anything changes that a model under `root` is made of. */
export const materialHash = (root: string): string =>
  hashOf(root, [...sources(root, EXAMPLES), ...sources(root, LEXICON)]);
