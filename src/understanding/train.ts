/**
 * Training: material in, model out. Deterministic; a few seconds.
 */
import type { Reading } from '../domain/reading.ts';
import { INTENTS, type Intent, TOPICS } from '../domain/vocabulary.ts';
import { calibrate, type Judged } from './calibrate.ts';
import { commandFinder } from './commands.ts';
import { conceptIds, type Features, featuresOf, HASH_BITS } from './features.ts';
import { learn, OUTPUTS, repeatable, type Sample } from './learning.ts';
import { type CompiledLexicon, compileLexicon } from './lexicon.ts';
import type { Example, Material } from './material.ts';
import { MODEL_VERSION, type Model, packWeights } from './model.ts';
import { misspell } from './noise.ts';
import { decide } from './read.ts';
import { riskOutput } from './risk.ts';
import { toWords } from './text.ts';

/** Rows of weights that fit in the artefact (about 57 bytes each in base64). */
const MOST_ROWS = 60_000;
const FOLDS = 2;
/**
 * Each utterance is learnt from as written and misspelt, with these shares of its words, taking turns: with one such
 * copy misspelt texts lost 7 points on the main topic, with several 5.
 */
const MISSPELT = [0.4, 0.25];
const WEIGHT_OF_MISSPELT = 1;
/** Questions as the conversation asks them: whatever was asked, a story stays a story. */
const QUESTIONS = [
  'Wat is er aan de hand?',
  'Wat wil jij dat er verandert?',
  'Klopt dat?',
  'Wil je dit bewaren?',
  'Is het veilig om nu te typen?',
  'Wie kan je daarbij helpen?',
  'Zal ik zoeken wat er bij jou in de buurt is?',
  'Wil je daar iets over vertellen?',
];

/** One example as seen by the learner: as written, and misspelt copies. */
interface Prepared {
  example: Example;
  copies: Features[];
}

/** Trains a model. Throws when a lexicon pattern is malformed. */
export function train(material: Material): Model {
  const vocabulary = vocabularyOf(material);
  const compiled = compileLexicon(material.lexicon, vocabulary);
  const prepared = prepare(material.examples, compiled);
  const taught = lexiconSamples(compiled);
  const whole = fit([...samplesOf(prepared), ...pairsOf(prepared, compiled), ...taught], compiled);
  return {
    version: MODEL_VERSION,
    hash: material.hash,
    ...packWeights(whole.hashes, whole.weights),
    ...calibrate(judgeFolds(prepared, taught, compiled, FOLDS)),
    vocabulary: vocabulary.join(' '),
    lexicon: material.lexicon,
  };
}

/** An utterance read by a model that never saw it, nor anything of the same author in the same register. */
export interface HeldOut {
  example: Example;
  reading: Reading;
}

/** Reads every utterance with a model, thresholds included, made without its group. */
export function readHeldOut(material: Material, folds: number): HeldOut[] {
  const compiled = compileLexicon(material.lexicon, vocabularyOf(material));
  const prepared = prepare(material.examples, compiled);
  const judged = judgeFolds(prepared, lexiconSamples(compiled), compiled, folds);
  const command = commandFinder(compiled);
  const out: HeldOut[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const limits = calibrate(judged.filter(({ example }) => foldOf(example.group, folds) !== fold));
    for (const { example, scores } of judged) {
      if (foldOf(example.group, folds) !== fold) continue;
      const analysis = compiled.analyse(example.text);
      out.push({ example, reading: decide(limits, compiled, command, analysis, scores, example.asked) });
    }
  }
  return out;
}

function judgeFolds(
  prepared: readonly Prepared[],
  taught: readonly Sample[],
  compiled: CompiledLexicon,
  folds: number,
): Judged[] {
  const judged: Judged[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const inside = prepared.filter(({ example }) => foldOf(example.group, folds) !== fold);
    const outside = prepared.filter(({ example }) => foldOf(example.group, folds) === fold);
    if (inside.length === 0 || outside.length === 0) continue;
    const part = fit([...samplesOf(inside), ...pairsOf(inside, compiled), ...taught], compiled);
    for (const { example, copies } of outside) {
      judged.push({ example, scores: part.score(copies[0] ?? { ids: [], values: [] }) });
    }
  }
  return judged;
}

/** Which fold a group of utterances falls in. */
export function foldOf(group: string, folds = FOLDS): number {
  let h = 17;
  for (let i = 0; i < group.length; i++) h = (Math.imul(h, 31) + group.charCodeAt(i)) >>> 0;
  return ((h ^ (h >>> 7)) >>> 0) % folds;
}

/** Words used at least three times in the material, most frequent first. */
export function vocabularyOf(material: Material): string[] {
  const spelling = new Map(Object.entries(material.lexicon.spelling));
  const count = new Map<string, number>();
  for (const { text } of material.examples) {
    for (const word of new Set(toWords(text, spelling).map((w) => w.text)))
      count.set(word, (count.get(word) ?? 0) + 1);
  }
  return [...count]
    .filter(([word, n]) => n >= 3 && /^\p{L}+$/u.test(word))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([word]) => word);
}

function prepare(examples: readonly Example[], compiled: CompiledLexicon): Prepared[] {
  const random = repeatable(11);
  return examples.map((example) => {
    const read = (text: string, asked: string | undefined) =>
      featuresOf(compiled, compiled.analyse(text), asked);
    const question = () => QUESTIONS[Math.floor(random() * QUESTIONS.length)];
    const asked = () =>
      example.asked ?? (example.intent === 'tell' || random() < 0.5 ? question() : undefined);
    return {
      example,
      copies: [
        read(example.text, example.asked),
        ...MISSPELT.map((share) => read(misspell(example.text, share, random), asked())),
      ],
    };
  });
}

function samplesOf(prepared: readonly Prepared[]): Sample[] {
  return prepared.flatMap(({ example, copies }) =>
    copies.map((features, i) => ({
      features,
      ...labelsOf(example),
      ...(i === 0 ? { weight: 1 } : { weight: WEIGHT_OF_MISSPELT, turn: { of: MISSPELT.length, at: i - 1 } }),
    })),
  );
}

/** Of how many pairs is learnt that a text can be about two things, or about one beside something ordinary. */
const PAIRS = 1800;
const JOINTS = [' en ', ' en ook ', '. ', ', '];
const LONGEST_HALF = 90;

/** Two short utterances as one: nearly all examples have one topic, while people tell of several at once. */
function pairsOf(prepared: readonly Prepared[], compiled: CompiledLexicon): Sample[] {
  const short = prepared
    .map(({ example }) => example)
    .filter(({ text, topics }) => topics !== null && text.length <= LONGEST_HALF && text.length > 8);
  const about = short.filter(({ topics }) => topics?.length);
  if (about.length < 100) return [];
  const random = repeatable(23);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: Math.min(PAIRS, about.length) }, () => {
    const [a, b] = [pick(about), pick(random() < 0.75 ? about : short)];
    const [first, second] = random() < 0.5 ? [a, b] : [b, a];
    const text = `${first.text.replace(/[.!?]+$/, '')}${pick(JOINTS)}${second.text}`;
    const both = new Set([...(a.topics ?? []), ...(b.topics ?? [])]);
    const same = !b.topics?.length || a.perspective === b.perspective;
    return {
      features: featuresOf(compiled, compiled.analyse(text)),
      topics: [...both].reduce((bits, topic) => bits | (1 << TOPICS.indexOf(topic)), 0),
      other: same && a.perspective ? (a.perspective === 'other' ? 1 : 0) : -1,
      intent: INTENTS.indexOf('tell'),
      risk: -1,
      weight: 0.5,
    };
  });
}

function labelsOf(example: Example): Omit<Sample, 'features' | 'weight'> {
  return {
    topics: example.topics
      ? example.topics.reduce((bits, topic) => bits | (1 << TOPICS.indexOf(topic)), 0)
      : null,
    other: example.perspective ? (example.perspective === 'other' ? 1 : 0) : -1,
    intent: example.intent ? INTENTS.indexOf(example.intent) : -1,
    risk: example.risk ? riskOutput(example.risk.level, example.risk.kind) : -1,
  };
}

/** Every form of the lexicon as a small example: so a word that no author happened to use counts too. */
function lexiconSamples(compiled: CompiledLexicon): Sample[] {
  const samples: Sample[] = [];
  const nothing = { topics: null, other: -1 as const, intent: -1, risk: -1 };
  const read = (text: string) => featuresOf(compiled, compiled.analyse(text));
  for (const concept of compiled.lexicon.concepts) {
    const topics = concept.topics.reduce((bits, topic) => bits | (1 << TOPICS.indexOf(topic)), 0);
    if (topics === 0) continue;
    for (const form of concept.forms) {
      const text = example(form);
      if (!text) continue;
      samples.push({ ...nothing, features: read(text), topics, weight: 0.4 });
      if (!text.includes(' '))
        samples.push({ ...nothing, features: read(`geen ${text}`), topics: 0, weight: 0.15 });
    }
  }
  for (const [intent, phrases] of Object.entries(compiled.lexicon.commands)) {
    const index = INTENTS.indexOf(intent as Intent);
    for (const phrase of phrases) {
      samples.push({ ...nothing, features: read(phrase), topics: 0, intent: index, risk: 0, weight: 0.5 });
    }
  }
  return samples;
}

/** A pattern as somebody could say it, or nothing when it needs a class. */
function example(pattern: string): string | undefined {
  if (/[{&]/.test(pattern)) return undefined;
  return pattern
    .split(' ')
    .filter((piece) => !piece.startsWith('..'))
    .map((piece) => (piece.split('|')[0] ?? '').replace(/\*/g, ''))
    .join(' ');
}

interface Fitted {
  hashes: number[];
  weights: ReturnType<typeof learn>;
  score(features: Features): Float64Array;
}

/** Keeps the features that are worth their room and learns their weights. */
function fit(samples: readonly Sample[], compiled: CompiledLexicon): Fitted {
  const seen = new Float32Array(1 << HASH_BITS);
  for (const { features, weight } of samples) {
    for (let i = 0; i < features.ids.length; i++) {
      const id = features.ids[i] ?? 0;
      seen[id] = (seen[id] ?? 0) + weight;
    }
  }
  const keep = conceptIds(compiled);
  let least = 3.9;
  let hashes: number[] = [];
  for (;;) {
    hashes = [];
    seen.forEach((n, id) => {
      if (n > 0 && (n >= least || keep.has(id))) hashes.push(id);
    });
    if (hashes.length <= MOST_ROWS) break;
    least *= 1.25;
  }
  const rowOf = new Int32Array(1 << HASH_BITS).fill(-1);
  hashes.forEach((id, row) => {
    rowOf[id] = row;
  });
  const toRows = (features: Features): Features => {
    const ids = new Int32Array(features.ids.length);
    const values = new Float32Array(features.ids.length);
    let count = 0;
    for (let i = 0; i < features.ids.length; i++) {
      const row = rowOf[features.ids[i] ?? 0] ?? -1;
      if (row < 0) continue;
      ids[count] = row;
      values[count++] = features.values[i] ?? 0;
    }
    return { ids: ids.subarray(0, count), values: values.subarray(0, count) };
  };
  const weights = learn(
    samples.map((sample) => ({ ...sample, features: toRows(sample.features) })),
    hashes.length,
  );
  return {
    hashes,
    weights,
    score(features) {
      const { ids, values } = toRows(features);
      const out = Float64Array.from(weights.bias);
      for (let f = 0; f < ids.length; f++) {
        const base = (ids[f] ?? 0) * OUTPUTS.count;
        for (let k = 0; k < out.length; k++) {
          out[k] = (out[k] ?? 0) + (values[f] ?? 0) * (weights.rows[base + k] ?? 0);
        }
      }
      return out;
    },
  };
}
