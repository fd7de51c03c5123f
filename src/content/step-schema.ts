/**
 * The closed set of step verbs, as data: what a `dialogs/*.yaml` file may contain.
 * What each verb does is in `src/engine/verbs/<verb>.ts`, one file each, with its YAML example.
 */
import { z } from 'zod';
import { CONTACT_TIMES } from '../domain/contact.ts';
import { FILES } from '../domain/file.ts';
import { FORMS, TOPICS } from '../domain/vocabulary.ts';

const NAME = /^[a-z][a-z0-9_]*$/;
const name = z.string().regex(NAME, 'use lower case letters, digits and _');

/**
 * Where a step goes: the id of a step in the same dialog, `next` (the step below), `end` (this dialog is
 * done), or `@dialog`: visit that dialog, then come back to this question.
 */
const target = z.string().regex(/^@?[a-z][a-z0-9_]*$/, 'use a step id, next, end, or @dialog');

/** Which part of the client's own state an answer becomes. `answer`: kept under the step's own id only. */
export const KEEPS = [
  'answer',
  'story',
  'goal',
  'strengths',
  'circle',
  'setback',
  'step',
  'with',
  'outcome',
  'message',
] as const;
export type Keep = (typeof KEEPS)[number];

/** Questions about the state that a `branch` may ask. Each is computed in `src/engine/facts.ts`. */
export const FACTS = [
  'has_story',
  'has_news',
  'has_topic',
  'has_goal',
  'has_circle',
  'has_step',
  'has_open_step',
  'has_due_step',
  'has_plan',
  'plan_was_made',
  'has_open_handoff',
  'can_talk',
  'worried_about_other',
  'been_here',
  'in_violence',
  'asked_if_safe',
  'was_away',
  'in_danger_before',
  'about_danger',
  'says_u',
  'has_code',
  'ends_with_session',
  'can_link',
  'has_dated_step',
  'can_be_written_to',
  'may_be_written_to',
  'may_offer_reminder',
  'has_reminder',
  'has_step_ahead',
  'step_is_ahead',
  'in_step',
  'asked_for_check_in',
  'has_code_word',
] as const;
export type Fact = (typeof FACTS)[number];

const to = { to: target.optional() };

/** One zod shape per verb. The key is the verb's name in YAML. */
export const verbSchemas = {
  say: z.strictObject({ ...to }),
  ask: z.strictObject({
    keep: z.enum(KEEPS),
    /** Do not ask what is known already. */
    unless_known: z.boolean().optional(),
    /** Where 'weet ik niet' and 'sla over' go; without it, on to the next step. */
    skip: target.optional(),
    ...to,
  }),
  choose: z.strictObject({
    /** Code -> where it goes. The words of each choice are in the locale, under the same code. */
    options: z.record(name, target),
    /** The words of the choice become this part of the plan. */
    keep: z.enum(['answer', 'story', 'goal', 'step', 'with', 'circle', 'strengths']).optional(),
    /** Choices that only lead on ('iets anders', more choices): their words are not kept. */
    unkept: z.array(name).optional(),
    /** Where an answer in own words goes; it is kept like a choice. Without it, only the choices count. */
    own: target.optional(),
    /** Where a plain 'nee' goes, when no choice says so. */
    no: target.optional(),
  }),
  confirm: z.strictObject({
    yes: target,
    no: target,
    unsure: target.optional(),
    /** Where it goes when a story is told instead of an answer, twice. */
    told: target.optional(),
  }),
  safety: z.strictObject({ yes: target, no: target, unsure: target }),
  scale: z.strictObject({ below: z.int().min(1).max(10), low: target, ...to }),
  when: z.strictObject({ skip: target.optional(), ...to }),
  listen: z.strictObject({ yes: target, no: target, none: target }),
  whose: z.strictObject({ self: target, other: target }),
  topic_menu: z.strictObject({ own: target, ...to }),
  pick_topic: z.strictObject({ none: target, ...to }),
  visit_topic: z.strictObject({ ...to }),
  next_topic: z.strictObject({ yes: target, none: target }),
  visit: z.strictObject({ dialog: name, ...to }),
  go: z.strictObject({ to: target }),
  branch: z.strictObject({ fact: z.enum(FACTS), yes: target, no: target }),
  plan_new: z.strictObject({ of: z.enum(['goal', 'step']), ...to }),
  plan_pick: z.strictObject({
    of: z.enum(['goal', 'step']),
    /** Pick without asking when only one is due. */
    due: z.boolean().optional(),
    /** Also steps that are done or dropped, to correct or remove them. */
    any: z.boolean().optional(),
    /** Only steps whose day is today or later. */
    ahead: z.boolean().optional(),
    none: target,
    ...to,
  }),
  plan_mark: z.strictObject({ as: z.enum(['done', 'not_done', 'dropped', 'open']), ...to }),
  plan_drop: z.strictObject({ of: z.enum(['goal', 'step', 'strengths', 'circle', 'setback']), ...to }),
  plan_made: z.strictObject({ ...to }),
  helped_by: z.strictObject({ ...to }),
  show: z.strictObject({ what: z.enum(['plan', 'data', 'handoffs', 'kept', 'contact', 'word']), ...to }),
  find_services: z.strictObject({
    /** Search for these topics instead of the one being talked about. */
    topics: z.array(z.enum(TOPICS)).optional(),
    /** Only lines where one can talk to a human being now. */
    talk: z.boolean().optional(),
    /** Only where one meets others: a group, a buddy, people in the same situation. */
    peers: z.boolean().optional(),
    /** `false`: the chosen one does not become a step; nothing of the choice is kept. */
    keep: z.literal(false).optional(),
    chosen: target,
    none: target,
  }),
  organisations: z.strictObject({
    chosen: target,
    none: target,
    /** Where the client is asked where they live, when that matters. The answer is looked for under that step. */
    place: target.optional(),
    /** Where it goes when what they typed is no municipality. */
    unknown: target.optional(),
  }),
  share: z.strictObject({ ...to }),
  /** Without `change` the preview is as it is: yes or no. */
  offer_handoff: z.strictObject({ yes: target, no: target, change: target.optional() }),
  withdraw_handoff: z.strictObject({ none: target, ...to }),
  change_handoff: z.strictObject({ none: target, ...to }),
  talk_now: z.strictObject({ yes: target, no: target }),
  talk: z.strictObject({ ...to }),
  follow_up: z.strictObject({ yes: target, no: target }),
  correct: z.strictObject({
    /** Where a piece of what was told goes; without it only answers are offered. */
    told: target.optional(),
    none: target,
    ...to,
  }),
  retell: z.strictObject({ away: target, no: target, none: target, ...to }),
  address: z.strictObject({ form: z.enum(FORMS), ...to }),
  make_code: z.strictObject({ no: target, ...to }),
  drop_code: z.strictObject({ ...to }),
  use_code: z.strictObject({ unknown: target, too_often: target, no: target }),
  hand_over: z.strictObject({}),
  keep_days: z.strictObject({ days: z.int().min(1).max(90).optional(), ...to }),
  take_along: z.strictObject({
    file: z.enum(FILES),
    /** In `calendar`: whether the words of a step stand with its day. Kept as the client's choice. */
    words: z.boolean().optional(),
    ...to,
  }),
  contact: z.strictObject({
    when: z.enum(CONTACT_TIMES).optional(),
    /** May a message be left standing where others could see it? */
    leave: z.boolean().optional(),
    ...to,
  }),
  remind: z.strictObject({
    of: z.enum(['step', 'check_in']),
    /** Where 'another moment' goes; without it there are no choices, and the moment is typed. */
    other: target.optional(),
    no: target,
    ...to,
  }),
  drop_reminder: z.strictObject({ all: z.boolean().optional(), none: target, ...to }),
  set_word: z.strictObject({ no: target, ...to }),
  drop_word: z.strictObject({ ...to }),
  restart: z.strictObject({}),
  /** `resume`: where it goes on when the client comes back for it; without it this dialog is left. */
  pause: z.strictObject({ resume: target.optional() }),
  leave: z.strictObject({}),
  wipe: z.strictObject({}),
  end: z.strictObject({}),
} as const;

export type VerbName = keyof typeof verbSchemas;
export const VERB_NAMES = Object.keys(verbSchemas) as VerbName[];

/** A step of verb V: its id and what the YAML says beside the verb. */
export type Step<V extends VerbName = VerbName> = {
  [K in V]: { id: string; verb: K } & z.infer<(typeof verbSchemas)[K]>;
}[V];

export interface Dialog {
  id: string;
  /** The topic this dialog is about; `any` serves the topics without a dialog of their own. */
  topic?: (typeof TOPICS)[number] | 'any';
  /** What is answered here is forgotten when the dialog ends, unless it went into the plan. */
  forget: boolean;
  steps: Step[];
}

/** A dialog file before its steps are put in canonical form: each step is `id` plus exactly one verb. */
export const dialogFileSchema = z.strictObject({
  topic: z.enum([...TOPICS, 'any']).optional(),
  forget: z.boolean().optional(),
  /** For editors: what this dialog is for. */
  about: z.string().optional(),
  steps: z
    .array(
      z.strictObject({
        id: name,
        ...(Object.fromEntries(
          Object.entries(verbSchemas).map(([verb, schema]) => [verb, schema.optional()]),
        ) as {
          [K in VerbName]: z.ZodOptional<(typeof verbSchemas)[K]>;
        }),
      }),
    )
    .min(1),
});
