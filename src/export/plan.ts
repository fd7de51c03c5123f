/**
 * 'Mijn plan' on paper: simple, in large letters, in the client's own words.
 */
import type { Content } from '../content/content.ts';
import { shownDate } from '../content/services.ts';
import { phrase } from '../content/speak.ts';
import { isEmptyPlan, type PlanStep } from '../domain/plan.ts';
import { dutchDay } from '../engine/dates.ts';
import type { ClientState } from '../engine/state.ts';
import { stepDetails } from '../engine/summary.ts';
import type { Block } from './paper.ts';

export type Written = { title: string; blocks: Block[] };

const heading = (text: string): Block => ({ kind: 'heading', text });

export function planOnPaper(content: Content, state: ClientState, madeAt: string): Written {
  const { plan, form } = state;
  const say = (key: string, values?: Record<string, string>) => phrase(content, `files.${key}`, form, values);
  const title = say('plan_title');
  const part = (key: string, text: string | undefined): Block[] =>
    text ? [heading(say(key)), { kind: 'text', text }] : [];
  const items = (key: string, list: { text: string; details: string[] }[]): Block[] =>
    list.length > 0 ? [heading(say(key)), { kind: 'list', items: list }] : [];
  const step = (each: PlanStep) => ({ text: each.text, details: stepDetails(content, each, form) });

  return {
    title,
    blocks: [
      { kind: 'title', text: title },
      ...(isEmptyPlan(plan)
        ? [{ kind: 'text', text: phrase(content, 'summary.no_plan', form) } as const]
        : []),
      ...items(
        'plan_goals',
        plan.goals.map(({ text }) => ({ text, details: [] })),
      ),
      ...part('plan_strengths', plan.strengths),
      ...part('plan_circle', plan.circle),
      ...items('plan_steps', plan.steps.map(step)),
      ...part('plan_setback', plan.setback),
      { kind: 'small', text: say('made_on', { day: shownDate(dutchDay(madeAt)) }) },
    ],
  };
}
