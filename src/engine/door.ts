/**
 * In front of a conversation with a code word: after a while without use nothing is shown or done until the word is
 * typed. Leaving, stopping, numbers, a human line and wiping work here too, and show nothing of what is inside.
 */
import { type ClientAnswer, readAnswer, SURE_OF_INTENT } from './answer.ts';
import { isShut, isTheWord } from './code-word.ts';
import { commandIn } from './commands.ts';
import { numberFor } from './danger.ts';
import { type Draft, say } from './draft.ts';
import type { ClientInput, LookupInput } from './input.ts';
import { dropReminders } from './reminders.ts';
import { codeIn } from './return-code.ts';
import type { Question } from './state.ts';
import { destroy } from './verbs/wipe.ts';
import { yesNo } from './verbs/yes-no.ts';

/** Wrong words after which no other word helps. */
const MOST_TRIES = 5;
/** A longer text is no try at a word. */
const WORDS_OF_A_TRY = 3;
const WORDS_AROUND_A_CODE = 12;

/** `opened`: the word was typed just now. `shut`: this turn is over. */
export type Door = 'open' | 'opened' | 'shut';

export function atDoor(draft: Draft, input: ClientInput): Door {
  const { state, world } = draft;
  const { codeWord } = state;
  if (!codeWord || !isShut(state, world.now)) return 'open';
  const closing = !codeWord.closed;

  if (codeWord.wrong < MOST_TRIES && input.choice === undefined && isTheWord(codeWord, input.text)) {
    openDoor(draft);
    draft.effects.push({ kind: 'show_once' });
    return 'opened';
  }
  if (closing) {
    codeWord.closed = true;
    draft.effects.push({ kind: 'close' });
  }
  knock(draft, input, closing);
  return 'shut';
}

export function openDoor({ state }: Draft): void {
  if (state.codeWord) state.codeWord = { word: state.codeWord.word, closed: false, wrong: 0 };
}

/** What is said at the door, to whoever it is. */
function knock(draft: Draft, input: ClientInput, first: boolean): void {
  const { text, choice, event } = input;
  if (text.trim() === '' && choice === undefined) {
    // Opening the page once more adds nothing to what was asked.
    if (first || event === 'message') askWord(draft, 'ask');
    return;
  }
  if (choice === undefined && text.split(/\s+/).length <= WORDS_AROUND_A_CODE) {
    const code = codeIn(draft.content, text);
    if (code) {
      draft.lookup = { of: 'return_code', code };
      return;
    }
  }
  const answer = readAnswer(input, wipeQuestion(draft), draft.content.reader);
  const danger = numberFor(answer);
  // In words that tell of danger, a 'ja' is no answer to whether everything may go.
  if (!danger && wipes(draft, answer)) return;
  if (danger) {
    delete draft.state.codeWord?.wiping;
    say(draft, `locked.${danger}`);
    askWord(draft, 'again');
  } else if (!obeyAtDoor(draft, answer)) wrong(draft, answer, first || choice !== undefined);
}

/** Asks for the word, or says plainly that no word helps any more. */
function askWord(draft: Draft, how: 'ask' | 'again' | 'wrong'): void {
  const { state, content } = draft;
  const { planDays, sessionHours } = content.retention;
  if ((state.codeWord?.wrong ?? 0) < MOST_TRIES) say(draft, `locked.${how}`);
  else if (state.hasCode) say(draft, 'locked.shut_code');
  else if (state.session) say(draft, 'locked.shut_session', { keep_hours: String(sessionHours) });
  else say(draft, 'locked.shut', { keep_days: String(state.keepDays ?? planDays) });
}

/** @param free an old button, or what was typed before the word was asked for: no answer to that. */
function wrong(draft: Draft, answer: ClientAnswer, free: boolean): void {
  const { codeWord } = draft.state;
  if (!codeWord || free) return askWord(draft, 'ask');
  const tries = isTry(answer);
  if (tries) codeWord.wrong += 1;
  askWord(draft, tries ? 'wrong' : 'again');
}

/** What is a greeting, a command or a story was no try at a word: no such word is ever agreed on. */
const isTry = ({ exact, text, reading: { intent } }: ClientAnswer): boolean =>
  !exact &&
  text.split(/\s+/).length <= WORDS_OF_A_TRY &&
  (intent.name === 'tell' || intent.score < SURE_OF_INTENT);

/** The words that work at the door too. */
function obeyAtDoor(draft: Draft, answer: ClientAnswer): boolean {
  switch (commandIn(answer)) {
    case 'leave_now':
      say(draft, 'locked.left');
      draft.effects.push({ kind: 'leave' });
      return true;
    case 'stop':
      // Nothing more is sent; that anything was to be sent is not told.
      dropReminders(draft, () => true);
      say(draft, 'locked.stopped');
      return true;
    case 'help':
      say(draft, 'locked.help');
      askWord(draft, 'again');
      return true;
    case 'human':
      say(draft, 'locked.human');
      askWord(draft, 'again');
      return true;
    case 'bot':
      say(draft, 'locked.bot');
      askWord(draft, 'again');
      return true;
    case 'wipe':
      askWipe(draft);
      return true;
    default:
      return false;
  }
}

// ---- wiping: the question and the words of the dialog `wipe`, without the way back into the conversation ------

const WIPE = 'wipe';
const keyOf = (draft: Draft, verb: 'confirm' | 'wipe'): string =>
  `${WIPE}.${draft.content.dialogs[WIPE]?.steps.find((step) => step.verb === verb)?.id}`;

function askWipe(draft: Draft): void {
  const { codeWord } = draft.state;
  const key = keyOf(draft, 'confirm');
  if (codeWord) codeWord.wiping = true;
  say(draft, key, {}, 'text', yesNo(draft, key, false));
}

function wipeQuestion(draft: Draft): Question | undefined {
  if (!draft.state.codeWord?.wiping) return undefined;
  const key = keyOf(draft, 'confirm');
  return { key, asked: '', choices: yesNo(draft, key, false), misses: 0 };
}

/** Only a yes wipes; anything else is taken as it would be without the question. */
function wipes(draft: Draft, { code }: ClientAnswer): boolean {
  const { codeWord } = draft.state;
  if (!codeWord?.wiping) return false;
  delete codeWord.wiping;
  if (code === 'yes') destroy(draft, keyOf(draft, 'wipe'));
  else if (code === 'no') askWord(draft, 'again');
  return code === 'yes' || code === 'no';
}

/** A return code that is nobody's, or one too many. One that is theirs opens the conversation. */
export function refusedAtDoor(draft: Draft, answer: LookupInput): void {
  if (answer.of !== 'return_code') return;
  say(draft, answer.refused === 'too_often' ? 'locked.code_later' : 'locked.code_unknown');
}
