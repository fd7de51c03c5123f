/**
 * What a `locales/nl/*.yaml` file may contain: for each step (or system text) the words said to the client.
 */
import { z } from 'zod';

/** One phrase: the same for everyone, or a je-form with a u-form beside it. */
export const phraseSchema = z.union([
  z.string().min(1),
  z.strictObject({ je: z.string().min(1), u: z.string().min(1) }),
]);
export type Phrase = z.infer<typeof phraseSchema>;

const bubbles = z.union([phraseSchema, z.array(phraseSchema).min(1)]);

export const textSchema = z.strictObject({
  /** What is said; a list is said as separate messages. */
  text: bubbles.optional(),
  /** The same question in other words, for the second time it is asked. */
  again: bubbles.optional(),
  /** The words of each choice, by its code. */
  options: z.record(z.string(), phraseSchema).optional(),
  /** A short name for this question in 'mijn gegevens' and when correcting an answer. */
  label: z.string().optional(),
  /** For editors, never said. */
  note: z.string().optional(),
});

/** A step that only says something may have its words right behind its id. */
export const textFileSchema = z.record(z.string(), z.union([bubbles, textSchema]));

export interface Text {
  text: Phrase[];
  again: Phrase[];
  options: Record<string, Phrase>;
  label?: string;
}

/** Names that may stand between braces in any text. `service.<slug>.<field>` may too. */
export const VALUE_NAMES = [
  'story',
  'topic',
  'topics',
  'goal',
  'goals',
  'strengths',
  'circle',
  'setback',
  'step',
  'steps',
  'day',
  'with',
  'certainty',
  'organisation',
  'about',
  'addressee',
  'who',
  'unsent',
  'parts',
  'expected',
  'reason',
  'weeks',
  'sent',
  'message',
  'preview',
  'answer',
  'plan',
  'data',
  'kept',
  'keep_days',
  'keep_hours',
  'handoff_days',
  'code',
  'handoffs',
  'contact',
  'reminder',
  'word',
  'told',
  'link',
] as const;
export type ValueName = (typeof VALUE_NAMES)[number];

/** Names of the service or organisation that was found; only in `services.yaml` and `handoff.yaml`. */
export const FOUND_NAMES = [
  'name',
  'description',
  'phone',
  'website',
  'hours',
  'cost',
  'checked_on',
] as const;
