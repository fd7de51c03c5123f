/**
 * A conversation on paper: what the client types and, word for word, what Stuur says and does.
 * The same format is written by `npm run chat -- --save` and held by the tests.
 */
import { stringify } from 'yaml';
import { z } from 'zod';
import { DECLINE_REASONS } from '../domain/handoff.ts';

/** What a professional does with what was sent last. */
const professionalSchema = z.union([
  z.literal('opens'),
  z.literal('accepts'),
  z.literal('passes it on'),
  z.literal('closes'),
  z.strictObject({ declines: z.enum(DECLINE_REASONS) }),
  z.strictObject({ writes: z.string() }),
  z.strictObject({ asks_to_write_after_weeks: z.int().min(1) }),
]);
export type ProfessionalAct = z.infer<typeof professionalSchema>;

const turnSchema = z.strictObject({
  /**
   * In which conversation, where there are several: `one` when absent. `web ...` ends with its session; `app ...` can
   * be written to later.
   */
  where: z.string().exactOptional(),
  /** Time that passes before this turn: '3 weeks', '10 minutes'. */
  after: z
    .string()
    .regex(/^\d+ (minute|hour|day|week)s?$/, "write '10 minutes', '2 hours', '3 days' or '3 weeks'")
    .exactOptional(),
  /** What the client types; absent: the conversation is opened. */
  ik: z.string().exactOptional(),
  /** Not the client but a professional does something. */
  professional: professionalSchema.exactOptional(),
  /** Media types of what is sent along. */
  sends: z.array(z.string()).exactOptional(),
  /** The same message, delivered again. */
  again: z.boolean().exactOptional(),
  /** What came by itself while that time passed, with the moment. */
  meanwhile: z.array(z.string()).exactOptional(),
  /** Each message, with its choices as [words] on a line below. */
  stuur: z.array(z.string()).exactOptional(),
  /** What was asked for and committed: handoffs, wiping, leaving. */
  does: z.array(z.string()).exactOptional(),
  /** What was counted: closed codes. */
  counts: z.array(z.string()).exactOptional(),
});
export type TranscriptTurn = z.infer<typeof turnSchema>;

export const transcriptSchema = z.strictObject({
  /** What the person does, in a sentence. */
  about: z.string(),
  /** There are organisations that can be asked (`stage.ts`); without this there are none. */
  organisations: z.literal(true).exactOptional(),
  /** When it begins: an ISO instant. */
  now: z.string(),
  talk: z.array(turnSchema).min(1),
});
export type Transcript = z.infer<typeof transcriptSchema>;

const UNITS: Record<string, number> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
};

/** Milliseconds of '3 weeks'. */
export function duration(text: string): number {
  const [count = '0', unit = ''] = text.split(' ');
  return Number(count) * (UNITS[unit.replace(/s$/, '')] ?? 0);
}

export const formatTranscript = (transcript: Transcript): string =>
  stringify(transcript, { lineWidth: 0, blockQuote: 'literal', defaultStringType: 'PLAIN' });
