/**
 * The tables. Keys are the column names, so that a row needs no translation. `docs/data-model.md` explains them.
 *
 * Times are ISO 8601 text in UTC with milliseconds, which sort as they are. Columns marked `sealed` hold
 * AES-256-GCM under the client's own data key: without `client.wrapped_key` nobody can read them.
 */
import { sql } from 'drizzle-orm';
import {
  blob,
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
} from 'drizzle-orm/sqlite-core';

export const client = sqliteTable(
  'client',
  {
    id: text().primaryKey(),
    /** The last committed turn. The document is sealed with this number, so old bytes cannot pass for new ones. */
    seq: integer().notNull(),
    /** Which key-encryption key wraps the data key. */
    key_id: text().notNull(),
    wrapped_key: blob({ mode: 'buffer' }).notNull(),
    /** sealed: the whole state */
    document: blob({ mode: 'buffer' }).notNull(),
    keep_until: text().notNull(),
    /** The date of `keep_until`: indexed instead of it, because it changes once a day and not on every turn. */
    keep_day: text().notNull(),
    /** When the document is looked at once more, if nothing happens before: a whole hour. Null: it was. */
    rest_at: text(),
  },
  (t) => [
    index('client_keep_day').on(t.keep_day),
    index('client_rest').on(t.rest_at).where(sql`rest_at is not null`),
  ],
);

export const turn = sqliteTable(
  'turn',
  {
    client: text()
      .notNull()
      .references(() => client.id, { onDelete: 'cascade' }),
    seq: integer().notNull(),
    /** Keyed hash of channel, conversation and the channel's activity id: the same delivery twice is one row. */
    activity: blob({ mode: 'buffer' }).notNull(),
    cause: text({ enum: ['client', 'contact', 'clock'] }).notNull(),
    at: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.client, t.seq] }),
    unique('turn_activity').on(t.activity),
    // Only here so that `handoff` can point at a turn together with its cause.
    unique('turn_cause').on(t.client, t.seq, t.cause),
    check('turn_cause_known', sql`${t.cause} in ('client', 'contact', 'clock')`),
  ],
);

export const conversation = sqliteTable(
  'conversation',
  {
    /** Keyed hash of channel and the channel's conversation id. */
    id: text().primaryKey(),
    /** Null for a day after the client is gone, so that numbers go on for a page that is still open. */
    client: text().references(() => client.id, { onDelete: 'set null' }),
    /** sealed: the channel's address and what it needs to answer later */
    reference: blob({ mode: 'buffer' }),
    /** The last outbox number given out. */
    last_number: integer().notNull(),
    empty_since: text(),
  },
  (t) => [
    index('conversation_client').on(t.client),
    index('conversation_empty').on(t.empty_since).where(sql`client is null`),
  ],
);

export const outbox = sqliteTable(
  'outbox',
  {
    conversation: text()
      .notNull()
      .references(() => conversation.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    client: text().notNull(),
    seq: integer().notNull(),
    /** sealed: one message */
    body: blob({ mode: 'buffer' }).notNull(),
    at: text().notNull(),
    state: text({ enum: ['pending', 'sent', 'pulled', 'failed'] }).notNull(),
    attempts: integer().notNull(),
    /** Not before this time; only for `pending`. */
    next_attempt: text().notNull(),
    text_until: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.conversation, t.number] }),
    foreignKey({ columns: [t.client, t.seq], foreignColumns: [turn.client, turn.seq] }).onDelete('cascade'),
    index('outbox_turn').on(t.client, t.seq),
    index('outbox_text').on(t.text_until),
    index('outbox_due').on(t.next_attempt).where(sql`state = 'pending'`),
    index('outbox_first').on(t.conversation, t.number).where(sql`state = 'pending'`),
    check('outbox_state_known', sql`${t.state} in ('pending', 'sent', 'pulled', 'failed')`),
  ],
);

/**
 * Who receives what clients send. `municipalities`, `topics` and `opening` are JSON; an empty list of municipalities is
 * the whole country, of topics every topic.
 */
export const organisation = sqliteTable(
  'organisation',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** One sentence for clients. */
    about: text().notNull(),
    municipalities: text().notNull(),
    topics: text().notNull(),
    opening: text().notNull(),
    /** Expected time to an answer, in hours that they are open. */
    answer_hours: integer().notNull(),
    phone: text(),
    /** 0: clients do not find it any more. */
    active: integer().notNull(),
  },
  () => [check('organisation_active_known', sql`active in (0, 1)`)],
);

/**
 * What a client sent to an organisation. `cause` can hold nothing but 'client' and is part of the foreign key, so
 * a row can only hang on a turn which that same client caused (P1, held by the database).
 *
 * `content` and the messages are sealed twice, under the client's key and under the organisation's: with either one
 * gone, nobody reads them.
 */
export const handoff = sqliteTable(
  'handoff',
  {
    id: text().primaryKey(),
    client: text().notNull(),
    turn_seq: integer().notNull(),
    cause: text().notNull().default('client'),
    /** The preview that was answered with yes: good for one handoff. */
    offer: text().notNull(),
    organisation: text()
      .notNull()
      .references(() => organisation.id),
    state: text({
      enum: ['requested', 'seen', 'accepted', 'declined', 'active', 'closed', 'withdrawn', 'expired'],
    }).notNull(),
    /** sealed twice: exactly what was previewed; null once it ended, whatever way */
    content: blob({ mode: 'buffer' }),
    /** Where the client is answered: where they said yes, or wrote last. */
    conversation: text().references(() => conversation.id, { onDelete: 'set null' }),
    /** Who took it on, or whom the client asked for. */
    staff: text(),
    asked_at: text().notNull(),
    /** When the client is told that nobody answered yet; null: they were told, or it was answered. */
    answer_by: text(),
    expires_at: text().notNull(),
    /** The last message of the client that was read. */
    read_number: integer().notNull().default(0),
  },
  (t) => [
    foreignKey({
      columns: [t.client, t.turn_seq, t.cause],
      foreignColumns: [turn.client, turn.seq, turn.cause],
    }).onDelete('cascade'),
    unique('handoff_offer').on(t.offer),
    index('handoff_turn').on(t.client, t.turn_seq, t.cause),
    index('handoff_queue').on(t.organisation, t.asked_at).where(sql`content is not null`),
    index('handoff_conversation').on(t.conversation),
    index('handoff_answer').on(t.answer_by).where(sql`answer_by is not null`),
    index('handoff_expires').on(t.expires_at).where(sql`content is not null`),
    check('handoff_by_client', sql`${t.cause} = 'client'`),
    check(
      'handoff_state_known',
      sql`${t.state} in ('requested', 'seen', 'accepted', 'declined', 'active', 'closed', 'withdrawn', 'expired')`,
    ),
  ],
);

/** What client and professional write to each other while a handoff lasts. */
export const handoff_message = sqliteTable(
  'handoff_message',
  {
    handoff: text()
      .notNull()
      .references(() => handoff.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    from_client: integer().notNull(),
    at: text().notNull(),
    /** sealed twice */
    body: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.handoff, t.number] }),
    check('handoff_message_from_known', sql`from_client in (0, 1)`),
  ],
);

/**
 * The return code with which a client can come back, as a keyed hash under Argon2id: found by what was typed, and of
 * no use to whoever reads the table. One for each client.
 */
export const return_code = sqliteTable(
  'return_code',
  {
    hash: blob({ mode: 'buffer' }).primaryKey(),
    client: text()
      .notNull()
      .references(() => client.id, { onDelete: 'cascade' }),
  },
  (t) => [unique('return_code_client').on(t.client)],
);

/** A link that gives one file of a client's own data, once, for a few minutes. */
export const download = sqliteTable(
  'download',
  {
    /** Keyed hash of the ticket in the link. */
    ticket: blob({ mode: 'buffer' }).primaryKey(),
    client: text()
      .notNull()
      .references(() => client.id, { onDelete: 'cascade' }),
    file: text({ enum: ['data', 'plan', 'wmo', 'calendar'] }).notNull(),
    expires_at: text().notNull(),
  },
  (t) => [
    index('download_client').on(t.client),
    index('download_expires').on(t.expires_at),
    check('download_file_known', sql`${t.file} in ('data', 'plan', 'wmo', 'calendar')`),
  ],
);

/** When a client asked to be written to. What about stands in the client's own document only. */
export const reminder = sqliteTable(
  'reminder',
  {
    client: text()
      .notNull()
      .references(() => client.id, { onDelete: 'cascade' }),
    id: text().notNull(),
    conversation: text()
      .notNull()
      .references(() => conversation.id, { onDelete: 'cascade' }),
    at: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.client, t.id] }),
    index('reminder_conversation').on(t.conversation),
    index('reminder_at').on(t.at),
  ],
);

/** What this installation remembers about itself. */
export const stuur = sqliteTable('stuur', {
  key: text().primaryKey(),
  value: blob({ mode: 'buffer' }).notNull(),
});

export * from './schema_directory.ts';
export * from './schema_staff.ts';
