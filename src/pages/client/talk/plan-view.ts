/**
 * The client's plan beside or under the chat.
 */
import type { ShownPlan } from '../../../run/messages.ts';
import { filled, make, type PageData, part } from './page-data.ts';

export interface PlanView {
  /** `quietly`: it was there before, so there is nothing to announce. */
  draw(plan: Partial<ShownPlan> | undefined, quietly: boolean): void;
}

export function createPlanView({ plan: words }: PageData): PlanView {
  const panel = part('plan');
  const body = part('plan-body');
  const print = part<HTMLButtonElement>('print');
  const status = part('plan-status');
  print.addEventListener('click', () => window.print());

  const section = (title: string, ...contents: Node[]): Node[] => [make('h3', '', title), ...contents];
  const said = (title: string, text: string | undefined): Node[] =>
    text ? section(title, make('p', 'own', text)) : [];

  const stepItem = ({ text, day, with: who, certainty, state }: ShownPlan['steps'][number]): HTMLElement => {
    const facts = [
      day,
      who && filled(words.with, { who }),
      certainty === undefined ? undefined : filled(words.certainty, { number: certainty }),
    ].filter((fact): fact is string => Boolean(fact));
    const known = { open: words.open, done: words.done, not_done: words.not_done, dropped: words.dropped };
    const item = make('li', `step ${state}`, make('p', 'own', text));
    for (const fact of facts) item.append(make('p', 'fact', fact));
    item.append(make('p', 'mark-state', known[state as keyof typeof known] ?? state));
    return item;
  };

  return {
    draw(plan, quietly) {
      const { goals = [], steps = [], strengths, circle, setback } = plan ?? {};
      const parts = [
        ...(goals.length > 0
          ? section(words.goals, make('ul', 'goals', ...goals.map((goal) => make('li', 'own', goal))))
          : []),
        ...said(words.strengths, strengths),
        ...said(words.circle, circle),
        ...(steps.length > 0 ? section(words.steps, make('ol', 'steps', ...steps.map(stepItem))) : []),
        ...said(words.setback, setback),
      ];
      body.replaceChildren(...parts);
      const empty = parts.length === 0;
      panel.toggleAttribute('data-empty', empty);
      part('plan-empty').hidden = !empty;
      print.hidden = empty;
      status.textContent = empty || quietly ? '' : words.updated;
    },
  };
}
