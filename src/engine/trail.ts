/**
 * The way back: which questions were asked, so that `terug` and an old button lead somewhere sensible.
 */
import { optionLabel } from '../content/speak.ts';
import { sameWords } from './answer.ts';
import { choiceId, type Draft, keyOf, say } from './draft.ts';
import { stepAt } from './facts.ts';
import type { Place } from './state.ts';
import { walk } from './walk.ts';

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
  trail.push({ stack: place.stack, focus: { ...focus } });
  if (trail.length > LONGEST) trail.shift();
}

function returnTo(draft: Draft, index: number): void {
  const { state } = draft;
  const place = state.trail[index];
  if (!place) return;
  state.trail.splice(index);
  state.stack = place.stack;
  state.focus = place.focus;
  delete state.question;
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

/** An earlier question that had this choice: by its id, or by its exact words. */
export function oldChoice(
  draft: Draft,
  text: string,
  id: string | undefined,
): { index: number; id: string; label: string } | undefined {
  const { trail, form } = draft.state;
  for (let index = trail.length - 1; index >= 0; index--) {
    const frame = trail[index]?.stack.at(-1);
    if (!frame) continue;
    const key = keyOf(frame);
    const step = stepAt(draft.content, key);
    if (step?.verb !== 'choose') continue;
    for (const code of Object.keys(step.options)) {
      const label = optionLabel(draft.content, key, code, form);
      if (choiceId(key, code) === id || sameWords(label, text)) return { index, id: choiceId(key, code), label };
    }
  }
  return undefined;
}

/** Goes back to where an old button was shown. The caller then answers it. */
export function reopen(draft: Draft, index: number, label: string): void {
  say(draft, 'commands.changed', { answer: label });
  returnTo(draft, index);
}
