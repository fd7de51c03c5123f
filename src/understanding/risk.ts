/**
 * Risk, on its own path: danger frames from the lexicon first, the model beside them, and what takes the danger
 * out of words (denial, film, joke, long ago). Both have to be read together: a frame alone is blind to what it
 * does not know, and the model alone to who does what to whom.
 */
import type { Reading } from '../domain/reading.ts';
import { type Intent, RISK_KINDS, type RiskKind, type RiskLevel } from '../domain/vocabulary.ts';
import { OUTPUTS, softmax } from './learning.ts';
import type { Analysis, CompiledLexicon } from './lexicon.ts';

/** What the model thinks: chances of veiled or plain danger, and which kind is likeliest. */
export interface RiskChances {
  urgent: number;
  check: number;
  kind: RiskKind;
}

/** Reads the risk outputs of the model. */
export function riskChances(scores: Float64Array): RiskChances {
  const p = softmax(scores.subarray(OUTPUTS.risks, OUTPUTS.count));
  let check = 0;
  let urgent = 0;
  let kind: RiskKind = 'violence';
  let best = -1;
  RISK_KINDS.forEach((name, i) => {
    const a = p[1 + i] ?? 0;
    const b = p[1 + RISK_KINDS.length + i] ?? 0;
    check += a;
    urgent += b;
    if (a + b > best) {
      best = a + b;
      kind = name;
    }
  });
  return { urgent, check, kind };
}

/** The model output for a level and kind. */
export function riskOutput(level: RiskLevel, kind: RiskKind | null): number {
  if (level === 'none' || !kind) return 0;
  return 1 + RISK_KINDS.indexOf(kind) + (level === 'urgent' ? RISK_KINDS.length : 0);
}

/** How sure the model must be; tuned in training. */
export interface RiskThresholds {
  urgent: number;
  check: number;
}

/** With an urgent frame the model needs this share of its usual certainty, with a check frame likewise. */
const FRAME_HELP = 0.25;
/** Without any frame the model has to be at least this sure. */
export const WITHOUT_FRAME = { urgent: 0.2, check: 0.12 };
/** In a text in which nobody speaks of themselves or their own people, this sure. */
const FAR_FROM_HOME = 0.85;
/** A few words without any frame give the model little to go by. */
const SHORT_TEXT = 6;
/** To 'Wat wil jij dat er verandert?' people answer with half sentences that mean no more than they say. */
const SHORT_REPLY = 12;
const ASKS_FOR_A_STORY =
  /aan de hand|vertel|speelt|zit je mee|zit u mee|hoe gaat het|hoe is het|veilig|gevaar|houdt (je|u) bezig/i;
const SURE_IN_SHORT_TEXT = 0.45;
const SURE_IN_REPLY = 0.6;
/** Where the words themselves say that danger is veiled, the model alone has to be this sure that it is plain. */
const SURE_BESIDE_VEILED = 0.85;
/** In a film, a joke or a closed past the model alone has to be this sure. */
const SURE_IN_SOFT_TEXT = 0.85;

/** Decides level and kind. */
export function decideRisk(
  compiled: CompiledLexicon,
  analysis: Analysis,
  chances: RiskChances,
  thresholds: RiskThresholds,
  answer: { asked: string | undefined; intent: Intent; exact: boolean },
): Reading['risk'] {
  const answered = riskOfAnswer(analysis, answer);
  if (answered) return answered;
  // 'nee', 'stop' by themselves: nothing is said in which danger could be.
  if (answer.exact && analysis.frames.length === 0) return { level: 'none', kind: null };
  // 'Gisteren', 'hij', 'bij mij thuis': who, when or where, and nothing that happened.
  if (analysis.bare && analysis.frames.length === 0) return { level: 'none', kind: null };
  const { marks } = analysis;
  const closedPast = marks.has('past') && !marks.has('still');
  const frames = analysis.frames
    .filter((hit) => !hit.denied)
    .map((hit) => ({ hit, frame: compiled.lexicon.frames[hit.frame] }));
  // A saying or a denial with no danger beside it speaks against danger, as a film does.
  const unsaid = frames.length === 0 && (analysis.idioms > 0 || analysis.frames.length > 0);
  // 'Hij heeft me nooit geslagen' and no word more.
  if (unsaid && analysis.frames.length > 0 && analysis.words.length <= SHORT_TEXT)
    return { level: 'none', kind: null };
  const unreal = marks.has('fiction') || marks.has('joke') || unsaid;
  const urgent = frames.find(({ frame }) => frame?.level === 'urgent');
  const check = frames.find(({ frame }) => frame?.level === 'check');
  const any = chances.urgent + chances.check;
  const far = analysis.impersonal ? FAR_FROM_HOME : 0;
  const { length } = analysis.words;
  const replies = answer.asked !== undefined && length <= SHORT_REPLY && !ASKS_FOR_A_STORY.test(answer.asked);
  const sure = (least: number) =>
    replies ? SURE_IN_REPLY : length <= SHORT_TEXT ? SURE_IN_SHORT_TEXT : least;
  const need = (threshold: number, frame: unknown, least: number) =>
    Math.max(frame ? threshold * FRAME_HELP : Math.max(threshold, sure(least)), far);

  const certain = frames.some(({ frame }) => frame?.certain);
  let level: RiskLevel = 'none';
  if (unreal || closedPast) {
    if (chances.urgent > Math.max(SURE_IN_SOFT_TEXT, thresholds.urgent)) level = 'urgent';
    else if (any > (unreal ? SURE_IN_SOFT_TEXT : (thresholds.check + 1) / 2)) level = 'check';
  } else if (certain) level = 'urgent';
  else if (
    chances.urgent >
    (check && !urgent ? SURE_BESIDE_VEILED : need(thresholds.urgent, urgent, WITHOUT_FRAME.urgent))
  )
    level = 'urgent';
  else if (any > need(thresholds.check, urgent ?? check, WITHOUT_FRAME.check)) level = 'check';
  if (level === 'none') return { level, kind: null };

  const leading = urgent ?? check;
  // Who hurts whom the model tells apart best; that it is about one's own death the words say themselves.
  const onlyDeath = frames.length > 0 && frames.every(({ frame }) => frame?.kind === 'suicide');
  const likely = leading?.frame && (any < 0.5 || onlyDeath) ? leading.frame.kind : chances.kind;
  // A daughter of nineteen is somebody's child, but what is done to her is not done to a child.
  const kind = likely === 'child' && isGrownUp(compiled, analysis) ? 'violence' : likely;
  const because = leading
    ? leading.hit.at.map((i) => analysis.words[i]?.typed ?? '').filter((word, i, all) => word !== all[i - 1])
    : undefined;
  return { level, kind, ...(because ? { because } : {}) };
}

/** 'Mijn dochter van 19', 'mijn volwassen zoon'. */
function isGrownUp(compiled: CompiledLexicon, { words }: Analysis): boolean {
  const child = new Set(compiled.lexicon.classes.child ?? []);
  const grown = words.some((word, i) => {
    if (!child.has(word.text)) return false;
    const [of, age] = [words[i + 1]?.text, Number(words[i + 2]?.text)];
    const isAged = of === 'van' || of === 'is' || of === 'wordt';
    return (isAged && age >= 18) || words[i - 1]?.text === 'volwassen';
  });
  const young = words.some(({ text }) => /^(kinderen|baby|kleinkind(eren)?|peuter|kleuter)$/.test(text));
  return grown && !young;
}

/** Questions in which 'yes' is the danger, by what they ask about. */
const ASKS_DANGER: [RegExp, RiskKind][] = [
  [
    /zelfmoord|zelfdoding|suicid|\bdood\b|niet meer (?:wil )?leven|er niet meer zijn|einde aan je leven|jezelf iets aan/,
    'suicide',
  ],
  [/(?:kind|kinderen|baby).*(?:gevaar|geslagen|pijn|bang|zorg krijgt|niet veilig)/, 'child'],
  [
    /slaat|geslagen|doet .*pijn|pijn doet|bang maakt|bedreig|gevaar|bang voor iemand|bang voor (?:hem|haar)|geweld|niet veilig|misgaan/,
    'violence',
  ],
];
/** Questions in which 'no' is the danger. */
const ASKS_SAFETY: [RegExp, RiskKind][] = [
  [/(?:kind|kinderen|baby).*veilig/, 'child'],
  [/veilig/, 'violence'],
];
/** An answer longer than this speaks for itself. */
const SHORT_ANSWER = 7;

/** Words with which an answer does not settle what was asked. */
const LEAVES_ROOM = /^(maar|nog|soms|straks|bijna|later|bang|vaak|meestal|eigenlijk)$/;

/** A short answer to a question about danger means what the question says: 'Denk je aan zelfmoord?' 'ja'. */
function riskOfAnswer(
  analysis: Analysis,
  { asked, intent }: { asked: string | undefined; intent: Intent },
): Reading['risk'] | undefined {
  if (!asked || analysis.words.length > SHORT_ANSWER) return undefined;
  const question = questionIn(asked).toLowerCase();
  const first = analysis.words[0]?.text;
  if (/typen|praten|chatten|schrijven/.test(question)) {
    return first === 'ja' && analysis.frames.length === 0 ? { level: 'none', kind: null } : undefined;
  }
  const says = first === 'ja' || first === 'nee' ? (first === 'ja' ? 'yes' : 'no') : intent;
  const danger = ASKS_DANGER.find(([pattern]) => pattern.test(question));
  const safety = danger ? undefined : ASKS_SAFETY.find(([pattern]) => pattern.test(question));
  const because = analysis.words.map((word) => word.typed);
  const found = danger ?? safety;
  if (!found) return undefined;
  const bad = danger ? 'yes' : 'no';
  if (says === bad) return { level: 'urgent', kind: found[1], because };
  if (says === 'unsure') return { level: 'check', kind: found[1], because };
  // 'Ja, hij is naar zijn werk'; not 'nee, nog niet' and not 'nu niet, maar straks'.
  const plain =
    (says === 'yes' || says === 'no') &&
    (analysis.words.length <= 3 || !analysis.words.some(({ text }) => LEAVES_ROOM.test(text)));
  return plain && analysis.frames.length === 0 ? { level: 'none', kind: null } : undefined;
}

/** What is asked in the end: 'Bel 112 als het misgaat. Ben je nu veilig?' asks about being safe. */
function questionIn(asked: string): string {
  const asks = asked.split(/(?<=[.!?\n])\s+/).filter((sentence) => sentence.includes('?'));
  return asks[asks.length - 1] ?? asked;
}
