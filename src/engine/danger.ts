/**
 * Danger to life (promise P5): fixed texts with the right number, in the same reply. It never contacts anyone,
 * and the conversation goes on where it was.
 */
import type { Perspective, RiskKind } from '../domain/vocabulary.ts';
import type { ClientAnswer } from './answer.ts';
import { type Draft, say, top } from './draft.ts';
import { isAboutDanger } from './facts.ts';
import { lookAside } from './trail.ts';

/** A veiled sign is asked about once in this time, in hours: asking every turn would be an interrogation. */
const ASK_AGAIN_AFTER_HOURS = 24;

const inDialog = (draft: Draft, dialog: string): boolean => top(draft)?.dialog === dialog;

const askedLately = (draft: Draft, kind: RiskKind): boolean => {
  const asked = draft.state.checked[kind];
  if (!asked) return false;
  return Date.parse(draft.world.now) - Date.parse(asked) < ASK_AGAIN_AFTER_HOURS * 3_600_000;
};

/** A pressed choice, or ja or nee and nothing else: the question it answers says what it means. */
const isBare = ({ exact, reading: { intent } }: ClientAnswer): boolean =>
  exact || (['yes', 'no', 'unsure'].includes(intent.name) && intent.score === 1);

/** A few words in which nothing can be pointed at ("mijn man"): not enough to ask about. */
const MOST_WORDS_OF_A_HUNCH = 2;
const isHunch = ({ text, reading: { risk } }: ClientAnswer): boolean =>
  risk.level === 'check' &&
  (risk.because ?? []).length === 0 &&
  text.trim().split(/\s+/).length <= MOST_WORDS_OF_A_HUNCH;

/** Whose number belongs under these words, where nothing can be asked. */
export const numberFor = (answer: ClientAnswer): RiskKind | undefined => {
  const { level, kind } = answer.reading.risk;
  return level === 'none' || !kind || isBare(answer) || isHunch(answer) ? undefined : kind;
};

/** Where words go to someone else, and nothing is asked about them here: in danger to life the number comes with it. */
export function sayNumber(draft: Draft, answer: ClientAnswer): void {
  const kind = numberFor(answer);
  if (kind && answer.reading.risk.level === 'urgent') say(draft, `locked.${kind}`);
}

/** The danger dialog that some words call for, and whether it goes before everything else. */
interface Danger {
  dialog: string;
  urgent: boolean;
}

/** What these words call for, when the open question may still take them. */
export function dangerIn(draft: Draft, answer: ClientAnswer): Danger | undefined {
  const { kind } = answer.reading.risk;
  // Inside the dialog that is about this, its own question takes the answer.
  return inDialog(draft, `danger_${kind}`) ? undefined : untakenDangerIn(draft, answer);
}

/** The same when no question took them: then the numbers come again. */
export function untakenDangerIn(draft: Draft, answer: ClientAnswer): Danger | undefined {
  const { level } = answer.reading.risk;
  const kind = numberFor(answer);
  if (!kind) return undefined;
  if (level === 'urgent') return { dialog: `danger_${kind}`, urgent: true };
  // In the middle of one danger, a guess at another is an interruption.
  if (isAboutDanger(draft.state)) return undefined;
  const asked =
    inDialog(draft, `check_${kind}`) || inDialog(draft, `danger_${kind}`) || askedLately(draft, kind);
  return asked ? undefined : { dialog: `check_${kind}`, urgent: false };
}

/**
 * Opens the dialog; the one below stays where it is. Whose danger it is, these very words say: it may be someone
 * else's than the trouble talked about so far.
 */
export function openDanger(draft: Draft, dialog: string, about: Perspective): void {
  const { state } = draft;
  const kind = dialog.slice(dialog.indexOf('_') + 1) as RiskKind;
  state.checked[kind] = draft.world.now;
  // The gentle question was answered by these words: it is not asked again afterwards.
  const check = state.stack.findIndex((frame) => frame.dialog === `check_${kind}`);
  if (check > 0) state.stack.splice(check);
  lookAside(draft, dialog);
  const frame = top(draft);
  if (frame) frame.about = about;
}
