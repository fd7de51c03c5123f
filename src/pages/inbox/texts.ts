/**
 * What stands in `locales/nl/pages/inbox.yaml`. What its `{placeholders}` stand for is known only when something is
 * shown.
 */
import { z } from 'zod';
import { DECLINE_REASONS, REACH_TIMES } from '../../domain/handoff.ts';

const line = z.string().min(1);
const lines = z.array(line).min(1);
/** One line for each of these codes, and for nothing else. */
const each = <Code extends string>(codes: readonly Code[]) =>
  z.strictObject(Object.fromEntries(codes.map((code) => [code, line])) as Record<Code, typeof line>);
const notice = z.strictObject({ title: line, text: lines });

/** What a professional can do with one conversation; also the last part of its address. */
export const ACTS = ['accept', 'decline', 'reply', 'follow_up', 'transfer', 'close'] as const;
export type Act = (typeof ACTS)[number];

export const inboxSchema = z.strictObject({
  name: line,
  title: line,
  unread_title: line,
  skip: line,
  list_label: line,
  account: line,
  sign_out: line,
  list: each([
    'new',
    'new_empty',
    'mine',
    'mine_empty',
    'choose',
    'asked',
    'mark',
    'by',
    'late',
    'seen',
    'for_you',
    'unread_one',
    'unread',
    'no_unread',
  ]),
  ages: each(['now', 'minute', 'minutes', 'hour', 'hours', 'day', 'days']),
  moments: each(['today', 'yesterday', 'tomorrow', 'other']),
  conversation: z.strictObject({
    title: line,
    back: line,
    contact: line,
    when: each(REACH_TIMES),
    how: line,
    asked: line,
    until: line,
    state: each(['requested', 'seen', 'accepted', 'active']),
    own_words: line,
    goals: line,
    steps: line,
    answers: line,
    messages: line,
    no_messages: line,
    waits: line,
    client: line,
    professional: line,
    to_reply: line,
    unsure: line,
  }),
  accept: each(['text', 'button']),
  decline: z.strictObject({ title: line, text: line, reasons: each(DECLINE_REASONS), button: line }),
  reply: each(['label', 'hint', 'button', 'quick', 'quick_hint', 'left', 'over']),
  /** An organisation may put its own phrases here, or none. */
  quick: z.array(z.strictObject({ label: line, text: line })),
  follow_up: each(['title', 'text', 'legend', 'weeks', 'button']),
  transfer: each([
    'title',
    'text',
    'label',
    'pick',
    'colleagues',
    'organisations',
    'nobody',
    'sure',
    'button',
  ]),
  close: each(['title', 'text', 'first', 'sure', 'button']),
  done: each(ACTS),
  wrong: each(['empty', 'long', 'pick', 'sure']),
  refused: z.strictObject({
    kept: line,
    retry: line,
    back: line,
    gone: notice,
    taken: notice,
    busy: notice,
    foreign: notice,
    missing: notice,
    failed: notice,
  }),
  own: z.strictObject({
    here: line,
    here_hint: line,
    notify: line,
    notify_off: line,
    notify_hint: line,
    notify_refused: line,
    notification: line,
    keys: line,
    keys_on: line,
    keys_hint: line,
    keys_list: z.array(z.strictObject({ key: line, does: line })),
  }),
  script: each(['sending', 'sent', 'unsent', 'offline', 'back', 'new_question', 'new_message', 'leaving']),
  paper: line,
});

export type InboxTexts = z.output<typeof inboxSchema>;
