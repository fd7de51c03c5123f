/**
 * What a professional did, as the client hears it. It obeys when the client may be written to: what may not come now is
 * held until they are here. Nothing the client types goes to a professional by what happens here.
 */
import { mayWriteAt } from '../domain/contact.ts';
import { contactTime } from '../domain/handoff.ts';
import { isShut } from './code-word.ts';
import { type Draft, say, top, words } from './draft.ts';
import { isAboutDanger } from './facts.ts';
import { handoffWith, isOpen, isTaken, log, moveHandoff, relay } from './handoff.ts';
import type { ClockInput, ContactInput } from './input.ts';
import type { ClientHandoff, Held } from './state.ts';
import { currentStep, openDialog, walk } from './walk.ts';

/** Dialogs that are opened by what a professional does. */
const TALK = 'talk';
const NOT_TAKEN = 'not_taken';
const PASS_ON = 'pass_on';
const FOLLOW_UP = 'follow_up';
const UNANSWERED = 'unanswered';

/** After this long without a word the client may have put the phone down. */
const HERE_MINUTES = 10;

export function contactTurn(draft: Draft, input: ContactInput): void {
  const { state, world } = draft;
  const handoff = handoffWith(state, input.handoff);
  if (!isOpen(handoff)) return;
  const { who } = input;
  // Before it ends: then what they said about it goes too.
  const here = !input.unheard && isHere(draft, handoff);
  switch (input.did) {
    case 'opened':
      log(handoff, world.now, who, 'opened');
      if (handoff.state === 'requested') moveHandoff(draft, handoff, 'seen');
      return;
    case 'accepted':
      log(handoff, world.now, who, 'accepted');
      handoff.who = who;
      delete handoff.answerBy;
      if (input.elsewhere) handoff.elsewhere = true;
      moveHandoff(draft, handoff, 'accepted', who.id);
      return tell(draft, handoff, here, words(draft, 'handoff.told_accepted'));
    case 'said':
      log(handoff, world.now, who, 'said');
      if (handoff.state === 'accepted') moveHandoff(draft, handoff, 'active');
      relay(draft, handoff, 'professional', input.text);
      return tell(draft, handoff, here, input.text, handoff.written);
    case 'declined': {
      log(handoff, world.now, who, 'declined');
      handoff.reason = input.reason;
      moveHandoff(draft, handoff, 'declined');
      return openFor(draft, handoff, here, NOT_TAKEN);
    }
    case 'asked_follow_up':
      state.followUp = { handoff: handoff.id, weeks: input.weeks };
      return openFor(draft, handoff, here, FOLLOW_UP);
    case 'proposed': {
      const { id, name, about, answerBy, open } = input.organisation;
      const staff = input.staff ? { staff: input.staff } : {};
      handoff.proposal = { id, name, about, answerBy, open, ...staff, instead: handoff.id, passesOn: true };
      return openFor(draft, handoff, here, PASS_ON);
    }
    case 'closed':
      log(handoff, world.now, who, 'closed');
      return end(draft, handoff, here);
  }
}

/** The professional has ended it. Who was talking with them is with Stuur again, and reads that. */
function end(draft: Draft, handoff: ClientHandoff, here: boolean): void {
  const talked = isTalkingAbout(draft, handoff);
  moveHandoff(draft, handoff, 'closed');
  const text = words(draft, 'handoff.told_closed');
  if (!here) return hold(draft, handoff, { text });
  sayFrom(draft, handoff, text);
  // The talk finds that it is over, and gives back what was asked before it.
  if (talked) walk(draft);
}

/** Words from the professional: said now, or held until they may be. */
function tell(draft: Draft, handoff: ClientHandoff, here: boolean, text: string, number?: number): void {
  if (!here) return hold(draft, handoff, { text, ...(number === undefined ? {} : { number }) });
  sayFrom(draft, handoff, text);
  if (isTaken(handoff)) askToTalk(draft, handoff);
}

function sayFrom(draft: Draft, handoff: ClientHandoff, message: string): void {
  const { who, name: organisation } = handoff;
  if (!who) say(draft, 'handoff.from_organisation', { organisation, message });
  else if (isTalkingAbout(draft, handoff)) say(draft, 'handoff.from_known', { name: who.name, message });
  else say(draft, 'handoff.from', { name: who.name, description: who.function, organisation, message });
}

const isTalkingAbout = (draft: Draft, { id }: ClientHandoff): boolean =>
  currentStep(draft)?.verb === 'talk' && draft.state.talk?.handoff === id;

const isAskedToTalk = (draft: Draft, handoff: ClientHandoff): boolean =>
  isTalkingAbout(draft, handoff) || (top(draft)?.dialog === TALK && draft.state.talk?.handoff === handoff.id);

/** They said stop, or are in the middle of danger: nothing else is asked then. */
const isLeftAlone = ({ state }: Draft): boolean => state.paused || isAboutDanger(state);

/** Whom somebody is about to send something to themselves, stays their choice: a proposal is asked after that. */
const hasToWait = (draft: Draft, dialog: string | undefined): boolean =>
  isLeftAlone(draft) || (dialog === PASS_ON && draft.state.addressee !== undefined);

/** Asked once: who is talking already, or was just asked, is not asked again. */
function askToTalk(draft: Draft, handoff: ClientHandoff): void {
  const { state } = draft;
  if (isAskedToTalk(draft, handoff) || isLeftAlone(draft)) return;
  state.talk = { handoff: handoff.id };
  openDialog(draft, TALK);
  walk(draft);
}

/** A dialog about this handoff, as soon as the client is here. */
function openFor(draft: Draft, handoff: ClientHandoff, here: boolean, dialog: string): void {
  if (!here || hasToWait(draft, dialog)) return hold(draft, handoff, { dialog });
  begin(draft, handoff, dialog);
}

function begin(draft: Draft, handoff: ClientHandoff, dialog: string): void {
  openDialog(draft, dialog);
  if (dialog === PASS_ON && handoff.proposal) draft.state.addressee = handoff.proposal;
  if (dialog === PASS_ON) delete handoff.proposal;
  walk(draft);
}

/** May they be written to at this moment, by what they said about this handoff? */
function isHere({ state, world }: Draft, handoff: ClientHandoff): boolean {
  if (isShut(state, world.now)) return false;
  // Who said stop or weg is not here, however short ago that was.
  const lately = Date.parse(world.now) - Date.parse(state.lastAt) < HERE_MINUTES * 60_000;
  if (lately && !state.paused) return true;
  const when = handoff.content?.contact.when ?? 'here';
  if (when === 'here') return false;
  const rules = { when: contactTime(when), how: 'in_chat', leave: true } as const;
  return mayWriteAt(rules, world.now) === new Date(world.now).toISOString();
}

/** More than this waiting is not read as a talk any more; the organisation still has all of it. */
const MOST_HELD = 50;

function hold({ state }: Draft, { id }: ClientHandoff, what: Omit<Held, 'handoff'>): void {
  state.held = [...(state.held ?? []), { handoff: id, ...what }].slice(-MOST_HELD);
}

/** The client is here: what was held is said before anything else. Gives what is to be asked afterwards. */
export function sayHeld(draft: Draft): Held[] {
  const { state } = draft;
  const { held = [] } = state;
  delete state.held;
  for (const { handoff: id, text, number } of held) {
    const handoff = handoffWith(state, id);
    if (!handoff || text === undefined) continue;
    sayFrom(draft, handoff, text);
    if (number !== undefined && isTaken(handoff)) {
      const { organisation, who } = handoff;
      draft.effects.push({ kind: 'arrived', id, organisation, ...(who ? { staff: who.id } : {}) });
    }
  }
  return held;
}

/** Asks what was held, unless it has to wait for another time. */
export function askHeld(draft: Draft, held: readonly Held[]): void {
  const { state } = draft;
  for (const each of held) {
    const { dialog } = each;
    const handoff = handoffWith(state, each.handoff);
    if (!handoff) continue;
    if (hasToWait(draft, dialog)) {
      if (dialog !== undefined) hold(draft, handoff, { dialog });
    } else if (dialog !== undefined) {
      leaveUnasked(draft);
      begin(draft, handoff, dialog);
    } else if (isTaken(handoff) && !isAskedToTalk(draft, handoff)) {
      leaveUnasked(draft);
      askToTalk(draft, handoff);
    }
  }
}

/** One question at a time: the one that was about to be asked is asked after this. */
function leaveUnasked({ state, replies }: Draft): void {
  const isLast = (key: (key: string) => boolean): boolean => key(replies.at(-1)?.key ?? '');
  if (!isLast((key) => key === state.question?.key)) return;
  replies.pop();
  while (isLast((key) => key.startsWith('repair.'))) replies.pop();
}

/** Its term passed. The client finds that in their data: a message they did not ask for helps nobody. */
export function handoffExpired(draft: Draft, id: string): void {
  const handoff = handoffWith(draft.state, id);
  if (isOpen(handoff)) moveHandoff(draft, handoff, 'expired');
}

type Unanswered = Extract<ClockInput, { handoff: string }>;

/** Nobody answered in the time that was said: that is told, with other ways on, as soon as they may be told. */
export function nobodyAnswered(draft: Draft, { handoff: id, unheard }: Unanswered): void {
  const { state } = draft;
  draft.effects.push({ kind: 'told_unanswered', id });
  const handoff = handoffWith(state, id);
  if (!isOpen(handoff) || isTaken(handoff)) return;
  delete handoff.answerBy;
  handoff.at = draft.world.now;
  openFor(draft, handoff, !unheard && isHere(draft, handoff), UNANSWERED);
}
