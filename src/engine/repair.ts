/**
 * Not understood: said plainly, never twice in the same words, and after two tries a menu with a human in it.
 */
import { type ClientAnswer, readAnswer } from './answer.ts';
import { type Draft, say, top } from './draft.ts';
import { leaveDialog } from './forget.ts';
import type { ClientInput } from './input.ts';
import type { Frame } from './state.ts';
import { lookAside, placeOf, remember } from './trail.ts';
import { move, receiveAnswer, walk } from './walk.ts';

const TRIES = 2;
/** The dialog with the ways on. */
const LOST = 'lost';

export function notUnderstood(draft: Draft, answer: ClientAnswer): void {
  const { question } = draft.state;
  if (!question) return walk(draft);
  question.misses += 1;
  if (question.misses >= TRIES && top(draft)?.dialog !== LOST) {
    question.misses = 0;
    lookAside(draft, LOST);
    return walk(draft);
  }
  // In the menu of ways on itself, a number of a human is worth more than the same apology.
  if (top(draft)?.dialog === LOST) {
    say(draft, 'repair.still_lost');
    return walk(draft);
  }
  // 'Geen idee' was understood very well; it is no choice yet.
  say(draft, answer.reading.intent.name === 'unsure' ? 'repair.unsure' : 'repair.first');
  walk(draft);
}

/** Mostly letters of another script than ours. */
export function isOtherScript(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const ours = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return letters > 0 && ours * 2 < letters;
}

const keyOfTop = (stack: Frame[]): string => `${stack.at(-1)?.dialog}.${stack.at(-1)?.step}`;

/** Asked how to go on, many people answer the question before once more: then that is how it goes on. */
export function answersBelow(draft: Draft, input: ClientInput): boolean {
  if (top(draft)?.dialog !== LOST) return false;
  const { state, replies, effects, demand } = draft;
  const before = { state: structuredClone(state), effects: effects.length, demand: demand.length };
  const said = replies.length;
  leaveDialog(draft);
  walk(draft);
  const shown = replies.splice(said);
  const place = placeOf(draft);
  // The look aside put this question in the trail; its answer does so now.
  const [last] = draft.state.trail.slice(-1);
  if (last && keyOfTop(last.stack) === keyOfTop(place.stack)) draft.state.trail.pop();
  const answer = readAnswer(input, draft.state.question, draft.content.reader);
  if (draft.state.question?.offer !== undefined && answer.code !== undefined) {
    // Consent is only given under the preview itself: who answers it from here sees it again, as it is by now.
    replies.push(...shown);
    return true;
  }
  const taken = draft.lookup ? undefined : receiveAnswer(draft, answer, input);
  if (!taken) {
    draft.state = before.state;
    delete draft.lookup;
    effects.splice(before.effects);
    demand.splice(before.demand);
    return false;
  }
  if (taken.kind !== 'wait') remember(draft, place);
  if (move(draft, taken)) walk(draft);
  return true;
}
