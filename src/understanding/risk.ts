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
export const WITHOUT_FRAME = { urgent: 0.2, check: 0.15 };
/** In a text in which nobody speaks of themselves or their own people, this sure. */
const FAR_FROM_HOME = 0.6;
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
  const { marks } = analysis;
  const closedPast = marks.has('past') && !marks.has('still');
  const frames = analysis.frames
    .filter((hit) => !hit.denied)
    .map((hit) => ({ hit, frame: compiled.lexicon.frames[hit.frame] }));
  // A saying or a denial with no danger beside it speaks against danger, as a film does.
  const unsaid = frames.length === 0 && (analysis.idioms > 0 || analysis.frames.length > 0);
  const unreal = marks.has('fiction') || marks.has('joke') || unsaid;
  const urgent = frames.find(({ frame }) => frame?.level === 'urgent');
  const check = frames.find(({ frame }) => frame?.level === 'check');
  const any = chances.urgent + chances.check;
  const far = analysis.impersonal ? FAR_FROM_HOME : 0;
  const need = (threshold: number, frame: unknown, least: number) =>
    Math.max(frame ? threshold * FRAME_HELP : Math.max(threshold, least), far);

  let level: RiskLevel = 'none';
  if (unreal || closedPast) {
    if (chances.urgent > Math.max(SURE_IN_SOFT_TEXT, thresholds.urgent)) level = 'urgent';
    else if (any > (unreal ? SURE_IN_SOFT_TEXT : (thresholds.check + 1) / 2)) level = 'check';
  } else if (chances.urgent > need(thresholds.urgent, urgent, WITHOUT_FRAME.urgent)) level = 'urgent';
  else if (any > need(thresholds.check, urgent ?? check, WITHOUT_FRAME.check)) level = 'check';
  if (level === 'none') return { level, kind: null };

  const leading = urgent ?? check;
  const kind = leading?.frame && any < 0.5 ? leading.frame.kind : chances.kind;
  const because = leading
    ? leading.hit.at.map((i) => analysis.words[i]?.typed ?? '').filter((word, i, all) => word !== all[i - 1])
    : undefined;
  return { level, kind, ...(because ? { because } : {}) };
}

/** Questions in which 'yes' is the danger, by what they ask about. */
const ASKS_DANGER: [RegExp, RiskKind][] = [
  [
    /zelfmoord|zelfdoding|suicid|\bdood\b|niet meer (?:wil )?leven|er niet meer zijn|einde aan je leven|jezelf iets aan/,
    'suicide',
  ],
  [/(?:kind|kinderen|baby).*(?:gevaar|geslagen|pijn|bang)/, 'child'],
  [/slaat|geslagen|doet .*pijn|bedreig|in gevaar|bang voor iemand|bang voor (?:hem|haar)|geweld/, 'violence'],
];
/** Questions in which 'no' is the danger. */
const ASKS_SAFETY: [RegExp, RiskKind][] = [
  [/(?:kind|kinderen|baby).*veilig/, 'child'],
  [/veilig/, 'violence'],
];
/** An answer longer than this speaks for itself. */
const SHORT_ANSWER = 7;

/** A short answer to a question about danger means what the question says: 'Denk je aan zelfmoord?' 'ja'. */
function riskOfAnswer(
  analysis: Analysis,
  { asked, intent }: { asked: string | undefined; intent: Intent },
): Reading['risk'] | undefined {
  if (!asked || analysis.words.length > SHORT_ANSWER) return undefined;
  const question = asked.toLowerCase();
  if (/typen|praten|chatten/.test(question)) return undefined;
  const first = analysis.words[0]?.text;
  const says = first === 'ja' || first === 'nee' ? (first === 'ja' ? 'yes' : 'no') : intent;
  const danger = ASKS_DANGER.find(([pattern]) => pattern.test(question));
  const safety = danger ? undefined : ASKS_SAFETY.find(([pattern]) => pattern.test(question));
  const because = analysis.words.map((word) => word.typed);
  const found = danger ?? safety;
  if (!found) return undefined;
  const bad = danger ? 'yes' : 'no';
  if (says === bad) return { level: 'urgent', kind: found[1], because };
  if (says === 'unsure') return { level: 'check', kind: found[1], because };
  const plain = (says === 'yes' || says === 'no') && analysis.words.length <= 3;
  return plain && analysis.frames.length === 0 ? { level: 'none', kind: null } : undefined;
}
