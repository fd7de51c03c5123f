/**
 * The reader: one text in, one Reading out. Pure, synchronous, no files.
 */
import type { Reader, Reading } from '../domain/reading.ts';
import { INTENTS, type Intent, TOPICS } from '../domain/vocabulary.ts';
import { type CommandFinder, commandFinder } from './commands.ts';
import { featuresOf, kindOfQuestion } from './features.ts';
import { OUTPUTS, sigmoid, softmax } from './learning.ts';
import { type Analysis, type CompiledLexicon, compileLexicon } from './lexicon.ts';
import type { Model } from './model.ts';
import { scorer } from './model.ts';
import { decideRisk, riskChances } from './risk.ts';

/** Intents that are an answer or a command: a long story is never one of these without a strong reason. */
const SHORT_INTENTS: ReadonlySet<Intent> = new Set([
  'stop',
  'wipe',
  'leave_now',
  'back',
  'restart',
  'yes',
  'no',
  'unsure',
  'thanks',
  'greet',
  'bye',
  'help',
]);
const LONG_STORY = 14;
const SHORT_ANSWER = 6;
/** A topic in a text in which nobody speaks of themselves or their own people has to be this likely. */
const FAR_FROM_HOME = 0.6;

/** What a decision needs of a model. */
export type Limits = Pick<Model, 'topics' | 'leastTopic' | 'otherThreshold' | 'risk'>;

/** Makes a reader of a trained model. */
export function createReader(model: Model): Reader {
  const compiled = compileLexicon(model.lexicon, model.vocabulary ? model.vocabulary.split(' ') : []);
  const scores = scorer(model);
  const command = commandFinder(compiled);
  return (text, asked) => {
    const analysis = compiled.analyse(text);
    const { ids, values } = featuresOf(compiled, analysis, asked);
    return decide(model, compiled, command, analysis, scores(ids, values), asked);
  };
}

/** What the scores and the rules together make of a text. */
export function decide(
  model: Limits,
  compiled: CompiledLexicon,
  command: CommandFinder,
  analysis: Analysis,
  scores: Float64Array,
  asked?: string,
): Reading {
  const intent = decideIntent(analysis, command, scores, asked);
  const empty = analysis.words.length === 0;
  const isCommand = intent.score === 1 && intent.name !== 'tell';
  const topics = empty || isCommand ? [] : decideTopics(model, analysis, compiled, scores);
  const other = sigmoid(scores[OUTPUTS.other] ?? 0) > model.otherThreshold;
  const risk = empty
    ? { level: 'none' as const, kind: null }
    : decideRisk(compiled, analysis, riskChances(scores), model.risk, {
        asked,
        intent: intent.name,
        exact: isCommand,
      });
  return { topics, perspective: other ? 'other' : 'self', risk, intent };
}

function decideTopics(
  model: Limits,
  analysis: Analysis,
  compiled: CompiledLexicon,
  scores: Float64Array,
): Reading['topics'] {
  const all = TOPICS.map((topic, i) => ({
    topic,
    score: topicChance(model, analysis, compiled, scores, i),
    threshold: Math.max(model.topics[i]?.threshold ?? 0.5, analysis.impersonal ? FAR_FROM_HOME : 0),
  })).sort((a, b) => b.score - a.score);
  const likely = all.filter(({ score, threshold }) => score >= threshold);
  const first = all[0];
  const chosen =
    likely.length === 0 && first && !analysis.impersonal && first.score >= model.leastTopic
      ? [first]
      : likely;
  return chosen.map(({ topic, score }) => ({ topic, score: round(score) }));
}

/** The chance that a text is about a topic: calibrated model, lowered where every sign of it is denied. */
export function topicChance(
  model: Pick<Model, 'topics'>,
  analysis: Analysis,
  compiled: CompiledLexicon,
  scores: Float64Array,
  index: number,
): number {
  const [slope, shift] = model.topics[index]?.calibration ?? [1, 0];
  const topic = TOPICS[index];
  let said = 0;
  let denied = 0;
  for (const hit of analysis.concepts) {
    if (!topic || !compiled.lexicon.concepts[hit.concept]?.topics.includes(topic)) continue;
    if (hit.denied) denied++;
    else said++;
  }
  return sigmoid(slope * (scores[index] ?? 0) + shift - (denied > 0 && said === 0 ? 2 : 0));
}

function decideIntent(
  analysis: Analysis,
  command: CommandFinder,
  scores: Float64Array,
  asked: string | undefined,
): Reading['intent'] {
  if (analysis.words.length === 0) return { name: 'tell', score: 0 };
  const exact = command(analysis.words);
  if (exact) return { name: exact, score: 1 };
  const p = softmax(scores.subarray(OUTPUTS.intents, OUTPUTS.risks));
  const tell = p[INTENTS.indexOf('tell')] ?? 0;
  let best = 0;
  for (let i = 1; i < INTENTS.length; i++) if ((p[i] ?? 0) > (p[best] ?? 0)) best = i;
  let name = INTENTS[best] ?? 'tell';
  let score = p[best] ?? 0;
  const long = analysis.words.length > LONG_STORY;
  // 'Mijn man wil alles wissen' tells about him; it is no request.
  const [first, second] = analysis.words;
  const aboutOther =
    name !== 'leave_now' &&
    (/^(hij|zij|ze)$/.test(first?.text ?? '') ||
      (/^(mijn|me|onze|ons)$/.test(first?.text ?? '') &&
        analysis.classes[1] === 'kin' &&
        second !== undefined));
  const open = kindOfQuestion(asked) === 'open';
  const need = aboutOther ? 1 : long ? 0.9 : open || analysis.words.length > SHORT_ANSWER ? 0.6 : 0;
  if (name !== 'tell' && SHORT_INTENTS.has(name) && score < need && (aboutOther || tell > 0.02)) {
    name = 'tell';
    score = tell;
  }
  return { name, score: round(score) };
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000;
}
