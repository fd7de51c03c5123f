/**
 * How what the client says becomes part of their story or plan. The only place that writes those.
 */
import type { Keep } from '../content/step-schema.ts';
import type { Reading } from '../domain/reading.ts';
import type { Topic } from '../domain/vocabulary.ts';
import type { DayRead } from '../understanding/values.ts';
import type { Draft } from './draft.ts';
import { shownDay } from './dates.ts';
import { firstStep, openTopics, stepInFocus } from './facts.ts';
import { type Answer, type ClientState, FIRST_DIALOG } from './state.ts';

// A document must stay small however much is typed; what is beyond is told to be beyond (`repair.too_much`).
const MOST_STORY = 12;
const MOST_TEXT = 2000;
const MOST_STEPS = 30;
const MOST_ANSWERS = 80;
const MOST_TOPICS = 4;

const cut = (text: string): string => (text.length <= MOST_TEXT ? text : text.slice(0, MOST_TEXT));

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
const inATopic = ({ state, content }: Draft): boolean =>
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
  state.story.push(cut(text));
  // The first words and the latest ones say most.
  if (state.story.length > MOST_STORY) state.story.splice(1, 1);
}

/** The topics the client confirmed are counted as asked for: codes only. */
export function countTopics(draft: Draft): void {
  delete draft.state.news;
  for (const topic of draft.state.topics) {
    if (!draft.state.visited.includes(topic)) draft.demand.push({ measure: 'asked_for', topic });
  }
}

export function focusOn(draft: Draft, topic: Topic): void {
  draft.state.focus = { topic };
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
  if (goal) goal.text = text;
  else {
    const id = draft.world.id();
    plan.goals.push({ id, text, topics: focus.topic ? [focus.topic] : [] });
    focus.goal = id;
  }
}

function keepStep(draft: Draft, text: string, service?: string): void {
  const { plan } = draft.state;
  const step = stepInFocus(draft.state);
  if (step) {
    step.text = text;
    delete step.service;
    if (service) step.service = service;
    return;
  }
  const id = draft.world.id();
  plan.steps.push({ id, text, state: 'open', ...(service ? { service } : {}) });
  draft.state.focus.step = id;
  if (plan.steps.length > MOST_STEPS) plan.steps.shift();
}

/** Keeps an answer under its question, and in the part of the plan it is for. */
export function keep(draft: Draft, what: Keep, key: string, value: Answer, reading: Reading): void {
  const { plan } = draft.state;
  const kept = { ...value, text: cut(value.text) };
  // What becomes part of story or plan is stored there alone: one copy, one place to correct and destroy.
  if (what === 'answer') answer(draft, key, kept);
  else if (what === 'story') hear(draft, kept.text, reading);
  else if (what === 'goal') keepGoal(draft, kept.text);
  else if (what === 'step') keepStep(draft, kept.text);
  else if (what === 'message') draft.state.message = kept.text;
  else if (what === 'with' || what === 'outcome') {
    const step = stepInFocus(draft.state);
    if (step) step[what] = kept.text;
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
  delete state.offer;
  delete state.question;
}
