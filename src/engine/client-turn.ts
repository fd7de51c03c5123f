/**
 * What happens with what a client did, in order of importance: danger, commands, the open question, other
 * wishes, a story told instead of an answer, and at last: not understood.
 */
import { type ClientAnswer, readAnswer } from './answer.ts';
import { commandIn, obey, wishIn } from './commands.ts';
import { dangerIn, openDanger } from './danger.ts';
import { type Draft, say, top } from './draft.ts';
import { forgetOpen } from './forget.ts';
import type { ClientInput } from './input.ts';
import { hear } from './keep.ts';
import { notUnderstood } from './repair.ts';
import { oldChoice, placeOf, remember, reopen } from './trail.ts';
import { currentStep, move, openDialog, receiveAnswer, walk, walkUntilAsking } from './walk.ts';

/** After this long away, hours, someone is welcomed back before anything is taken for an answer. */
const AWAY_HOURS = 6;

const wasAway = (draft: Draft): boolean =>
  Date.parse(draft.world.now) - Date.parse(draft.state.lastAt) > AWAY_HOURS * 3_600_000;

const isOpenQuestion = (draft: Draft): boolean => currentStep(draft)?.verb === 'ask';

/** Is this a piece of someone's story, more than an answer in passing? */
const isStory = ({ reading, text }: ClientAnswer): boolean =>
  reading.intent.name === 'tell' && (reading.topics.length > 0 || text.split(/\s+/).length > 6);

export function clientTurn(draft: Draft, input: ClientInput): void {
  const { state } = draft;
  const isNew = state.question === undefined && state.trail.length === 0 && !state.paused;
  if (isNew && top(draft)?.is === 'fresh') return firstTurn(draft, input);
  // Opening the page again shows what was said; there is nothing to add.
  if (input.event === 'start') return;

  if (input.text.trim() === '' && input.choice === undefined) return nothingToRead(draft, input);
  const answer = readAnswer(input, state.question, draft.content.reader);
  if (state.paused || wasAway(draft)) return comeBack(draft, answer);
  respond(draft, answer, input);
}

/** A stranger hears first what this is; what they wrote is then answered like any other message. */
function firstTurn(draft: Draft, input: ClientInput): void {
  walkUntilAsking(draft);
  if (input.event === 'start' || input.text.trim() === '') {
    if (input.attachments.length > 0) say(draft, 'repair.attachment');
    return walk(draft);
  }
  const answer = readAnswer(input, undefined, draft.content.reader);
  const command = commandIn(answer);
  if (dangerIn(draft, answer)?.urgent || isStory(answer)) return takeStory(draft, answer);
  if (command && obey(draft, command)) return;
  walk(draft);
}

/** A sticker, photo or voice note always gets an answer, and the question stays open. */
function nothingToRead(draft: Draft, input: ClientInput): void {
  say(draft, input.attachments.length > 0 ? 'repair.attachment' : 'repair.nothing_said');
  walk(draft);
}

/** Back after a while: danger and commands are heard as ever, a story is kept, then the way on is asked. */
function comeBack(draft: Draft, answer: ClientAnswer): void {
  // What is to be forgotten does not wait on the screen for whoever picks up the phone later.
  if (wasAway(draft)) forgetOpen(draft);
  draft.state.paused = false;
  const command = commandIn(answer);
  const danger = dangerIn(draft, answer);
  if (isStory(answer)) hear(draft, answer.text, answer.reading);
  openDialog(draft, 'return');
  if (danger) openDanger(draft, danger.dialog, answer.reading.perspective);
  else if (command && obey(draft, command)) return;
  walk(draft);
}

function respond(draft: Draft, answer: ClientAnswer, input: ClientInput): void {
  const command = commandIn(answer);
  const danger = dangerIn(draft, answer);
  if (command && !danger?.urgent && obey(draft, command)) return;

  const place = placeOf(draft);
  // In words that tell of danger, a 'nee' or a number is not an answer to a question about something else.
  const mayAnswer = !danger?.urgent || answer.exact || isOpenQuestion(draft);
  const taken = mayAnswer ? receiveAnswer(draft, answer, input) : undefined;
  if (taken) {
    remember(draft, place);
    const goesOn = move(draft, taken);
    if (danger) openDanger(draft, danger.dialog, answer.reading.perspective);
    if (goesOn || danger) walk(draft);
    return;
  }
  if (danger) return takeStory(draft, answer);
  otherwise(draft, answer, input);
}

/** The open question could not take it: an old button, another wish, a story, politeness, or repair. */
function otherwise(draft: Draft, answer: ClientAnswer, input: ClientInput): void {
  const old = oldChoice(draft, answer.text, input.choice);
  if (old) {
    reopen(draft, old.index, old.label);
    const place = placeOf(draft);
    const again = readAnswer({ ...input, choice: old.id }, undefined, draft.content.reader);
    const taken = receiveAnswer(draft, { ...again, code: old.id.slice(old.id.lastIndexOf(':') + 1) }, input);
    if (taken) {
      remember(draft, place);
      if (!move(draft, taken)) return;
    }
    return walk(draft);
  }
  if (input.choice !== undefined) {
    say(draft, 'commands.old_button');
    return walk(draft);
  }
  const wish = wishIn(answer);
  if (wish && obey(draft, wish)) return;
  if (isStory(answer)) return takeStory(draft, answer);
  const politeness = POLITE[answer.reading.intent.name as keyof typeof POLITE];
  if (politeness) {
    say(draft, politeness);
    return walk(draft);
  }
  notUnderstood(draft, answer);
}

const POLITE = { thanks: 'commands.thanks', greet: 'commands.greet', bye: 'commands.bye' } as const;

/** A story told instead of an answer is kept, so that it is told once; then danger, or the question again. */
function takeStory(draft: Draft, answer: ClientAnswer): void {
  hear(draft, answer.text, answer.reading);
  const danger = dangerIn(draft, answer);
  if (danger) openDanger(draft, danger.dialog, answer.reading.perspective);
  else if (draft.state.question) say(draft, 'commands.heard');
  walk(draft);
}
