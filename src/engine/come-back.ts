/**
 * Back after a while: someone is welcomed before anything is taken for an answer.
 */
import { type ClientAnswer, isStory, readAnswer } from './answer.ts';
import { asideAskedFor } from './asked-for.ts';
import { commandIn, obey } from './commands.ts';
import { openDanger, untakenDangerIn } from './danger.ts';
import { openDoor } from './door.ts';
import { type Draft, say, top } from './draft.ts';
import { facts } from './facts.ts';
import { forgetAway } from './forget.ts';
import { formAskedFor, sayForm } from './form.ts';
import type { ClientInput, ReturnedInput } from './input.ts';
import { hear, tellOnce } from './keep.ts';
import { lookAside, placeOf, remember } from './trail.ts';
import { move, receiveAnswer, walk } from './walk.ts';

/** The dialog for who comes back, and its question how to go on. */
const RETURN = 'return';
const HOW_TO_GO_ON = 'return.ways';
const stepOf = (key: string): string => key.slice(key.indexOf('.') + 1);

/** After a while away someone is welcomed back before anything is taken for an answer. */
export const wasAway = ({ state, world }: Draft): boolean => facts.was_away(state, world.now);

/** Back after a while: danger and commands are heard as ever, a story is kept, then the way on is asked. */
export function comeBack(draft: Draft, answer: ClientAnswer): void {
  welcome(draft, answer);
  // Asked about once, when they come back on it.
  delete draft.state.reminded;
}

function welcome(draft: Draft, answer: ClientAnswer): void {
  // What is to be forgotten does not wait on the screen for whoever picks up the phone later.
  if (wasAway(draft)) forgetAway(draft);
  draft.state.paused = false;
  // What was told before is old news by now.
  delete draft.state.news;
  const form = formAskedFor(answer.text);
  if (form) sayForm(draft, form);
  const command = commandIn(answer);
  // No question is open that could take it, not even one about this danger.
  const danger = untakenDangerIn(draft, answer);
  const aside = command || danger ? undefined : asideAskedFor(answer);
  if (isStory(answer)) hear(draft, answer.text, answer.reading);
  lookAside(draft, RETURN);
  // A wish is granted first; who is welcomed after that, was here all along.
  const frame = top(draft);
  if (command && !danger && frame?.dialog === RETURN) frame.step = stepOf(HOW_TO_GO_ON);
  if (danger) openDanger(draft, danger.dialog, answer.reading.perspective);
  else if (command && obey(draft, command)) return;
  else if (aside) lookAside(draft, aside);
  walk(draft);
  if (!danger && !command && !aside) goOnAsSaid(draft, answer);
}

/** 'Ja, verder' said before it was asked, answers how to go on: then that is not asked. */
function goOnAsSaid(draft: Draft, { text, reading }: ClientAnswer): void {
  const { question } = draft.state;
  if (question?.key !== HOW_TO_GO_ON || text === '' || /\d/.test(text)) return;
  const input: ClientInput = { kind: 'client', event: 'message', text, attachments: [] };
  const answer = readAnswer(input, question, draft.content.reader);
  if (
    answer.code === undefined ||
    !(answer.exact || /\S\s+\S|verder/i.test(text)) ||
    reading.topics.length > 0
  )
    return;
  const place = placeOf(draft);
  const taken = receiveAnswer(draft, answer, input);
  if (!taken) return;
  draft.replies.pop();
  remember(draft, place);
  if (move(draft, taken)) walk(draft);
}

/** In another conversation someone proved to be this client: they are welcomed there as after a while away. */
export function comeBackWithCode(draft: Draft, { told }: ReturnedInput): void {
  const { state } = draft;
  openDoor(draft);
  forgetAway(draft);
  state.paused = false;
  delete state.news;
  if (told) tellOnce(draft, told);
  lookAside(draft, RETURN);
  say(draft, 'commands.found_again');
  const frame = top(draft);
  // They were welcomed just now: past the hello.
  const next = draft.content.dialogs[RETURN]?.steps[1];
  if (frame?.dialog === RETURN && next) frame.step = next.id;
  walk(draft);
  delete state.reminded;
}
