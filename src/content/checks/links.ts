/**
 * Checks that every place exists and that every step and dialog can be reached.
 */
import type { ReadScript } from '../read.ts';
import type { Problem } from '../source.ts';
import type { Dialog } from '../step-schema.ts';
import { SYSTEM_DIALOGS } from '../system-texts.ts';
import { didYouMean } from './closest.ts';
import { followers, targetsOf, visits } from './targets.ts';

export function checkLinks({ script, dialogSources }: ReadScript): Problem[] {
  const problems: Problem[] = [];
  const dialogs = Object.values(script.dialogs);
  const names = dialogs.map(({ id }) => id);

  for (const dialog of dialogs) {
    const source = dialogSources.get(dialog.id);
    if (!source) continue;
    const ids = new Set(dialog.steps.map(({ id }) => id));
    for (const [index, step] of dialog.steps.entries()) {
      const at = ['steps', index, step.verb];
      for (const { field, place } of targetsOf(step)) {
        if (place === 'next' || place === 'end') continue;
        const known = place.startsWith('@') ? names.map((name) => `@${name}`) : [...ids];
        if (known.includes(place)) continue;
        const what = place.startsWith('@') ? 'which is no dialog' : 'which does not exist';
        const remedy = didYouMean(place, known);
        problems.push(
          source.problem([...at, ...field], `step '${step.id}': goes to '${place}', ${what}${remedy}`),
        );
      }
      for (const code of step.verb === 'choose' ? (step.unkept ?? []) : []) {
        const codes = step.verb === 'choose' ? Object.keys(step.options) : [];
        if (codes.includes(code)) continue;
        const remedy = didYouMean(code, codes);
        problems.push(
          source.problem(
            [...at, 'unkept'],
            `step '${step.id}': unkept names '${code}', which is no choice${remedy}`,
          ),
        );
      }
      if (step.verb === 'visit' && !names.includes(step.dialog)) {
        const remedy = didYouMean(step.dialog, names);
        problems.push(
          source.problem(
            [...at, 'dialog'],
            `step '${step.id}': visits '${step.dialog}', which is no dialog${remedy}`,
          ),
        );
      }
    }
    for (const index of endless(dialog)) {
      const id = dialog.steps[index]?.id;
      const message = `step '${id}': leads back here without asking anything; let it end or ask`;
      problems.push(source.problem(['steps', index, 'id'], message));
    }
    for (const index of unreachable(dialog)) {
      const id = dialog.steps[index]?.id;
      problems.push(
        source.problem(['steps', index, 'id'], `step '${id}': no step leads here; lead to it or remove it`),
      );
    }
  }
  return [
    ...problems,
    ...missingDialogs(names),
    ...strayDialogs(dialogs, dialogSources),
    ...sharedTopics(dialogs, dialogSources),
  ];
}

/** These never wait for the client. (Those that may wait, or leave this dialog, end a round.) */
const PASSES = new Set([
  'say',
  'show',
  'go',
  'branch',
  'address',
  'plan_new',
  'plan_mark',
  'plan_drop',
  'plan_made',
  'drop_code',
  'keep_days',
  'contact',
  'drop_word',
  'take_along',
]);

/** The first step of each round in which nothing is asked. */
function endless(dialog: Dialog): number[] {
  const indexOf = (id: string): number => dialog.steps.findIndex((step) => step.id === id);
  const next = (index: number): number[] =>
    PASSES.has(dialog.steps[index]?.verb ?? '') ? followers(dialog, index).map(indexOf) : [];
  const leadsTo = (from: number): Set<number> => {
    const seen = new Set<number>();
    const open = next(from);
    while (open.length > 0) {
      const index = open.pop();
      if (index === undefined || seen.has(index)) continue;
      seen.add(index);
      open.push(...next(index));
    }
    return seen;
  };
  const reach = dialog.steps.map((_, index) => leadsTo(index));
  return reach.flatMap((seen, index) => {
    const earlier = [...seen].some((other) => other < index && reach[other]?.has(index));
    return seen.has(index) && !earlier ? [index] : [];
  });
}

function unreachable(dialog: Dialog): number[] {
  const seen = new Set<string>();
  const open = [dialog.steps[0]?.id];
  while (open.length > 0) {
    const id = open.pop();
    if (id === undefined || seen.has(id)) continue;
    seen.add(id);
    open.push(
      ...followers(
        dialog,
        dialog.steps.findIndex((step) => step.id === id),
      ),
    );
  }
  return dialog.steps.flatMap(({ id }, index) => (seen.has(id) ? [] : [index]));
}

/** Only one dialog can be the one of a topic. */
function sharedTopics(dialogs: Dialog[], sources: ReadScript['dialogSources']): Problem[] {
  return dialogs.flatMap(({ id, topic }, index) => {
    const first = topic && dialogs.slice(0, index).find((other) => other.topic === topic);
    const message = `topic '${topic}' is already the topic of dialogs/${first?.id}.yaml`;
    const problem = first && sources.get(id)?.problem(['topic'], message);
    return problem ? [problem] : [];
  });
}

const missingDialogs = (names: string[]): Problem[] =>
  SYSTEM_DIALOGS.filter((name) => !names.includes(name)).map((name) => ({
    path: `dialogs/${name}.yaml`,
    line: 1,
    column: 1,
    message: `is missing; the conversation opens this dialog by itself`,
  }));

function strayDialogs(dialogs: Dialog[], sources: ReadScript['dialogSources']): Problem[] {
  const opened = new Set<string>(SYSTEM_DIALOGS);
  for (const dialog of dialogs) {
    if (dialog.topic) opened.add(dialog.id);
    for (const visited of visits(dialog)) opened.add(visited);
  }
  return dialogs
    .filter(({ id }) => !opened.has(id))
    .flatMap(({ id }) => {
      const problem = sources.get(id)?.problem(['steps'], `no dialog visits '${id}'; visit it or remove it`);
      return problem ? [problem] : [];
    });
}
