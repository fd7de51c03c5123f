/**
 * A client's whole state: one document, versioned, checked on the way in and migrated forward.
 * It is JSON: what goes through `JSON.parse(JSON.stringify(state))` comes out equal.
 */
import { z } from 'zod';
import { CONTACT_TIMES } from '../domain/contact.ts';
import { HELPED_BY } from '../domain/demand.ts';
import {
  DECLINE_REASONS,
  HANDOFF_STATES,
  type HandoffState,
  OPEN_HANDOFF_STATES,
  REACH_TIMES,
} from '../domain/handoff.ts';
import { MOMENT_NAMES } from '../domain/reminder.ts';
import { FORMS, PERSPECTIVES, RISK_KINDS, TOPICS } from '../domain/vocabulary.ts';

/** What a professional does that the client can see afterwards. */
export const LOGGED = ['opened', 'accepted', 'declined', 'said', 'closed'] as const;

const topic = z.enum(TOPICS);
const instant = z.string();

const partsSchema = z.strictObject({ goal: z.string().exactOptional(), step: z.string().exactOptional() });
/** A goal and a step of the plan, by their ids. */
export type Parts = z.infer<typeof partsSchema>;

const focusSchema = z.strictObject({
  ...partsSchema.shape,
  topic: topic.exactOptional(),
  /** Which piece of what was told is put right (see told.ts). */
  told: z.string().exactOptional(),
  /** What was made after the question that one went back to: made anew it takes their place. */
  spare: partsSchema.exactOptional(),
});
export type Focus = z.infer<typeof focusSchema>;

/** `fresh`: not yet asked. `waiting`: asked, unanswered. `visiting`: a dialog above it has the floor. */
const frameSchema = z.strictObject({
  dialog: z.string(),
  step: z.string(),
  is: z.enum(['fresh', 'waiting', 'visiting']),
  /** Re-ask only this step, then leave: a correction of one earlier answer. */
  only: z.boolean().exactOptional(),
  /** What was talked about before this look aside, to be given back at its end. */
  focus: focusSchema.exactOptional(),
  /** Whose danger this look aside is about, and what is visited from it. */
  about: z.enum(PERSPECTIVES).exactOptional(),
});
export type Frame = z.infer<typeof frameSchema>;

const choiceSchema = z.strictObject({ id: z.string(), label: z.string() });
export type Choice = z.infer<typeof choiceSchema>;

const questionSchema = z.strictObject({
  /** `dialog.step` of the step that asked. */
  key: z.string(),
  /** The words that were said, so that an answer is read in their light. */
  asked: z.string(),
  choices: z.array(choiceSchema),
  /** The offer of a handoff that this question asks about. */
  offer: z.string().exactOptional(),
  /** How often the answer was not understood. */
  misses: z.int().min(0),
  /** How often a story was told instead of an answer. */
  told: z.int().min(0).exactOptional(),
});
export type Question = z.infer<typeof questionSchema>;

/** An answer is a chosen code, own words, a number, or a day. */
const answerSchema = z.strictObject({ code: z.string().exactOptional(), text: z.string() });
export type Answer = z.infer<typeof answerSchema>;

/** A question asked before, so that one can go back to it, or press its old button. */
const placeSchema = z.strictObject({
  stack: z.array(frameSchema),
  focus: focusSchema,
  /** What its answer added to the plan. */
  made: partsSchema.exactOptional(),
});
export type Place = z.infer<typeof placeSchema>;

const goalSchema = z.strictObject({ id: z.string(), text: z.string(), topics: z.array(topic) });

const planStepSchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  day: z.string().exactOptional(),
  time: z.string().exactOptional(),
  with: z.string().exactOptional(),
  certainty: z.number().exactOptional(),
  service: z.string().exactOptional(),
  state: z.enum(['open', 'done', 'not_done', 'dropped']),
  outcome: z.string().exactOptional(),
  by: z.enum(HELPED_BY).exactOptional(),
});

const planSchema = z.strictObject({
  goals: z.array(goalSchema),
  strengths: z.string().exactOptional(),
  circle: z.string().exactOptional(),
  steps: z.array(planStepSchema),
  setback: z.string().exactOptional(),
});

const handoffContentSchema = z.strictObject({
  organisation: z.string(),
  name: z.string(),
  message: z.string(),
  goals: z.array(z.string()),
  steps: z.array(z.string()),
  answers: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  contact: z.strictObject({ how: z.literal('in_chat'), when: z.enum(REACH_TIMES) }),
  days: z.int().min(1),
  staff: z.string().exactOptional(),
});

const offerSchema = z.strictObject({
  id: z.string(),
  content: handoffContentSchema,
  shownAt: instant,
  /** In which of their conversations it was shown. */
  place: z.string().exactOptional(),
});

const professionalSchema = z.strictObject({ id: z.string(), name: z.string(), function: z.string() });

/** An organisation that was chosen, or proposed, to send something to. */
const addresseeSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  about: z.string(),
  /** When an answer may be expected. */
  answerBy: instant,
  open: z.enum(['open', 'closed', 'unknown']),
  /** Whom of them. */
  staff: professionalSchema.exactOptional(),
  /** The handoff that it takes the place of. */
  instead: z.string().exactOptional(),
  /** A professional proposed it: what they were sent, to someone else. */
  passesOn: z.literal(true).exactOptional(),
});
export type Addressee = z.infer<typeof addresseeSchema>;

const handoffSchema = z.strictObject({
  id: z.string(),
  organisation: z.string(),
  name: z.string(),
  state: z.enum(HANDOFF_STATES),
  at: instant,
  answerBy: instant.exactOptional(),
  /** How long the organisation may read it, at most. */
  until: instant.exactOptional(),
  /** The client's own copy, as long as the organisation has one. */
  content: handoffContentSchema.exactOptional(),
  /** Who has taken it on. */
  who: professionalSchema.exactOptional(),
  /** They write through the channel itself: nothing is passed on from here. */
  elsewhere: z.literal(true).exactOptional(),
  reason: z.enum(DECLINE_REASONS).exactOptional(),
  /** Who took it on proposed that someone else goes on; the client was not asked yet. */
  proposal: addresseeSchema.exactOptional(),
  /** How many messages were written to and fro. */
  written: z.int().min(1).exactOptional(),
  /** Who of them did what, oldest first. */
  log: z.array(z.strictObject({ at: instant, who: professionalSchema, did: z.enum(LOGGED) })),
});
export type ClientHandoff = z.infer<typeof handoffSchema>;

/** What a professional brought about that may not come yet: words to say, or a dialog to open, when the client is here. */
const heldSchema = z.strictObject({
  handoff: z.string(),
  text: z.string().exactOptional(),
  /** Which message of the handoff it is. */
  number: z.int().min(1).exactOptional(),
  dialog: z.string().exactOptional(),
});
export type Held = z.infer<typeof heldSchema>;

/** When they may be written to by itself. Absent: they were not asked, so never. */
const contactSchema = z.strictObject({
  when: z.enum(CONTACT_TIMES),
  how: z.literal('in_chat'),
  leave: z.boolean(),
});

/** A message that they asked for. What it is about stands here only; the message itself says nothing. */
const reminderSchema = z.strictObject({
  id: z.string(),
  /** The moment they asked for. It comes when they may be written to, from then on. */
  at: instant,
  of: z.enum(['step', 'check_in']),
  step: z.string().exactOptional(),
  /** Counted from the day of the step: when that changes, so does `at`. */
  from: z.strictObject({ moment: z.enum(MOMENT_NAMES), day: z.string() }).exactOptional(),
});
export type Reminder = z.infer<typeof reminderSchema>;

/** The word that is asked for after a while, before anything else. */
const codeWordSchema = z.strictObject({
  word: z.string(),
  /** Nothing is shown or done until the word is typed. */
  closed: z.boolean(),
  /** How often another word was typed. */
  wrong: z.int().min(0),
  /** Asked meanwhile whether to destroy everything. */
  wiping: z.literal(true).exactOptional(),
});

export const stateSchema = z.strictObject({
  version: z.literal(2),
  id: z.string(),
  /** First and latest turn, ISO instants. */
  since: instant,
  lastAt: instant,
  form: z.enum(FORMS),
  /** The client said stop; the next message is greeted, not taken for an answer. */
  paused: z.boolean(),
  stack: z.array(frameSchema),
  question: questionSchema.exactOptional(),
  trail: z.array(placeSchema),
  focus: focusSchema,
  story: z.array(z.string()),
  /** Pieces of the story that are forgotten with the dialog they belong to. */
  passing: z.array(z.string()).exactOptional(),
  /** Something was told that has not been said back yet. */
  news: z.boolean().exactOptional(),
  topics: z.array(topic),
  /** Topics already talked through, so that the next one can be offered. */
  visited: z.array(topic),
  perspective: z.enum(PERSPECTIVES),
  answers: z.record(z.string(), answerSchema),
  plan: planSchema,
  /** A plan counts once as made. */
  planMade: z.boolean(),
  offer: offerSchema.exactOptional(),
  /** Own words for the next handoff, and which parts of the plan go along. */
  message: z.string().exactOptional(),
  handoffs: z.array(handoffSchema),
  /** Whom the next handoff goes to, chosen and not yet agreed to. */
  addressee: addresseeSchema.exactOptional(),
  /** Organisations that were shown, with what is known of them, and where the client said to live. */
  offered: z.array(addresseeSchema).exactOptional(),
  /** What goes along with the next handoff: parts of the plan, and keys of answers. Absent: own words only. */
  share: z.array(z.string()).exactOptional(),
  /** The professional they talk with, or were asked to; `unsent`: typed before it was said that it goes there. */
  talk: z.strictObject({ handoff: z.string(), unsent: z.string().exactOptional() }).exactOptional(),
  held: z.array(heldSchema).exactOptional(),
  /** A professional asked whether they may write once more. */
  followUp: z.strictObject({ handoff: z.string(), weeks: z.int().min(1) }).exactOptional(),
  /** When a veiled sign of danger was last asked about, so that it is asked once. */
  checked: z.partialRecord(z.enum(RISK_KINDS), instant),
  /** They get back here only while a session lasts: what is not kept with a code ends with it. */
  session: z.boolean().exactOptional(),
  /** Where they wrote last, they can be written to later. */
  reachable: z.literal(true).exactOptional(),
  contact: contactSchema.exactOptional(),
  reminders: z.array(reminderSchema).exactOptional(),
  /** What they were reminded of and did not answer yet. */
  reminded: reminderSchema.pick({ of: true, step: true }).exactOptional(),
  codeWord: codeWordSchema.exactOptional(),
  /** They have a return code. The code itself is not here. */
  hasCode: z.literal(true).exactOptional(),
  /** A code that was shown and not yet typed back. */
  newCode: z.string().exactOptional(),
  /** Days to keep everything after the last use, where they chose fewer than usual. */
  keepDays: z.int().min(1).exactOptional(),
  /** With the days that go into their agenda may stand what they do. */
  agendaWords: z.literal(true).exactOptional(),
  /** Services shown for the open search: their ids, to show others on 'meer'. */
  shown: z.array(z.string()),
});
export type ClientState = z.infer<typeof stateSchema>;

/** Where every conversation begins. */
export const FIRST_DIALOG = 'main';

export const newClient = (id: string, at: string, firstStep: string): ClientState => ({
  version: 2,
  id,
  since: at,
  lastAt: at,
  form: 'je',
  paused: false,
  stack: [{ dialog: FIRST_DIALOG, step: firstStep, is: 'fresh' }],
  trail: [],
  focus: {},
  story: [],
  topics: [],
  visited: [],
  perspective: 'self',
  answers: {},
  plan: { goals: [], steps: [] },
  planMade: false,
  handoffs: [],
  checked: {},
  shown: [],
});

type Migrations = Record<number, (document: Record<string, unknown>) => Record<string, unknown>>;

/** Each entry brings a document of its version to the next one. Add one when the schema changes. */
const migrations: Migrations = {
  // What was sent before there was anybody to read it has ended, and an offer of that kind is no longer made.
  1: ({ offer: _, ...document }) => ({
    ...document,
    version: 2,
    handoffs: (document.handoffs as { organisation: string; state: HandoffState }[]).map((handoff) => ({
      ...handoff,
      name: handoff.organisation,
      state: OPEN_HANDOFF_STATES.includes(handoff.state) ? 'expired' : handoff.state,
      log: [],
    })),
  }),
};

/**
 * A stored document as a state of today.
 * @throws ZodError naming the field when the document cannot be a state; nothing is guessed.
 */
export function readState(document: unknown, steps = migrations): ClientState {
  let current = document as Record<string, unknown>;
  for (;;) {
    const migrate = steps[current?.version as number];
    if (!migrate) return stateSchema.parse(current);
    current = migrate(current);
  }
}
