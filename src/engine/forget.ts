/**
 * Leaving a dialog, and what is forgotten then: a dialog that forgets leaves nothing of itself in the state.
 */
import type { Topic } from '../domain/vocabulary.ts';
import type { Draft } from './draft.ts';
import type { ClientState, Frame } from './state.ts';

/** Leaves the dialog on top; the one below it has the floor again. */
export function leaveDialog(draft: Draft): void {
  const left = draft.state.stack.pop();
  if (left?.focus) draft.state.focus = left.focus;
  const dialog = draft.content.dialogs[left?.dialog ?? ''];
  // One answer that was asked again is not the end of its dialog.
  if (dialog?.forget && !left?.only)
    forgetDialog(draft, dialog.id, dialog.topic === 'any' ? undefined : dialog.topic);
}

/** Leaves the dialogs that forget, and what lies on top of them: nobody comes back to their question. */
export function forgetOpen(draft: Draft): void {
  const { state, content } = draft;
  // Told, and not yet talked about: that may not be said back to someone else either.
  for (const { id, topic } of Object.values(content.dialogs).filter(({ forget }) => forget)) {
    if (topic && topic !== 'any' && state.topics.includes(topic)) forgetDialog(draft, id, topic);
  }
  const lowest = state.stack.findIndex(({ dialog }) => content.dialogs[dialog]?.forget);
  // A conversation that began with it has nothing below; then its place stays, without its answers.
  if (lowest < 1) return;
  while (state.stack.length > lowest) leaveDialog(draft);
  delete state.question;
}

/** After going back: what was answered in dialogs that forget and are no longer open. */
export function forgetLeft({ state, content }: Draft, left: Frame[]): void {
  for (const { dialog } of left) {
    if (content.dialogs[dialog]?.forget && !state.stack.some((frame) => frame.dialog === dialog)) {
      forgetAnswers(state, dialog);
    }
  }
}

function forgetAnswers({ answers }: ClientState, dialog: string): void {
  for (const key of Object.keys(answers)) if (key.startsWith(`${dialog}.`)) delete answers[key];
}

/** What was answered there, its topic, and what was told about that topic go. The plan is the client's. */
function forgetDialog(draft: Draft, dialog: string, topic: Topic | undefined): void {
  const { state } = draft;
  forgetAnswers(state, dialog);
  if (!topic) return;
  const other = (each: Topic): boolean => each !== topic;
  state.topics = state.topics.filter(other);
  state.visited = state.visited.filter(other);
  for (const goal of state.plan.goals) goal.topics = goal.topics.filter(other);
  if (state.focus.topic === topic) delete state.focus.topic;
  state.story = state.story.filter((told) => !tellsOf(draft, told, topic));
  state.trail = state.trail.filter(({ stack }) => !stack.some((frame) => frame.dialog === dialog));
}

/** Words of danger go with it too: they are the last that someone else should find. */
function tellsOf(draft: Draft, text: string, topic: Topic): boolean {
  const { topics, risk } = draft.content.reader(text);
  return risk.level !== 'none' || topics.some((heard) => heard.topic === topic);
}
