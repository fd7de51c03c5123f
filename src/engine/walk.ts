/**
 * Walks through the steps from where the client stands, until one waits for an answer.
 */
import type { Step, VerbName } from '../content/step-schema.ts';
import type { ClientAnswer } from './answer.ts';
import { type Draft, say, top } from './draft.ts';
import { firstStep } from './facts.ts';
import { forgetLeft, leaveDialog } from './forget.ts';
import type { ClientInput, LookupAnswer } from './input.ts';
import type { Frame } from './state.ts';
import type { Move, Verb } from './verb.ts';
import { verbs } from './verbs/index.ts';

/** Content that goes round without ever asking is a mistake in the dialogs; this ends it loudly. */
const MOST_STEPS_IN_A_TURN = 200;

const verbOf = (step: Step): Verb<VerbName> => verbs[step.verb] as Verb<VerbName>;

/** The step the client stands on; undefined when the dialogs no longer have it. */
export function currentStep(draft: Draft): Step | undefined {
  const frame = top(draft);
  return draft.content.dialogs[frame?.dialog ?? '']?.steps.find(({ id }) => id === frame?.step);
}

/** Where this dialog is open already: a look aside anywhere, a `visit` within the same look aside. */
function openAt({ state: { stack } }: Draft, dialog: string, as: 'aside' | 'visit'): number {
  const from = as === 'visit' ? stack.findLastIndex(({ focus }) => focus !== undefined) + 1 : 1;
  return stack.findIndex(
    (frame, index) =>
      index >= Math.max(1, from) && frame.dialog === dialog && (as === 'visit' || frame.focus !== undefined),
  );
}

/**
 * Puts a dialog on top. One that is open already is left first, so that nothing piles up.
 * A look aside gives back at its end what was talked about before; a `visit` is part of the same talk.
 */
export function openDialog(draft: Draft, dialog: string, as: 'aside' | 'visit' = 'aside'): void {
  const { stack, focus } = draft.state;
  const open = openAt(draft, dialog, as);
  const gone = open > 0 ? stack.splice(open) : [];
  const [left] = gone;
  const frame: Frame = { dialog, step: firstStep(draft.content, dialog), is: 'fresh' };
  if (as === 'aside') {
    frame.focus = left?.focus ?? { ...focus };
    // What was gone back on belongs to the talk below.
    delete focus.spare;
  }
  stack.push(frame);
  // What was asked above it is left too.
  forgetLeft(draft, gone);
}

/** The step after the one the frame stands on; undefined at the end of the dialog. */
function stepAfter(draft: Draft, frame: Frame): string | undefined {
  const steps = draft.content.dialogs[frame.dialog]?.steps ?? [];
  return steps[steps.findIndex(({ id }) => id === frame.step) + 1]?.id;
}

function onward(draft: Draft, target: string | undefined): void {
  const frame = top(draft);
  if (!frame) return;
  if (target?.startsWith('@')) {
    // A look aside: the question stays open under it.
    frame.is = 'waiting';
    openDialog(draft, target.slice(1));
    return;
  }
  const step = target === undefined || target === 'next' ? stepAfter(draft, frame) : target;
  if (frame.only || step === undefined || step === 'end') return leaveDialog(draft);
  frame.step = step;
  frame.is = 'fresh';
}

/** Carries out a move. Returns whether the walk goes on. */
export function move(draft: Draft, next: Move): boolean {
  switch (next.kind) {
    case 'wait':
    case 'halt':
      return false;
    case 'resume':
      return true;
    case 'to':
      onward(draft, next.target);
      return true;
    case 'visit': {
      const frame = top(draft);
      if (frame) frame.is = 'visiting';
      openDialog(draft, next.dialog, 'visit');
      return true;
    }
    case 'lookup':
      draft.lookup = next.lookup;
      return false;
  }
}

/** A step that the dialogs no longer have: said plainly, and a way on is given. */
function stepIsGone(draft: Draft): void {
  say(draft, 'repair.step_gone');
  leaveDialog(draft);
  delete draft.state.question;
}

/** Where a conversation rests when all that was begun is done. */
function restAtMenu(draft: Draft): void {
  draft.state.stack = [{ dialog: 'menu', step: firstStep(draft.content, 'menu'), is: 'fresh' }];
}

/** Enters the step on top, once. Returns whether the walk goes on. */
function enterTop(draft: Draft): boolean {
  const frame = top(draft);
  if (!frame) {
    restAtMenu(draft);
    return true;
  }
  const step = currentStep(draft);
  if (!step) {
    stepIsGone(draft);
    return true;
  }
  if (frame.is === 'visiting') {
    onward(draft, 'to' in step ? step.to : undefined);
    return true;
  }
  return move(draft, verbOf(step).enter(step, draft, frame.is === 'waiting'));
}

export function walk(draft: Draft): void {
  for (let steps = 0; steps < MOST_STEPS_IN_A_TURN; steps++) {
    if (!enterTop(draft)) return;
  }
  throw new Error(`dialogs: '${top(draft)?.dialog}.${top(draft)?.step}' goes round without asking anything`);
}

/** Walks only as far as nothing is asked: what a stranger must hear first, before anything else is answered. */
export function walkUntilAsking(draft: Draft): void {
  while (currentStep(draft)?.verb === 'say') enterTop(draft);
}

/** Lets the step on top take an answer. Undefined: it is not an answer to its question. */
export function receiveAnswer(draft: Draft, answer: ClientAnswer, input: ClientInput): Move | undefined {
  const step = currentStep(draft);
  if (!step || top(draft)?.is !== 'waiting') return undefined;
  return verbOf(step).receive?.(step, draft, answer, input);
}

/** Lets the step on top take the answer to what it looked up. */
export function receiveLookup(draft: Draft, answer: LookupAnswer): Move {
  const step = currentStep(draft);
  const take = step && verbOf(step).answered;
  if (!step || !take) throw new Error('a lookup was answered that no step asked for');
  return take(step, draft, answer);
}
