/**
 * The words that work in every state (promise P3), also in the middle of a question.
 */
import type { Intent } from '../domain/vocabulary.ts';
import { type ClientAnswer, tellsWhoIsGone } from './answer.ts';
import { type Draft, say } from './draft.ts';
import { beginAgain } from './keep.ts';
import { goBack, lookAside } from './trail.ts';
import { walk } from './walk.ts';

/** Commands that open a dialog of their own; a social worker can read and change these. */
const DIALOGS: Partial<Record<Intent, string>> = {
  human: 'human',
  wipe: 'wipe',
  my_data: 'my_data',
  help: 'help',
  bot: 'bot',
  plan: 'plan',
  find_service: 'find',
  find_peer: 'people',
  offer: 'offer',
  complaint: 'complaint',
  leave_now: 'leave',
  stop: 'stop',
};

/** Always obeyed, whatever was asked. */
const ALWAYS: readonly Intent[] = [
  'human',
  'wipe',
  'my_data',
  'help',
  'bot',
  'plan',
  'leave_now',
  'stop',
  'back',
  'restart',
];
/** Also wishes, but an answer to an open question may sound like them: only when nothing else fits. */
const WISHES: readonly Intent[] = ['find_service', 'find_peer', 'offer', 'complaint', 'no_human'];

/** Under this the words may be a story that happens to hold a command. */
const SURE = 0.8;
/** An answer in own words ('dan probeer ik het opnieuw') easily sounds like a command. */
const SURE_IN_OWN_WORDS = 0.95;
/** A long text tells something; a command in it is looked at by the question first. */
const MOST_WORDS = 12;

/** 'ik wil n mens': a human is never harder to reach than anything else, so the word itself weighs. */
const MOST_WORDS_WITH_MENS = 6;
const asksForHuman = ({ text, reading: { intent } }: ClientAnswer): boolean =>
  intent.name === 'human' &&
  intent.score >= 0.5 &&
  /\bmens\b/i.test(text) &&
  text.split(/\s+/).length <= MOST_WORDS_WITH_MENS;

export function commandIn(answer: ClientAnswer, inOwnWords = false): Intent | undefined {
  const { intent } = answer.reading;
  if (answer.exact || !ALWAYS.includes(intent.name)) return undefined;
  if (asksForHuman(answer)) return 'human';
  // Words that fit a choice are that choice, unless they are a command to the letter.
  if (answer.code !== undefined && intent.score < 1) return undefined;
  if (intent.score < (inOwnWords ? SURE_IN_OWN_WORDS : SURE) || answer.text.split(/\s+/).length > MOST_WORDS)
    return undefined;
  if (intent.name === 'leave_now' && intent.score < 1 && tellsWhoIsGone(answer.text)) return undefined;
  return intent.name;
}

/** A wish that is acted on when the open question could not take the text: by opening something, never at once. */
export function wishIn(answer: ClientAnswer): Intent | undefined {
  const { name } = answer.reading.intent;
  const atOnce = name === 'restart' || name === 'leave_now' || name === 'stop';
  return (WISHES.includes(name) || ALWAYS.includes(name)) && !atOnce ? name : undefined;
}

/** A wish in so many words, and nothing told beside it. */
export function sureWish(answer: ClientAnswer): Intent | undefined {
  const { intent, topics } = answer.reading;
  return intent.score >= SURE_IN_OWN_WORDS && topics.length === 0 ? wishIn(answer) : undefined;
}

/** Does as told. Returns false when there is nothing of its own to do. */
export function obey(draft: Draft, command: Intent): boolean {
  if (command === 'back') {
    goBack(draft);
    return true;
  }
  if (command === 'restart') {
    say(draft, 'commands.restarted');
    beginAgain(draft);
    walk(draft);
    return true;
  }
  if (command === 'no_human') {
    say(draft, 'commands.no_human');
    walk(draft);
    return true;
  }
  const dialog = DIALOGS[command];
  if (!dialog) return false;
  lookAside(draft, dialog);
  walk(draft);
  return true;
}
