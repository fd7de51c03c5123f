/**
 * The reader: one text in, one Reading out. Pure, synchronous, no files.
 */
import type { Reader, Reading } from '../domain/reading.ts';
import { INTENTS, type Intent, TOPICS, type Topic } from '../domain/vocabulary.ts';
import { type CommandFinder, commandFinder } from './commands.ts';
import { featuresOf, kindOfQuestion } from './features.ts';
import { OUTPUTS, sigmoid, softmax } from './learning.ts';
import { type Analysis, type CompiledLexicon, compileLexicon } from './lexicon.ts';
import type { Model } from './model.ts';
import { scorer } from './model.ts';
import { decideRisk, riskChances } from './risk.ts';
import type { Word } from './text.ts';

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
/** Commands after which something is gone or closed. */
const DESTRUCTIVE: ReadonlySet<Intent> = new Set(['stop', 'wipe', 'leave_now', 'restart']);
const TELL = INTENTS.indexOf('tell');
/** What the words behind a ja or nee may be without being a wish of their own. */
const ANSWERS: ReadonlySet<Intent> = new Set(['yes', 'no', 'unsure', 'tell', 'thanks', 'greet', 'bye']);
const MORE_THAN_AN_ANSWER = 0.6;
/** More than half of the examples are stories; what people ask for should not have to outweigh that. */
const STORIES_ARE_MANY = 1;
/** The score of what stands alone by its words, though it is no listed phrase. */
const STANDS_ALONE = 0.97;
/** Under the score from which a command is obeyed. */
const ONLY_A_GUESS = 0.75;
const MOST_COMMAND_WORDS = 12;
/** A ja or nee in front of more than this many words is part of a story. */
const LONGEST_ANSWER = 8;
const LONG_STORY = 14;
const SHORT_ANSWER = 6;
/** A topic in a text in which nobody speaks of themselves or their own people has to be this likely. */
const FAR_FROM_HOME = 0.3;
/** Nothing is named that is less likely than this. */
const LEAST = 0.12;
/** Beside the likeliest topic the next counts from here: both are asked about ('Klopt dat?'). */
const SECOND = 0.15;
const CLEAR = 0.6;
const SECOND_BESIDE_CLEAR = 0.2;
/** A topic this likely is there, whatever the rest of the text looks like. */
const SURE_TOPIC = 0.8;
/** ... or this likely when a word of the lexicon names it. */
const NAMED_TOPIC = 0.3;
const NAMED_BESIDE = 0.2;

/** What a decision needs of a model. */
export type Limits = Pick<Model, 'topics' | 'about' | 'otherThreshold' | 'risk'>;

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
  const intent = decideIntent(compiled, analysis, command, scores, asked);
  const empty = analysis.words.length === 0;
  const isCommand = intent.score === 1 && intent.name !== 'tell';
  const topics = empty || isCommand ? [] : decideTopics(model, analysis, compiled, scores);
  // Who wants to die is said by the words themselves; who is hit often is not ('papa slaat mij en mijn broertje').
  const frameSays = analysis.frames.some(({ frame: index, denied }) => {
    const frame = compiled.lexicon.frames[index];
    return !denied && frame?.kind === 'suicide' && frame.who === 'other';
  });
  const other =
    frameSays ||
    (!isHitOneself(compiled, analysis) && sigmoid(scores[OUTPUTS.other] ?? 0) > model.otherThreshold);
  const risk = empty
    ? { level: 'none' as const, kind: null }
    : decideRisk(compiled, analysis, riskChances(scores), model.risk, {
        asked,
        intent: intent.name,
        exact: isCommand,
      });
  return { topics, perspective: other ? 'other' : 'self', risk, intent };
}

/** 'Mijn vriend slaat me', 'dat hij mij schopt': whose trouble that is needs no guess. */
function isHitOneself(compiled: CompiledLexicon, { words }: Analysis): boolean {
  const hits = new Set(compiled.lexicon.classes.hit ?? []);
  const isMe = (at: number) => /^(me|mij)$/.test(words[at]?.text ?? '');
  return words.some(
    ({ text }, i) => hits.has(text) && (isMe(i + 1) || (isMe(i - 1) && i === words.length - 1)),
  );
}

function decideTopics(
  model: Limits,
  analysis: Analysis,
  compiled: CompiledLexicon,
  scores: Float64Array,
): Reading['topics'] {
  const hurt = analysis.frames.some(({ frame: index, denied }) => {
    const frame = compiled.lexicon.frames[index];
    return !denied && frame?.kind === 'violence' && frame.certain;
  });
  const all = TOPICS.map((topic, i) => ({
    topic,
    score: Math.max(
      topicChance(model, analysis, compiled, scores, i),
      hurt && topic === 'violence' ? SURE_TOPIC : 0,
    ),
    threshold: Math.max(model.topics[i]?.threshold ?? 0.5, analysis.impersonal ? FAR_FROM_HOME : 0),
  })).sort((a, b) => b.score - a.score);
  const first = all[0]?.score ?? 0;
  const denied = analysis.concepts.some((hit) => hit.denied) && !analysis.concepts.some((hit) => !hit.denied);
  const about = aboutScore(scores, first) - (analysis.impersonal ? 0.5 : 0) - (denied ? 1 : 0);
  const there = about >= model.about && first >= LEAST;
  const named = new Set<string>();
  for (const hit of analysis.concepts) {
    if (!hit.denied)
      for (const topic of compiled.lexicon.concepts[hit.concept]?.topics ?? []) named.add(topic);
  }
  // 'Hij', 'thuis': violence is asked about only when it is in the words.
  const unsaid = (topic: Topic): boolean => topic === 'violence' && analysis.bare && !named.has(topic);
  const second = first >= CLEAR ? SECOND_BESIDE_CLEAR : SECOND;
  return all
    .filter(({ topic, score, threshold }, rank) =>
      there
        ? rank === 0 ||
          score >= (named.has(topic) ? NAMED_BESIDE : threshold) ||
          (rank === 1 && score >= second)
        : score >= (named.has(topic) ? NAMED_TOPIC : SURE_TOPIC),
    )
    .filter(({ topic }) => !unsaid(topic))
    .map(({ topic, score }) => ({ topic, score: round(score) }));
}

/** How much a text is about anything: whether there is a topic at all is easier to tell than which. */
export function aboutScore(scores: Float64Array, likeliest: number): number {
  const p = Math.min(0.999, Math.max(0.001, likeliest));
  return (scores[OUTPUTS.about] ?? 0) + Math.log(p / (1 - p));
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
  return sigmoid(slope * (scores[index] ?? 0) + shift - (denied > 0 && said === 0 ? 1 : 0));
}

function decideIntent(
  compiled: CompiledLexicon,
  analysis: Analysis,
  command: CommandFinder,
  scores: Float64Array,
  asked: string | undefined,
): Reading['intent'] {
  if (analysis.words.length === 0) return { name: 'tell', score: 0 };
  const { words } = analysis;
  const exact = command(words);
  const answer = leadingAnswer(words, asked);
  // 'Ja, wis alles' says yes to 'Zal ik alles wissen?'.
  const agrees =
    answer && exact && DESTRUCTIVE.has(exact.intent) && /wis|stop|opnieuw|sluit/.test(asked ?? '');
  if (exact?.sure && !agrees) return { name: exact.intent, score: 1 };
  const wanted = scores.slice(OUTPUTS.intents, OUTPUTS.risks);
  wanted[TELL] = (wanted[TELL] ?? 0) - STORIES_ARE_MANY;
  const p = softmax(wanted);
  const tell = p[TELL] ?? 0;
  let best = 0;
  for (let i = 1; i < INTENTS.length; i++) if ((p[i] ?? 0) > (p[best] ?? 0)) best = i;
  let name = INTENTS[best] ?? 'tell';
  // 'Nee, weggooien, alles' and 'nee ik wil een heel nieuw gesprek' answer, but want something else more.
  const wants = !ANSWERS.has(name) && (p[best] ?? 0) >= MORE_THAN_AN_ANSWER;
  if (answer && (agrees || !wants)) return { name: answer, score: STANDS_ALONE };
  if (exact) return { name: exact.intent, score: STANDS_ALONE };
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
  // These end, hide or erase the conversation: only as a command that stands alone are they more than a guess.
  if (DESTRUCTIVE.has(name)) {
    const tells = analysis.concepts.some(({ concept }) => compiled.lexicon.concepts[concept]?.topics.length);
    if (tells || words.length > MOST_COMMAND_WORDS)
      return { name: 'tell', score: round(Math.max(tell, 0.5)) };
    score = Math.min(score, ONLY_A_GUESS);
  }
  return { name, score: round(score) };
}

/** 'Ja, hij is de deur uit': after a closed question a ja or nee in front answers it, though more is told. */
function leadingAnswer(words: readonly Word[], asked: string | undefined): 'yes' | 'no' | undefined {
  if (!asked || words.length < 2 || words.length > LONGEST_ANSWER) return undefined;
  const kind = kindOfQuestion(asked);
  if (kind !== 'yesno' && kind !== 'choice') return undefined;
  const [first, second, third] = words.map(({ text }) => text);
  if (third === 'maar' || second === 'maar') return undefined;
  if (/^(ja|jawel|jazeker|jep|yes|joa|jaja)$/.test(first ?? ''))
    return second === 'nee' || second === 'en' ? undefined : 'yes';
  if (/^(nee|neen|nope|neuh|nei)$/.test(first ?? '')) return 'no';
  // 'Hij slaapt, dus ja'
  const [before, last] = words.slice(-2).map(({ text }) => text);
  if (before === 'dus' && last === 'ja') return 'yes';
  if (before === 'dus' && last === 'nee') return 'no';
  if (/^(nu|vandaag|momenteel)$/.test(first ?? '') && /veilig|rustig|gevaar|typen/.test(asked)) {
    if (second === 'wel') return 'yes';
    if (second === 'niet') return 'no';
  }
  return undefined;
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000;
}
