/**
 * The way back: which questions were asked, so that `terug` and an old button lead somewhere sensible.
 */
import { optionLabel } from '../content/speak.ts';
import { sameWords } from './answer.ts';
import { choiceId, type Draft, keyOf, say, top } from './draft.ts';
import { stepAt } from './facts.ts';
import { forgetLeft } from './forget.ts';
import { inATopic, reopenTopic } from './keep.ts';
import type { Parts, Place } from './state.ts';
import { openDialog, walk } from './walk.ts';

const LONGEST = 20;

/** Remembers the question that is being answered. Call before the answer moves the stack. */
export const placeOf = (draft: Draft): Place => ({
  stack: structuredClone(draft.state.stack),
  focus: { ...draft.state.focus },
});

/**
 * Adds a place to the trail, with the focus as it is after the answer: answering anew then changes what the
 * answer made, and does not make it twice.
 */
export function remember(draft: Draft, place: Place): void {
  const { trail, focus } = draft.state;
  const made = Object.keys(draft.made).length > 0 ? { made: { ...draft.made } } : {};
  trail.push({ stack: place.stack, focus: { ...focus }, ...made });
  if (trail.length > LONGEST) trail.shift();
}

/** Opens a dialog on top of an open question; `terug` then leads back to that question. */
export function lookAside(draft: Draft, dialog: string): void {
  const frame = top(draft);
  if (frame?.is === 'waiting' && frame.dialog !== dialog) remember(draft, placeOf(draft));
  openDialog(draft, dialog);
}

function returnTo(draft: Draft, index: number): void {
  const { state } = draft;
  const [place, ...later] = state.trail.splice(index);
  if (!place) return;
  const taken = [place, ...later].map(({ made }) => made ?? {});
  // What is made anew first is what was made first.
  const spare: Parts = Object.assign({ ...state.focus.spare }, ...taken.reverse());
  const left = state.stack;
  const { topic } = state.focus;
  state.stack = place.stack;
  state.focus = place.focus;
  if (Object.keys(spare).length > 0) state.focus.spare = spare;
  delete state.question;
  // Back before a topic was begun: it is still to be talked about.
  if (topic && (state.focus.topic !== topic || !inATopic(draft))) reopenTopic(draft, topic);
  forgetLeft(draft, left);
}

/** `terug`: asks the question before this one again. */
export function goBack(draft: Draft): void {
  const { trail } = draft.state;
  if (trail.length === 0) say(draft, 'commands.no_way_back');
  else {
    say(draft, 'commands.back');
    returnTo(draft, trail.length - 1);
  }
  walk(draft);
}

/** An earlier question that had this choice: by its id, or, where the channel cannot carry that, by its words. */
export function oldChoice(
  draft: Draft,
  text: string,
  id: string | undefined,
): { index: number; code: string; label: string } | undefined {
  const { trail, form } = draft.state;
  for (let index = trail.length - 1; index >= 0; index--) {
    const frame = trail[index]?.stack.at(-1);
    if (!frame) continue;
    const key = keyOf(frame);
    const step = stepAt(draft.content, key);
    if (step?.verb !== 'choose') continue;
    for (const code of Object.keys(step.options)) {
      const label = optionLabel(draft.content, key, code, form);
      const meant = id === undefined ? sameWords(label, text) : choiceId(key, code) === id;
      if (meant) return { index, code, label };
    }
  }
  return undefined;
}

/** Goes back to where an old button was shown. The caller then answers it. */
export function reopen(draft: Draft, index: number, label: string): void {
  say(draft, 'commands.changed', { answer: label });
  returnTo(draft, index);
}
