/**
 * What happens with what a client did, in order of importance: danger, commands, the open question, other
 * wishes, a story told instead of an answer, and at last: not understood.
 */
import { type ClientAnswer, isStory, readAnswer, SURE_OF_INTENT } from './answer.ts';
import { asideAskedFor } from './asked-for.ts';
import { comeBack, wasAway } from './come-back.ts';
import { commandIn, obey, sureWish, wishIn } from './commands.ts';
import { askHeld, sayHeld } from './contact.ts';
import { dangerIn, openDanger, sayNumber, untakenDangerIn } from './danger.ts';
import { atDoor } from './door.ts';
import { type Draft, say, top } from './draft.ts';
import { isAboutDanger } from './facts.ts';
import { forgetAway } from './forget.ts';
import { formAskedFor, sayForm } from './form.ts';
import { handoffWith, tellProfessional } from './handoff.ts';
import type { ClientInput } from './input.ts';
import { hear } from './keep.ts';
import { answersBelow, isOtherScript, notUnderstood } from './repair.ts';
import { bareCode } from './return-code.ts';
import { lookAside, oldChoice, placeOf, remember, reopen } from './trail.ts';
import { goTo } from './verb.ts';
import { lookUpCode } from './verbs/use_code.ts';
import { currentStep, move, receiveAnswer, walk, walkUntilAsking } from './walk.ts';

function isOpenQuestion(draft: Draft): boolean {
  const verb = currentStep(draft)?.verb;
  return verb === 'ask' || verb === 'retell';
}

/** May words of danger be the answer? They are part of a story, never of a plan. */
function takesAnyWords(draft: Draft): boolean {
  const step = currentStep(draft);
  return step?.verb === 'ask' && ['story', 'answer', 'message'].includes(step.keep);
}

/** Asked what is going on, 'ik zoek een maatje' is a wish to be granted, not a story to be kept. */
function asksForStory(draft: Draft): boolean {
  const step = currentStep(draft);
  return step?.verb === 'ask' && step.keep === 'story';
}

const SILENCE: ClientInput = { kind: 'client', event: 'message', text: '', attachments: [] };

export function clientTurn(draft: Draft, input: ClientInput): void {
  const { state } = draft;
  const door = atDoor(draft, input);
  if (door === 'shut') return;
  const held = sayHeld(draft);
  // The word itself says nothing more.
  if (door === 'opened') comeBack(draft, readAnswer(SILENCE, undefined, draft.content.reader));
  else inside(draft, input, held.length > 0);
  if (draft.state.id === state.id) askHeld(draft, held);
}

/** @param news something was said already in this turn. */
function inside(draft: Draft, input: ClientInput, news: boolean): void {
  const { state } = draft;
  const isNew = state.question === undefined && state.trail.length === 0 && !state.paused;
  if (isNew && top(draft)?.is === 'fresh') return firstTurn(draft, input);
  // Opening the page again soon shows what was said; there is nothing to add.
  if (input.event === 'start' && !wasAway(draft)) return;
  if (news && input.event === 'start') return walk(draft);

  if (isWordless(input)) sayUnread(draft, input);
  if (takeCode(draft, input)) return;
  const answer = readAnswer(input, state.question, draft.content.reader);
  if (isTalking(draft) && !state.paused) return goOnTalking(draft, answer, input);
  if (state.paused || wasAway(draft)) return comeBack(draft, answer);
  if (isWordless(input)) return walk(draft);
  respond(draft, answer, input);
}

/** A return code typed anywhere, even as the very first words, is that and nothing else. */
function takeCode(draft: Draft, { text, choice }: ClientInput): boolean {
  const code = choice === undefined ? bareCode(draft.content, text) : undefined;
  if (!code || draft.state.newCode === code) return false;
  // Who types a code is back: what is asked about it is heard, and what was to be forgotten meanwhile is.
  if (wasAway(draft)) forgetAway(draft);
  draft.state.paused = false;
  lookAside(draft, COME_BACK);
  const frame = top(draft);
  if (frame) frame.is = 'waiting';
  return !move(draft, lookUpCode(code));
}
const COME_BACK = 'come_back';

/** Do client and professional write to each other? Then what is typed is for the professional. */
const isTalking = (draft: Draft): boolean => currentStep(draft)?.verb === 'talk';

/** Only the words that always work are for Stuur, to the letter; who was away is asked first whether it goes there. */
function goOnTalking(draft: Draft, answer: ClientAnswer, input: ClientInput): void {
  const { talk } = draft.state;
  const step = draft.content.dialogs[TALK]?.steps.find(({ verb }) => verb === 'talk_now');
  if (isWordless(input)) return walk(draft);
  const command = commandIn(answer, true);
  if (command === 'bot') return sayWhoReads(draft, answer);
  if (command && obey(draft, command)) return;
  if (input.choice !== undefined && !answer.exact) return oldButton(draft, answer, input);
  if (wasAway(draft) && talk && step && !answer.exact) {
    forgetAway(draft);
    const frame = top(draft);
    talk.unsent = answer.text;
    sayNumber(draft, answer);
    // Also where the talk was begun from another dialog.
    if (frame) Object.assign(frame, { dialog: TALK, step: step.id, is: 'fresh' });
    return walk(draft);
  }
  const taken = receiveAnswer(draft, answer, input);
  if (taken && move(draft, taken)) walk(draft);
}
const TALK = 'talk';

/** 'Ben je een mens?' may be asked of either. Stuur says what it is, and who else reads. */
function sayWhoReads(draft: Draft, answer: ClientAnswer): void {
  const handoff = handoffWith(draft.state, draft.state.talk?.handoff);
  if (!wasAway(draft)) tellProfessional(draft, answer.text);
  say(draft, 'handoff.who_reads', { who: handoff?.who?.name ?? handoff?.name ?? '' });
}

const isWordless = ({ text, choice }: ClientInput): boolean => text.trim() === '' && choice === undefined;

/** A sticker, photo or voice note always gets an answer. */
function sayUnread(draft: Draft, { event, attachments }: ClientInput): void {
  if (attachments.length > 0) say(draft, 'repair.attachment');
  else if (event === 'message') say(draft, 'repair.nothing_said');
}

/** A stranger hears first what this is; what they wrote is then answered like any other message. */
function firstTurn(draft: Draft, input: ClientInput): void {
  draft.state.form = formAskedFor(input.text) ?? draft.state.form;
  walkUntilAsking(draft);
  if (isWordless(input)) sayUnread(draft, input);
  if (takeCode(draft, input)) return;
  // A button can only be one of a conversation that was wiped.
  if (isWordless(input) || input.choice !== undefined) return walk(draft);
  respond(draft, readAnswer(input, undefined, draft.content.reader), input);
}

function respond(draft: Draft, answer: ClientAnswer, input: ClientInput): void {
  if (input.choice !== undefined && !answer.exact) return oldButton(draft, answer, input);
  const form = answer.exact ? undefined : formAskedFor(answer.text);
  if (form) {
    sayForm(draft, form);
    return walk(draft);
  }
  const aside = asideAskedFor(answer);
  if (aside && !(currentStep(draft)?.verb === 'use_code')) {
    lookAside(draft, aside);
    return walk(draft);
  }
  if (isOtherScript(answer.text)) {
    say(draft, 'repair.other_script');
    return walk(draft);
  }
  const command =
    commandIn(answer, isOpenQuestion(draft)) ?? (asksForStory(draft) ? sureWish(answer) : undefined);
  const danger = dangerIn(draft, answer);
  if (command && !danger?.urgent && obey(draft, command)) return;

  const polite = danger ? undefined : onlyPolite(draft, answer);
  if (polite) return bePolite(draft, polite);
  if (!danger && namesOldChoice(draft, answer) && takeOldChoice(draft, answer, input)) return;

  const place = placeOf(draft);
  // In words that tell of danger, a 'nee' or a number is not an answer to a question about something else.
  const mayAnswer = !danger?.urgent || answer.exact || takesAnyWords(draft);
  const taken = mayAnswer ? receiveAnswer(draft, answer, input) : undefined;
  if (taken) {
    // A question that is asked anew (11 on a scale of 10) is still the same place.
    if (taken.kind !== 'wait') remember(draft, place);
    const goesOn = move(draft, taken);
    if (danger) {
      // What the directory was to be asked is asked when its question has the floor again.
      delete draft.lookup;
      openDanger(draft, danger.dialog, answer.reading.perspective);
    }
    if (goesOn || danger) walk(draft);
    return;
  }
  otherwise(draft, answer, input);
}

/** The open question could not take it: danger, an old choice, another wish, a story, politeness, or repair. */
function otherwise(draft: Draft, answer: ClientAnswer, input: ClientInput): void {
  if (untakenDangerIn(draft, answer)) return takeStory(draft, answer);
  if (!currentStep(draft)) {
    // The walk says that the question is gone.
    if (isStory(answer)) hear(draft, answer.text, answer.reading);
    return walk(draft);
  }
  if (answersBelow(draft, input)) return;
  if (takeOldChoice(draft, answer, input)) return;
  const guess = answer.reading.intent.score < SURE_OF_INTENT;
  const wish = guess ? undefined : wishIn(answer);
  if (wish) {
    // 'Hulp bij schulden' says what it is about; that is told once.
    if (answer.reading.topics.length > 0) hear(draft, answer.text, answer.reading);
    if (obey(draft, wish)) return;
  }
  const short = answer.text.split(/\s+/).length <= 2;
  if (isStory(answer) && !(short && draft.state.question)) return takeStory(draft, answer);
  const politeness = politenessIn(answer);
  if (politeness && !guess && draft.state.question) return bePolite(draft, politeness);
  notUnderstood(draft, answer);
}

const POLITE = { thanks: 'commands.thanks', greet: 'commands.greet', bye: 'commands.bye' } as const;
type Politeness = keyof typeof POLITE;

const GOODBYE =
  /^((ok|oke|oké|nou|en|goed|bedankt|dank (je|u)|dank(je|u)?wel|thanks)[ ,.]+)*(dag|daag|doei|doeg|doe+i|houdoe|ciao|bye|later|laters|adieu|tot (ziens|later|straks|morgen|snel|de volgende keer|gauw)|welterusten|slaap lekker|fijne (dag|avond))\b/i;

/** A goodbye ends the talk for now: that takes the words themselves, not a likeness. */
function politenessIn({ text, reading: { intent } }: ClientAnswer): Politeness | undefined {
  if (!(intent.name in POLITE)) return undefined;
  return intent.name === 'bye' && !GOODBYE.test(text) ? undefined : (intent.name as Politeness);
}

/** Nothing but politeness is no answer to an open question. */
function onlyPolite(draft: Draft, answer: ClientAnswer): Politeness | undefined {
  const { exact, code, text, reading } = answer;
  if (exact || code !== undefined || !isOpenQuestion(draft) || isAboutDanger(draft.state)) return undefined;
  const short = text.split(/\s+/).length <= 3 && reading.topics.length === 0;
  return short && reading.intent.score >= SURE_OF_POLITENESS ? politenessIn(answer) : undefined;
}
const SURE_OF_POLITENESS = 0.9;

function bePolite(draft: Draft, how: Politeness): void {
  say(draft, POLITE[how]);
  // Who says goodbye is asked nothing more.
  if (how === 'bye') draft.state.paused = true;
  else walk(draft);
}

/** A whole choice of an earlier question, to the letter, where own words would be taken for an answer. */
const LETTERS_OF_A_CHOICE = 12;
function namesOldChoice(draft: Draft, { code, text }: ClientAnswer): boolean {
  return (
    code === undefined &&
    text.length >= LETTERS_OF_A_CHOICE &&
    currentStep(draft)?.verb === 'choose' &&
    !isAboutDanger(draft.state)
  );
}

function oldButton(draft: Draft, answer: ClientAnswer, input: ClientInput): void {
  if (takeOldChoice(draft, answer, input)) return;
  say(draft, 'commands.old_button');
  walk(draft);
}

/** A choice of an earlier question: back to there, with this answer. */
function takeOldChoice(draft: Draft, answer: ClientAnswer, input: ClientInput): boolean {
  const old = oldChoice(draft, answer.text, input.choice);
  if (!old) return false;
  reopen(draft, old.index, old.label);
  const place = placeOf(draft);
  const taken = receiveAnswer(draft, { ...answer, code: old.code, exact: true }, input);
  if (taken) remember(draft, place);
  if (!taken || move(draft, taken)) walk(draft);
  return true;
}

/** A story told instead of an answer is kept, so that it is told once; then danger, or the question again. */
function takeStory(draft: Draft, answer: ClientAnswer): void {
  hear(draft, answer.text, answer.reading);
  const danger = untakenDangerIn(draft, answer);
  if (danger) openDanger(draft, danger.dialog, answer.reading.perspective);
  else if (goesOnWhenTold(draft)) return;
  else if (draft.state.question) say(draft, 'commands.heard');
  walk(draft);
}

/** A closed question that is answered with a story twice, has its answer: this is what they want to talk about. */
function goesOnWhenTold(draft: Draft): boolean {
  const { question } = draft.state;
  const step = currentStep(draft);
  if (!question || step?.verb !== 'confirm' || step.told === undefined) return false;
  question.told = (question.told ?? 0) + 1;
  if (question.told < 2) return false;
  const place = placeOf(draft);
  remember(draft, place);
  if (move(draft, goTo(step.told))) walk(draft);
  return true;
}
