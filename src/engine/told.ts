/**
 * The pieces of what was told, to put right or take out one by one: the story, own words for an organisation, and
 * answers whose question cannot be asked again.
 */
import { textOf } from '../content/speak.ts';
import type { Reading } from '../domain/reading.ts';
import type { Topic } from '../domain/vocabulary.ts';
import type { Draft } from './draft.ts';
import { stepAt } from './facts.ts';
import { isPassing } from './forget.ts';
import { addTopic } from './keep.ts';
import type { ClientState } from './state.ts';

export interface Told {
  id: string;
  text: string;
}

const MESSAGE = 'message';

/**
 * A piece is found by its words, not by its place: while a question about it is open, others may be told or
 * forgotten. FNV-1a; the words themselves are in the state once.
 */
function idOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `told_${(hash >>> 0).toString(36)}`;
}

/** What an answer is called, if its question can be asked again on its own. */
export const askedAgainAs = ({ content }: Pick<Draft, 'content'>, key: string): string | undefined =>
  stepAt(content, key) && content.texts[key] ? textOf(content, key).label : undefined;

/** What was told last comes first. */
export function toldPieces(draft: Pick<Draft, 'content' | 'state'>): Told[] {
  const { story, message, answers } = draft.state;
  const loose = Object.entries(answers).filter(([key]) => askedAgainAs(draft, key) === undefined);
  return [
    ...(message === undefined ? [] : [{ id: MESSAGE, text: message }]),
    ...story.map((text) => ({ id: idOf(text), text })).reverse(),
    ...loose.map(([id, { text }]) => ({ id, text })).reverse(),
  ];
}

export const toldInFocus = (draft: Pick<Draft, 'content' | 'state'>): Told | undefined =>
  toldPieces(draft).find(({ id }) => id === draft.state.focus.told);

/** The piece in focus in other words. It stays in focus, so that who goes back sees it as it is now. */
export function retellFocus(draft: Draft, text: string, reading: Reading): void {
  const { state } = draft;
  const told = toldInFocus(draft);
  if (!told) return;
  if (told.id === MESSAGE) {
    state.message = text;
    return;
  }
  if (told.id in state.answers) {
    state.answers[told.id] = { text };
    return;
  }
  const passes = isPassing(draft.content, reading);
  state.story = [...new Set(state.story.map((piece) => (piece === told.text ? text : piece)))];
  const passing = (state.passing ?? []).filter((piece) => piece !== told.text);
  keepPassing(state, passes ? [...passing, text] : passing);
  forgetTopicsOf(draft, told.text);
  for (const { topic } of reading.topics) addTopic(draft, topic);
  state.focus.told = idOf(text);
}

/** The piece in focus goes, and with it what was only known from it. */
export function dropFocus(draft: Draft): void {
  const { state } = draft;
  const told = toldInFocus(draft);
  if (!told) return;
  for (const { focus } of [state, ...state.trail]) if (focus.told === told.id) delete focus.told;
  if (told.id === MESSAGE) {
    delete state.message;
    return;
  }
  if (told.id in state.answers) {
    delete state.answers[told.id];
    return;
  }
  state.story = state.story.filter((piece) => piece !== told.text);
  keepPassing(
    state,
    (state.passing ?? []).filter((piece) => piece !== told.text),
  );
  forgetTopicsOf(draft, told.text);
}

function keepPassing(state: ClientState, passing: string[]): void {
  if (passing.length > 0) state.passing = passing;
  else delete state.passing;
}

/** Topics heard in these words only, and not talked about yet, were never there. */
function forgetTopicsOf({ content, state }: Draft, text: string): void {
  const heardIn = (piece: string): Topic[] => content.reader(piece).topics.map(({ topic }) => topic);
  const gone = heardIn(text);
  const kept = new Set([...state.visited, ...state.story.flatMap(heardIn), state.focus.topic]);
  state.topics = state.topics.filter((topic) => !gone.includes(topic) || kept.has(topic));
  if (state.topics.length > 0 || state.story.length > 0) return;
  delete state.news;
  state.perspective = 'self';
}
