/**
 * From the YAML of dialogs and texts to a script. Pure: the files' contents come in, problems come out.
 */

import { readCodeWords } from './code-words.ts';
import type { Script } from './content.ts';
import { type Problem, parseSource, type Source, type SourceFile, zodProblems } from './source.ts';
import { type Dialog, dialogFileSchema, type Step, VERB_NAMES, type VerbName } from './step-schema.ts';
import { type Phrase, type Text, textFileSchema } from './text-schema.ts';

export interface ScriptFiles {
  dialogs: SourceFile[];
  texts: SourceFile[];
  /** The words that return codes are made of. */
  codeWords: SourceFile;
}

/** A script with where its parts stand, for the checks. */
export interface ReadScript {
  script: Script;
  /** By dialog id, and by text file name. */
  dialogSources: Map<string, Source>;
  textSources: Map<string, Source>;
  problems: Problem[];
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '');

export function readScript(files: ScriptFiles): ReadScript {
  const dialogs: Record<string, Dialog> = {};
  const texts: Record<string, Text> = {};
  const dialogSources = new Map<string, Source>();
  const textSources = new Map<string, Source>();
  const problems: Problem[] = [];

  for (const file of files.dialogs) {
    const source = parseSource(file);
    problems.push(...source.problems);
    const id = baseName(file.path);
    dialogSources.set(id, source);
    const dialog = source.value === undefined ? undefined : readDialog(id, source, problems);
    if (dialog) dialogs[id] = dialog;
  }
  for (const file of files.texts) {
    const source = parseSource(file);
    problems.push(...source.problems);
    const name = baseName(file.path);
    textSources.set(name, source);
    if (source.value !== undefined) Object.assign(texts, readTexts(name, source, problems));
  }
  const codeWords = readCodeWords(parseSource(files.codeWords), problems);
  return { script: { dialogs, texts, codeWords }, dialogSources, textSources, problems };
}

function readDialog(id: string, source: Source, problems: Problem[]): Dialog | undefined {
  const parsed = dialogFileSchema.safeParse(source.value);
  if (!parsed.success) {
    problems.push(...zodProblems(source, parsed.error, dialogFileSchema));
    return undefined;
  }
  const steps: Step[] = [];
  for (const [index, { id: stepId, ...rest }] of parsed.data.steps.entries()) {
    const verbs = VERB_NAMES.filter((verb) => rest[verb] !== undefined);
    const [verb] = verbs;
    if (!verb || verbs.length > 1) {
      const found = verbs.length === 0 ? 'no verb' : verbs.join(' and ');
      const at = verbs[1] === undefined ? ['steps', index, 'id'] : ['steps', index, verbs[1]];
      problems.push(source.problem(at, `step '${stepId}': has ${found}; give it exactly one verb`));
      continue;
    }
    if (stepId === 'next' || stepId === 'end') {
      const message = `step '${stepId}': '${stepId}' already means a place to go; choose another id`;
      problems.push(source.problem(['steps', index, 'id'], message));
    }
    if (steps.some((step) => step.id === stepId)) {
      problems.push(source.problem(['steps', index, 'id'], `step '${stepId}': this id is used twice`));
    }
    steps.push(asStep(stepId, verb, rest[verb]));
  }
  const { topic, forget = false } = parsed.data;
  return { id, forget, steps, ...(topic ? { topic } : {}) };
}

const asStep = (id: string, verb: VerbName, fields: object | undefined): Step =>
  ({ id, verb, ...fields }) as Step;

function readTexts(file: string, source: Source, problems: Problem[]): Record<string, Text> {
  const parsed = textFileSchema.safeParse(source.value);
  if (!parsed.success) {
    problems.push(...zodProblems(source, parsed.error, textFileSchema));
    return {};
  }
  const texts: Record<string, Text> = {};
  for (const [name, value] of Object.entries(parsed.data)) {
    const entry = isWords(value) ? { text: value } : value;
    texts[`${file}.${name}`] = {
      text: bubbles(entry.text),
      again: bubbles(entry.again),
      options: entry.options ?? {},
      ...(entry.label === undefined ? {} : { label: entry.label }),
    };
  }
  return texts;
}

const isWords = (value: object | string): value is Phrase | Phrase[] =>
  typeof value === 'string' || Array.isArray(value) || 'je' in value;

const bubbles = (value: Phrase | Phrase[] | undefined): Phrase[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
