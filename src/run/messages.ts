/**
 * From a turn's result to the messages that are committed: the words as they will be read, and the events a page
 * acts on.
 */
import type { Content } from '../content/content.ts';
import { speak } from '../content/speak.ts';
import { emptyPlan, type Plan } from '../domain/plan.ts';
import type { TurnResult } from '../engine/result.ts';
import type { ClientState } from '../engine/state.ts';
import { shownWhen } from '../engine/summary.ts';
import type { Message } from './ports.ts';

/** The plan as a page shows it beside the chat: strings ready to be read. */
export interface ShownPlan {
  goals: string[];
  strengths?: string;
  circle?: string;
  steps: { text: string; day?: string; with?: string; certainty?: number; state: string }[];
  setback?: string;
}

export function shownPlan(content: Content, { plan, form }: ClientState): ShownPlan {
  const { goals, steps, ...rest } = plan;
  return {
    ...rest,
    goals: goals.map(({ text }) => text),
    steps: steps.map((step) => ({
      text: step.text,
      state: step.state,
      ...(step.day ? { day: shownWhen(content, step, form) } : {}),
      ...(step.with ? { with: step.with } : {}),
      ...(step.certainty === undefined ? {} : { certainty: step.certainty }),
    })),
  };
}

/** Behind a code word a page shows no plan. */
const planOnPage = ({ plan, codeWord }: ClientState): Plan => (codeWord?.closed ? emptyPlan() : plan);
const same = (a: Plan, b: Plan): boolean => JSON.stringify(a) === JSON.stringify(b);

export function messagesOf(
  content: Content,
  before: ClientState,
  result: TurnResult,
  echo: Record<string, unknown> | undefined,
): Message[] {
  const messages: Message[] = echo ? [{ kind: 'echo', activity: echo }] : [];
  // First, so that a page clears what was on it and then shows what is said now.
  const anew = result.effects.some(({ kind }) => ['wipe', 'hand_over', 'close'].includes(kind));
  if (anew) messages.push({ kind: 'event', name: 'wiped' });
  for (const reply of result.replies) {
    const bubbles = speak(content, reply);
    for (const [index, text] of bubbles.entries()) {
      messages.push({ kind: 'say', text, choices: index === bubbles.length - 1 ? reply.choices : [] });
    }
  }
  for (const effect of result.effects) {
    if (effect.kind !== 'request_handoff' || effect.content.organisation !== content.hub) continue;
    messages.push({ kind: 'handoff', id: effect.id, content: effect.content });
  }
  if (!anew && !same(planOnPage(before), planOnPage(result.client))) {
    messages.push({ kind: 'event', name: 'plan', value: shownPlan(content, result.client) });
  }
  if (result.effects.some(({ kind }) => kind === 'leave')) messages.push({ kind: 'event', name: 'leave' });
  return messages;
}
