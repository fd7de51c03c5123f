/**
 * Leaving a dialog, and what is forgotten then: a dialog that forgets leaves nothing of itself in the state, but what
 * the client put into their plan.
 */
import type { Content } from '../content/content.ts';
import type { Dialog, VerbName } from '../content/step-schema.ts';
import type { Reading } from '../domain/reading.ts';
import type { RiskKind, Topic } from '../domain/vocabulary.ts';
import type { Draft } from './draft.ts';
import type { ClientState, Frame } from './state.ts';

/** Kinds of danger of which not even that they were asked about is kept for long: someone else may be the danger. */
const NOT_KEPT: readonly RiskKind[] = ['violence', 'child'];

type Dialogs = Pick<Content, 'dialogs'>;

const forgets = ({ dialogs }: Dialogs, dialog: string): boolean => Boolean(dialogs[dialog]?.forget);

/** The topic that goes with a dialog that forgets. */
const topicOf = ({ forget, topic }: Dialog): Topic | undefined =>
  forget && topic !== 'any' ? topic : undefined;

/** Topics whose dialog forgets. */
const passingTopics = ({ dialogs }: Dialogs): Topic[] =>
  Object.values(dialogs).flatMap((dialog) => topicOf(dialog) ?? []);

export const isPassingTopic = ({ content }: Draft, topic: Topic): boolean =>
  passingTopics(content).includes(topic);

/** Does a text tell of what is to be forgotten? */
export const isPassing = (content: Dialogs, { topics, risk }: Pick<Reading, 'topics' | 'risk'>): boolean =>
  (risk.kind !== null && NOT_KEPT.includes(risk.kind)) ||
  topics.some(({ topic }) => passingTopics(content).includes(topic));

/** Is something being talked about, or only told, of which not even the words on the screen are kept long? */
export function holdsPassing(content: Dialogs, { stack, topics, passing }: ClientState): boolean {
  const talks = ({ dialog }: Frame): boolean =>
    NOT_KEPT.some((kind) => dialog === `danger_${kind}` || dialog === `check_${kind}`) ||
    passingTopics(content).some((topic) => content.dialogs[dialog]?.topic === topic);
  return (
    passing !== undefined ||
    stack.some(talks) ||
    passingTopics(content).some((topic) => topics.includes(topic))
  );
}

/** Is a topic being talked through now of which nothing is kept? */
export const inPassingTopic = ({ content, state }: Draft): boolean =>
  state.stack.some(({ dialog }) => {
    const open = content.dialogs[dialog];
    return open !== undefined && topicOf(open) !== undefined;
  });

/** Leaves the dialog on top; the one below it has the floor again. */
export function leaveDialog(draft: Draft): void {
  const left = draft.state.stack.pop();
  if (left?.focus) draft.state.focus = left.focus;
  const dialog = draft.content.dialogs[left?.dialog ?? ''];
  // One answer that was asked again is not the end of its dialog.
  if (!dialog?.forget || left?.only) return;
  forgetDialog(draft, dialog);
  // As long as some of it is still to be talked about, it is known that the numbers were given.
  if (!holdsPassing(draft.content, draft.state)) forgetPlaces(draft);
}

/** Leaves the dialogs that forget, and what lies on top of them: nobody comes back to their question. */
export function forgetOpen(draft: Draft): void {
  const { state, content } = draft;
  forgetAsking(state);
  const lowest = state.stack.findIndex(({ dialog }) => forgets(content, dialog));
  // A conversation that began with it has nothing below; then its place stays, without its answers.
  if (lowest >= 1) {
    while (state.stack.length > lowest) leaveDialog(draft);
    delete state.question;
  }
  // Told, and not yet talked about: that may not be said back to someone else either.
  for (const topic of passingTopics(content)) if (tells(state, topic)) forgetTopic(draft, topic);
  forgetPlaces(draft);
}

/** Nobody is there any more: what is to be forgotten goes, and a code that stood on the screen. */
export function forgetAway(draft: Draft): void {
  forgetOpen(draft);
  // It may have been read by someone else: another is made if it is still wanted.
  delete draft.state.newCode;
}

const tells = ({ topics, passing, stack }: ClientState, topic: Topic): boolean =>
  topics.includes(topic) || passing !== undefined || stack.some(({ focus }) => focus?.topic === topic);

/** After going back: what was answered in dialogs that forget and are no longer open. */
export function forgetLeft({ state, content }: Draft, left: Frame[]): void {
  for (const { dialog } of left) {
    if (forgets(content, dialog) && !state.stack.some((frame) => frame.dialog === dialog)) {
      forgetAnswers({ state, content }, dialog);
    }
  }
}

function forgetAnswers({ state, content }: Pick<Draft, 'state' | 'content'>, dialog: string): void {
  for (const key of Object.keys(state.answers)) if (key.startsWith(`${dialog}.`)) delete state.answers[key];
  const has = (verb: VerbName) => content.dialogs[dialog]?.steps.some((step) => step.verb === verb);
  // Typed to a professional, without a yes to sending it.
  if (has('talk_now')) delete state.talk?.unsent;
  if (has('offer_handoff')) {
    delete state.addressee;
    delete state.offered;
    delete state.share;
  }
}

function forgetDialog(draft: Draft, dialog: Dialog): void {
  forgetAnswers(draft, dialog.id);
  const topic = topicOf(dialog);
  if (topic) forgetTopic(draft, topic);
}

/** The topic goes, and what was told about it, wherever it was kept. The plan is the client's. */
export function forgetTopic(draft: Draft, topic: Topic): void {
  const { state } = draft;
  const other = (each: Topic): boolean => each !== topic;
  const kept = (text: string): boolean => !state.passing?.includes(text) && !tellsOf(draft, text, topic);
  state.topics = state.topics.filter(other);
  state.visited = state.visited.filter(other);
  for (const goal of state.plan.goals) goal.topics = goal.topics.filter(other);
  state.story = state.story.filter(kept);
  delete state.passing;
  for (const [key, { code, text }] of Object.entries(state.answers)) {
    if (code === undefined && !kept(text)) delete state.answers[key];
  }
  if (state.message !== undefined && !kept(state.message)) delete state.message;
  if (state.offer && !kept(state.offer.content.message)) delete state.offer;
  if (state.topics.length === 0) {
    // Nothing is left to say back, nor anyone that it was about.
    delete state.news;
    state.perspective = 'self';
  }
  state.shown = [];
  forgetAsking(state);
  forgetPlaces(draft);
  for (const place of [state, ...state.trail]) {
    for (const { focus } of [place, ...place.stack]) {
      if (focus?.topic === topic) delete focus.topic;
      // Not even a trace of the words.
      delete focus?.told;
    }
  }
}

function forgetAsking({ checked }: ClientState): void {
  for (const kind of NOT_KEPT) delete checked[kind];
}

/** The way back does not lead into dialogs that forget and are no longer open. */
function forgetPlaces({ state, content }: Draft): void {
  const open = new Set(state.stack.map(({ dialog }) => dialog));
  state.trail = state.trail.filter(({ stack }) =>
    stack.every(({ dialog }) => !forgets(content, dialog) || open.has(dialog)),
  );
}

/** Words of danger go with it too: they are the last that someone else should find. */
function tellsOf({ content }: Draft, text: string, topic: Topic): boolean {
  const { topics, risk } = content.reader(text);
  return risk.level !== 'none' || topics.some((heard) => heard.topic === topic);
}
