/**
 * Where the steps of a dialog can lead.
 */
import { type Dialog, type Step, VERB_NAMES, type VerbName, verbSchemas } from '../step-schema.ts';

/** A place named in a step, and under which field. */
export interface Target {
  field: string[];
  place: string;
}

const FIELDS = [
  'to',
  'yes',
  'no',
  'none',
  'unsure',
  'told',
  'resume',
  'skip',
  'own',
  'low',
  'away',
  'chosen',
  'change',
  'self',
  'other',
  'place',
  'unknown',
  'too_often',
];
/** Verbs that go on to the step below unless told otherwise: those with a `to` that may be left out. */
const GOES_ON = new Set<VerbName>(
  VERB_NAMES.filter((verb) => verb !== 'go' && 'to' in verbSchemas[verb].shape),
);

export function targetsOf(step: Step): Target[] {
  const fields: Record<string, unknown> = { ...step };
  const named = FIELDS.flatMap((field) => {
    const place = fields[field];
    return typeof place === 'string' ? [{ field: [field], place }] : [];
  });
  const options = step.verb === 'choose' ? Object.entries(step.options) : [];
  return [...named, ...options.map(([code, place]) => ({ field: ['options', code], place }))];
}

/** Ids of the steps that can follow a step within its dialog. */
export function followers(dialog: Dialog, index: number): string[] {
  const step = dialog.steps[index];
  if (!step) return [];
  const below = dialog.steps[index + 1]?.id;
  const places = targetsOf(step);
  const goesOn = GOES_ON.has(step.verb) && !places.some(({ field }) => field[0] === 'to');
  const ids = places.map(({ place }) => (place === 'next' ? (below ?? 'end') : place));
  return [...ids, ...(goesOn && below ? [below] : [])].filter((id) => id !== 'end' && !id.startsWith('@'));
}

/** Dialogs that a dialog can open. */
export const visits = (dialog: Dialog): string[] =>
  dialog.steps.flatMap((step) => [
    ...(step.verb === 'visit' ? [step.dialog] : []),
    ...targetsOf(step)
      .map(({ place }) => place)
      .filter((place) => place.startsWith('@'))
      .map((place) => place.slice(1)),
  ]);
