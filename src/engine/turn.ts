/**
 * The pure turn: one input on one client's state gives the next state, what to say and what to do. Same inputs,
 * same result; nothing is read or written outside.
 */
import type { Content } from '../content/content.ts';
import { clientTurn } from './client-turn.ts';
import { comeBackWithCode } from './come-back.ts';
import { contactTurn, handoffExpired, nobodyAnswered } from './contact.ts';
import { refusedAtDoor } from './door.ts';
import { begin, type Draft } from './draft.ts';
import { forgetAway } from './forget.ts';
import type { ClientInput, ClockInput, Input, ReturnedInput } from './input.ts';
import { remindNow, settleReminders } from './reminders.ts';
import type { TurnResult, TurnWorld } from './result.ts';
import type { ClientState } from './state.ts';
import { move, receiveLookup, walk } from './walk.ts';

/**
 * @throws Error only for content that the content check refuses (a loop, a missing text); never for what a
 *   client typed.
 */
export function turn(content: Content, client: ClientState, input: Input, world: TurnWorld): TurnResult {
  const draft = begin(content, client, world);
  if (input.kind === 'client' || input.kind === 'returned') stand(draft, input);
  // A lookup's is where somebody lives.
  if (input.kind !== 'lookup' && 'place' in input && input.place !== undefined) draft.place = input.place;
  switch (input.kind) {
    case 'client':
      clientTurn(draft, input);
      break;
    case 'lookup':
      if (draft.state.codeWord?.closed) refusedAtDoor(draft, input);
      else if (move(draft, receiveLookup(draft, input))) walk(draft);
      break;
    case 'returned':
      comeBackWithCode(draft, input);
      break;
    case 'clock':
      clockTurn(draft, input);
      break;
    case 'contact':
      contactTurn(draft, input);
      break;
  }
  if (input.kind !== 'clock' && input.kind !== 'contact') settleReminders(draft);
  if (input.kind === 'client' || input.kind === 'returned') {
    stand(draft, input);
    // Being away is the client's: what time or the directory brings is no sign of life, nor is whoever does not know
    // the word.
    if (!draft.state.codeWord?.closed) draft.state.lastAt = world.now;
  }
  const { state, replies, effects, demand, lookup } = draft;
  return { client: state, replies, effects, demand, ...(lookup ? { lookup } : {}) };
}

/** Where they write now. Also of who begins anew in this turn. */
function stand({ state }: Draft, { session, reachable }: ClientInput | ReturnedInput): void {
  if (session) state.session = true;
  else delete state.session;
  if (reachable) state.reachable = true;
  else delete state.reachable;
}

function clockTurn(draft: Draft, input: ClockInput): void {
  switch (input.due) {
    case 'reminder':
      return remindNow(draft, input.id);
    case 'away':
      return forgetAway(draft);
    case 'handoff_expired':
      return handoffExpired(draft, input.handoff);
    case 'handoff_unanswered':
      return nobodyAnswered(draft, input);
  }
}
