/**
 * The 'persoonlijk plan' of article 2.3.2 of the Wmo 2015, made from the client's own plan: what a municipality has
 * to take along in its investigation when it gets this within seven days after the client asked for help.
 * It names what the client says and wants; whether they have a right to anything is not for us to say.
 */
import type { Content } from '../content/content.ts';
import { shownDate } from '../content/services.ts';
import { optionLabel, phrase } from '../content/speak.ts';
import type { PlanStep } from '../domain/plan.ts';
import { dutchDay } from '../engine/dates.ts';
import type { ClientState } from '../engine/state.ts';
import { shownWhen } from '../engine/summary.ts';
import type { Block } from './paper.ts';
import type { Written } from './plan.ts';

/** Empty lines under a heading about which nothing was said here, and about what nobody asked here. */
const FEW = 2;
const MORE = 4;

export function wmoOnPaper(content: Content, state: ClientState, madeAt: string): Written {
  const { plan, form, story, topics } = state;
  const say = (key: string, values?: Record<string, string>) => phrase(content, `files.${key}`, form, values);
  const title = say('wmo_title');
  const text = (each: string): Block => ({ kind: 'text', text: each });
  const part = (key: string, blocks: Block[]): Block[] => [
    { kind: 'heading', text: say(key) },
    ...(blocks.length > 0 ? blocks : [{ kind: 'lines', count: MORE } as const]),
  ];
  const list = (items: { text: string; details: string[] }[]): Block[] =>
    items.length > 0 ? [{ kind: 'list', items }] : [];
  const said = (each: string | undefined): Block[] => (each ? [text(each)] : []);
  const labelled = (key: string, each: string | undefined): Block[] =>
    each ? [text(`${phrase(content, key, form)} ${each}`)] : [];
  const step = (each: PlanStep) => ({
    text: each.text,
    details: [
      shownWhen(content, each, form),
      each.with ? phrase(content, 'summary.with', form, { with: each.with }) : '',
      each.state === 'open' ? '' : optionLabel(content, 'summary.step_state', each.state, form),
    ].filter(Boolean),
  });
  const topicNames = topics.map((topic) => optionLabel(content, 'words.topic', topic, form)).join(', ');

  return {
    title,
    blocks: [
      { kind: 'title', text: title },
      text(say('wmo_for')),
      ...['wmo_name', 'wmo_date', 'wmo_reported'].map((key): Block => ({ kind: 'field', label: say(key) })),
      ...part('wmo_what', story.length > 0 ? story.map(text) : labelled('summary.topics', topicNames)),
      ...part('wmo_want', list(plan.goals.map((goal) => ({ text: goal.text, details: [] })))),
      ...part('wmo_self', [
        ...labelled('summary.strengths', plan.strengths),
        ...list(plan.steps.map(step)),
        ...labelled('summary.setback', plan.setback),
      ]),
      ...part('wmo_circle', said(plan.circle)),
      { kind: 'heading', text: say('wmo_circle_needs') },
      { kind: 'lines', count: FEW },
      { kind: 'heading', text: say('wmo_need') },
      text(say('wmo_need_how')),
      { kind: 'lines', count: MORE },
      { kind: 'heading', text: say('wmo_terms') },
      {
        kind: 'list',
        items: ['wmo_hand_in', 'wmo_answer', 'wmo_support', 'wmo_decides'].map((key) => ({
          text: say(key),
          details: [],
        })),
      },
      { kind: 'small', text: say('made_on', { day: shownDate(dutchDay(madeAt)) }) },
    ],
  };
}
