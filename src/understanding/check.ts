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

function lexicon({ lexicon }: Material): string[] {
  const problems: string[] = [];
  const owner = new Map<string, string>();
  const all = [
    ...lexicon.concepts.map(({ id, forms, not }) => ({ id: `concept ${id}`, forms, not })),
    ...lexicon.frames.map(({ id, patterns }) => ({ id: `frame ${id}`, forms: patterns, not: [] })),
  ];
  const ids = new Set<string>();
  for (const { id, forms, not } of all) {
    if (ids.has(id)) problems.push(`lexicon: ${id} is there twice; give one of them another name`);
    ids.add(id);
    if (forms.length === 0) problems.push(`lexicon: ${id} has no forms`);
    for (const form of [...forms, ...not]) {
      try {
        compilePatterns([form], lexicon.classes);
      } catch (error) {
        if (error instanceof PatternError) problems.push(`lexicon: ${id}: ${error.message}`);
        else throw error;
      }
    }
    for (const form of forms) {
      const other = owner.get(form);
      if (other && other !== id) problems.push(`lexicon: '${form}' is in ${other} and in ${id}; keep one`);
      owner.set(form, id);
    }
  }
  return problems;
}
