/**
 * What a handoff would carry, and how it reads: the preview and the sent copy come from the same object.
 */
import type { Content } from '../content/content.ts';
import { phrase } from '../content/speak.ts';
import type { HandoffContent } from '../domain/handoff.ts';
import type { Form } from '../domain/vocabulary.ts';
import type { Draft } from './draft.ts';
import { openSteps } from './facts.ts';

/** The text key of the question which parts to send along; its codes are `words`, `plan`, `nothing`. */
const SHARE = 'human.share';

export function handoffContent(draft: Draft): HandoffContent {
  const { state, content } = draft;
  const share = state.answers[SHARE]?.code ?? 'words';
  const words = state.message ?? state.story.join('\n');
  const bare = phrase(content, 'handoff.no_words', state.form);
  return {
    organisation: content.organisation,
    message: share === 'nothing' || !words ? bare : words,
    goals: share === 'plan' ? state.plan.goals.map(({ text }) => text) : [],
    steps: share === 'plan' ? openSteps(state.plan).map(({ text }) => text) : [],
    contact: 'in_chat',
  };
}

/** Every word that would be sent, and nothing else. */
export function previewText(content: Content, handoff: HandoffContent, form: Form): string {
  const lines = [`"${handoff.message}"`];
  if (handoff.goals.length > 0) {
    lines.push(phrase(content, 'handoff.goals', form), ...handoff.goals.map((goal) => `- ${goal}`));
  }
  if (handoff.steps.length > 0) {
    lines.push(phrase(content, 'handoff.steps', form), ...handoff.steps.map((step) => `- ${step}`));
  }
  lines.push(phrase(content, 'handoff.contact_in_chat', form));
  return lines.join('\n');
}
