/**
 * What an editor should look at in the example material and the lexicon: doubles, empty labels, imbalance.
 */
import { INTENTS, RISK_KINDS, TOPICS } from '../domain/vocabulary.ts';
import type { Material } from './material.ts';
import { compilePatterns, PatternError } from './patterns.ts';
import { plain } from './text.ts';

/** Fewest utterances a label should have. */
const FEWEST = { topic: 250, intent: 60, risk: 120 };
/** A label with more than this many times the utterances of the smallest one draws the others towards itself. */
const LOPSIDED = 4;

/** Problems as sentences that begin with `file:line` where they have a place; empty when all is well. */
export function checkMaterial(material: Material): string[] {
  return [...doubles(material), ...contradictions(material), ...labels(material), ...lexicon(material)];
}

function doubles({ examples }: Material): string[] {
  const problems: string[] = [];
  const first = new Map<string, { file: string; line: number; labels: string }>();
  for (const example of examples) {
    const said = plain(example.text);
    const words = said.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    const key = `${words || said}|${example.asked ?? ''}`;
    const labels = JSON.stringify([example.intent, example.topics, example.risk]);
    const earlier = first.get(key);
    if (!earlier) first.set(key, { file: example.file, line: example.line, labels });
    else {
      const how = earlier.labels === labels ? 'says the same as' : 'says the same, labelled otherwise, as';
      problems.push(
        `${example.file}:${example.line} ${how} ${earlier.file}:${earlier.line}: '${example.text}'`,
      );
    }
  }
  return problems;
}

function contradictions({ examples }: Material): string[] {
  return examples
    .filter(({ risk }) => risk && risk.level !== 'none' && !risk.kind)
    .map(
      ({ file, line }) =>
        `${file}:${line} has a risk level but no kind; write kind: suicide, violence or child`,
    );
}

function labels({ examples }: Material): string[] {
  const problems: string[] = [];
  const count = (name: string, n: number, least: number) => {
    if (n === 0) problems.push(`${name} has no utterances at all`);
    else if (n < least) problems.push(`${name} has ${n} utterances; ${least} are needed`);
    return n;
  };
  const perTopic = TOPICS.map((topic) => {
    const n = examples.filter(({ topics }) => topics?.includes(topic)).length;
    return { topic, n: count(`topic ${topic}`, n, FEWEST.topic) };
  });
  const least = Math.min(...perTopic.map(({ n }) => n));
  for (const { topic, n } of perTopic) {
    if (n > LOPSIDED * least)
      problems.push(`topic ${topic} has ${n} utterances where the smallest topic has ${least}`);
  }
  for (const intent of INTENTS) {
    count(`intent ${intent}`, examples.filter((example) => example.intent === intent).length, FEWEST.intent);
  }
  for (const kind of RISK_KINDS) {
    for (const level of ['check', 'urgent'] as const) {
      const n = examples.filter(({ risk }) => risk?.kind === kind && risk.level === level).length;
      count(`risk ${kind} ${level}`, n, FEWEST.risk);
    }
  }
  return problems;
}

function lexicon({ lexicon, places }: Material): string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  const check = (
    kind: string,
    id: string,
    forms: readonly string[],
    not: readonly string[],
    inUse: Map<string, string>,
  ) => {
    const name = `${kind} ${id}`;
    const at = places[name] ?? 'locales/nl/lexicon';
    if (ids.has(name)) problems.push(`${at} ${name} is there twice; give one of them another name`);
    ids.add(name);
    if (forms.length === 0) problems.push(`${at} ${name} has no forms; write some or take it away`);
    for (const form of [...forms, ...not]) {
      try {
        compilePatterns([form], lexicon.classes);
      } catch (error) {
        if (!(error instanceof PatternError)) throw error;
        problems.push(`${at} ${name}: ${error.message}`);
      }
    }
    for (const form of forms) {
      const other = inUse.get(form);
      if (other && other !== name) problems.push(`${at} '${form}' is in ${other} and in ${name}; keep one`);
      inUse.set(form, name);
    }
  };
  // A word may be a topic's, a danger's and a wish's at once: within one of these it belongs to one.
  const perTopic = new Map<string, Map<string, string>>();
  for (const { id, topics, forms, not } of lexicon.concepts) {
    const own = topics.join('+');
    const inUse = perTopic.get(own) ?? new Map<string, string>();
    perTopic.set(own, inUse);
    check('concept', id, forms, not, inUse);
  }
  const dangers = new Map<string, string>();
  for (const { id, patterns } of lexicon.frames) check('frame', id, patterns, [], dangers);
  return problems;
}
