/**
 * How what the client says becomes part of their story or plan. The only place that writes those.
 */
import type { Keep } from '../content/step-schema.ts';
import type { Reading } from '../domain/reading.ts';
import type { Topic } from '../domain/vocabulary.ts';
import type { DayRead } from '../understanding/values.ts';
import { shownDay } from './dates.ts';
import type { Draft } from './draft.ts';
import { firstStep, openTopics, stepInFocus } from './facts.ts';
import { forgetOpen, inPassingTopic, isPassing } from './forget.ts';
import { takeOver } from './reminders.ts';
import { type Answer, type ClientState, FIRST_DIALOG } from './state.ts';

// A document must stay small however much is typed. A story is kept as long as one message can be; what became a
// part of the plan or an answer ends in '…' where it was cut, so that its owner sees it.
const MOST_STORY = 12;
const MOST_TEXT = 1000;
const MOST_STEPS = 30;
const MOST_GOALS = 12;
const MOST_ANSWERS = 80;
const MOST_TOPICS = 4;

const cut = (text: string): string => (text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT - 1)}…`);

export function isKnown(state: ClientState, what: Keep): boolean {
  switch (what) {
    case 'story':
      return state.story.length > 0;
    case 'goal':
      return state.plan.goals.some(({ id }) => id === state.focus.goal);
    case 'step':
      return stepInFocus(state) !== undefined;
    case 'strengths':
    case 'circle':
    case 'setback':
      return Boolean(state.plan[what]);
    case 'with':
    case 'outcome':
      return Boolean(stepInFocus(state)?.[what]);
    case 'message':
      return Boolean(state.message);
    case 'answer':
      return false;
  }
}

export function addTopic(draft: Draft, topic: Topic): void {
  const { topics } = draft.state;
  if (!topics.includes(topic) && openTopics(draft.state).length < MOST_TOPICS) topics.push(topic);
}

/** Talks about a topic anew, that was talked through before. */
export function reopenTopic(draft: Draft, topic: Topic): void {
  draft.state.visited = draft.state.visited.filter((each) => each !== topic);
}

/** Is a topic being talked through now? What is told then belongs to that. */
export const inATopic = ({ state, content }: Draft): boolean =>
  state.stack.some(({ dialog }) => content.dialogs[dialog]?.topic !== undefined);

/** A piece of the story: kept in the client's words, with what it was about. */
export function hear(draft: Draft, text: string, reading: Reading): void {
  const { state } = draft;
  // Once it was someone else's trouble, a later word that does not say so changes nothing.
  if (reading.topics.length > 0 && (state.story.length === 0 || reading.perspective === 'other')) {
    state.perspective = reading.perspective;
  }
  if (reading.topics.length > 0) state.news = true;
  for (const { topic } of reading.topics) {
    if (!inATopic(draft)) reopenTopic(draft, topic);
    addTopic(draft, topic);
  }
  const passing = isPassing(draft.content, reading);
  // Told where nothing is kept, and about nothing else.
  if (!passing && reading.topics.length === 0 && inPassingTopic(draft)) return;
  if (!state.story.includes(text)) state.story.push(text);
  if (passing) state.passing = [...(state.passing ?? []), text].slice(-MOST_STORY);
  // The first words and the latest ones say most.
  if (state.story.length > MOST_STORY) state.story.splice(1, 1);
}

/** What was told elsewhere before it was known who told it: it need not be told again. */
export function tellOnce(draft: Draft, told: ClientState): void {
  const { state } = draft;
  for (const text of told.story) if (!state.story.includes(text)) state.story.push(text);
  while (state.story.length > MOST_STORY) state.story.splice(1, 1);
  for (const topic of told.topics) {
    reopenTopic(draft, topic);
    addTopic(draft, topic);
  }
  if (told.topics.length > 0) state.news = true;
  if (told.passing) state.passing = [...(state.passing ?? []), ...told.passing].slice(-MOST_STORY);
  if (told.contact && !state.contact) state.contact = told.contact;
  state.plan.goals = [...state.plan.goals, ...told.plan.goals].slice(-MOST_GOALS);
  state.plan.steps = [...state.plan.steps, ...told.plan.steps].slice(-MOST_STEPS);
  for (const reminder of told.reminders ?? []) takeOver(draft, reminder);
}

/** The topics the client confirmed are counted as asked for: codes only. */
export function countTopics(draft: Draft): void {
  delete draft.state.news;
  for (const topic of draft.state.topics) {
    if (!draft.state.visited.includes(topic)) draft.demand.push({ measure: 'asked_for', topic });
  }
}

export function focusOn(draft: Draft, topic: Topic): void {
  const { focus } = draft.state;
  draft.state.focus = { topic, ...(focus.spare && focus.topic === topic ? { spare: focus.spare } : {}) };
}

function answer(draft: Draft, key: string, value: Answer): void {
  const { answers } = draft.state;
  delete answers[key];
  answers[key] = value;
  const [oldest] = Object.keys(answers);
  if (Object.keys(answers).length > MOST_ANSWERS && oldest) delete answers[oldest];
}

function keepGoal(draft: Draft, text: string): void {
  const { plan, focus } = draft.state;
  const goal = plan.goals.find(({ id }) => id === focus.goal);
  if (goal) {
    goal.text = text;
    return madeAgain(draft, 'goal', goal.id);
  }
  const taken = takeSpare(draft.state, 'goal');
  const spare = plan.goals.find((each) => each.id === taken);
  const id = made(draft, 'goal', spare?.id ?? draft.world.id());
  if (spare) spare.text = text;
  else plan.goals.push({ id, text, topics: focus.topic ? [focus.topic] : [] });
  if (plan.goals.length > MOST_GOALS) plan.goals.shift();
}

/** The part that was made before one went back: it is made anew. */
function takeSpare({ focus }: ClientState, part: 'goal' | 'step'): string | undefined {
  const id = focus.spare?.[part];
  if (id === undefined) return undefined;
  delete focus.spare?.[part];
  return id;
}

/** Back at the question that made this part: its answer makes it still. */
function madeAgain(draft: Draft, part: 'goal' | 'step', id: string): void {
  const { focus } = draft.state;
  if (focus.spare?.[part] !== id) return;
  delete focus.spare[part];
  draft.made[part] = id;
}

/** Puts a part that is made now in focus, and in the trail. */
function made(draft: Draft, part: 'goal' | 'step', id: string): string {
  draft.state.focus[part] = id;
  draft.made[part] = id;
  return id;
}

/** @param rephrased the same step in other words: it stays the step of the same service. */
function keepStep(draft: Draft, text: string, service?: string, rephrased = false): void {
  const { plan } = draft.state;
  const from = service ? { service } : {};
  const step = stepInFocus(draft.state);
  if (step) {
    if (!rephrased) delete step.service;
    Object.assign(step, { text, ...from });
    return madeAgain(draft, 'step', step.id);
  }
  const spare = takeSpare(draft.state, 'step');
  const at = plan.steps.findIndex(({ id }) => id === spare);
  const id = made(draft, 'step', plan.steps[at]?.id ?? draft.world.id());
  plan.steps.splice(at < 0 ? plan.steps.length : at, 1, { id, text, state: 'open', ...from });
  // What was finished goes first, then the oldest.
  const finished = plan.steps.findIndex(({ state }) => state !== 'open');
  if (plan.steps.length > MOST_STEPS) plan.steps.splice(Math.max(finished, 0), 1);
}

/** Keeps an answer under its question, and in the part of the plan it is for. */
export function keep(draft: Draft, what: Keep, key: string, value: Answer, reading: Reading): void {
  const { plan } = draft.state;
  const kept = { ...value, text: cut(value.text) };
  // What becomes part of story or plan is stored there alone: one copy, one place to correct and destroy.
  if (what === 'answer') answer(draft, key, kept);
  else if (what === 'story') hear(draft, value.text, reading);
  else if (what === 'goal') keepGoal(draft, kept.text);
  else if (what === 'step') keepStep(draft, kept.text, undefined, value.code === undefined);
  else if (what === 'message') draft.state.message = value.text;
  else if (what === 'with' || what === 'outcome') {
    const step = stepInFocus(draft.state);
    if (step) step[what] = kept.text;
    else answer(draft, key, kept);
  } else plan[what] = kept.text;
}

export function keepService(draft: Draft, service: string, text: string): void {
  keepStep(draft, text, service);
}

export function keepCertainty(draft: Draft, number: number, key: string): void {
  const step = stepInFocus(draft.state);
  if (step) step.certainty = number;
  else answer(draft, key, { text: String(number) });
}

export function keepDay(draft: Draft, day: DayRead, key: string, said: string): void {
  const step = stepInFocus(draft.state);
  if (!step) return answer(draft, key, { text: `${cut(said)} (${shownDay(day.date)})` });
  step.day = day.date;
  delete step.time;
  const time = day.time ?? day.part;
  if (time) step.time = time;
}

/** Begins the conversation anew. What is the client's to keep (plan, handoffs, form of address) stays. */
export function beginAgain(draft: Draft): void {
  const { state, content } = draft;
  forgetOpen(draft);
  state.stack = [{ dialog: FIRST_DIALOG, step: firstStep(content, FIRST_DIALOG), is: 'fresh' }];
  state.trail = [];
  state.focus = {};
  state.story = [];
  state.topics = [];
  state.visited = [];
  state.perspective = 'self';
  state.answers = {};
  state.shown = [];
  state.paused = false;
  delete state.news;
  delete state.message;
  delete state.newCode;
  delete state.offer;
  delete state.question;
}
