/** The statements of loading and committing, built with drizzle and compiled once, when the program starts. */
import { and, asc, eq, gt, lte, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/sqlite-proxy';
import type { Bytes } from './cipher.ts';
import { client, conversation, download, outbox, reminder, return_code, stuur, turn } from './schema.ts';
import { compile } from './statement.ts';

// Never runs anything: drizzle is the pen, the runner has the database.
export const db = drizzle(async () => ({ rows: [] }));
export const $ = <Name extends string>(name: Name) => sql.placeholder(name);

// ---- reading -------------------------------------------------------------------------------------------------

/** The conversation, and its client with the number of the last turn row beside the document's own. */
export const loadConversation = compile<{ id: string }>(
  db
    .select({
      last_number: conversation.last_number,
      client: sql`${conversation.client}`.as('client'),
      seq: client.seq,
      key_id: client.key_id,
      wrapped_key: client.wrapped_key,
      document: client.document,
      last_turn: sql`(select max(seq) from ${turn} where ${turn.client} = ${client.id})`.as('last_turn'),
    })
    .from(conversation)
    .leftJoin(client, eq(client.id, conversation.client))
    .where(eq(conversation.id, $('id'))),
);

export const keyOfClient = compile<{ id: string }>(
  db
    .select({ key_id: client.key_id, wrapped_key: client.wrapped_key })
    .from(client)
    .where(eq(client.id, $('id'))),
);

const message = {
  conversation: outbox.conversation,
  number: outbox.number,
  client: outbox.client,
  at: outbox.at,
  body: outbox.body,
  key_id: client.key_id,
  wrapped_key: client.wrapped_key,
};

/** A row when the activity was answered; its messages, as far as they are still kept. */
export const answerTo = compile<{ activity: Bytes }>(
  db
    .select({ ...message, client: sql`${turn.client}`.as('client'), at: sql`${outbox.at}`.as('at') })
    .from(turn)
    .innerJoin(client, eq(client.id, turn.client))
    .leftJoin(outbox, and(eq(outbox.client, turn.client), eq(outbox.seq, turn.seq)))
    .where(eq(turn.activity, $('activity')))
    .orderBy(asc(outbox.number)),
);

export const messagesAfter = compile<{ id: string; after: number; limit: number }>(
  db
    .select(message)
    .from(outbox)
    .innerJoin(client, eq(client.id, outbox.client))
    .where(and(eq(outbox.conversation, $('id')), gt(outbox.number, $('after'))))
    .orderBy(asc(outbox.number))
    .limit($('limit')),
);

/** Literals in the conditions, not values: only then does SQLite use the partial indexes. */
export const dueMessages = compile<{ now: string; limit: number }>(
  db
    .select({ ...message, attempts: outbox.attempts, reference: conversation.reference })
    .from(outbox)
    .innerJoin(client, eq(client.id, outbox.client))
    .innerJoin(conversation, eq(conversation.id, outbox.conversation))
    .where(
      and(
        sql`${outbox.state} = 'pending'`,
        lte(outbox.next_attempt, $('now')),
        sql`not exists (select 1 from ${outbox} as earlier where earlier.conversation = ${outbox.conversation}
          and earlier.state = 'pending' and earlier.number < ${outbox.number})`,
      ),
    )
    .orderBy(asc(outbox.next_attempt), asc(outbox.at))
    .limit($('limit')),
);

/** Where a client and a conversation stand: tells a turn that came too late from one that breaks a rule. */
export const standing = compile<{ client: string; conversation: string }>(
  db
    .select({
      seq: sql`(select seq from ${client} where id = ${$('client')})`.as('seq'),
      owner: sql`(select client from ${conversation} where id = ${$('conversation')})`.as('owner'),
      last_number: sql`(select last_number from ${conversation} where id = ${$('conversation')})`.as(
        'last_number',
      ),
    })
    .from(sql`(select 1)`),
);

// ---- one turn ------------------------------------------------------------------------------------------------

export const insertTurn = compile<{
  client: string;
  seq: number;
  activity: Bytes;
  cause: string;
  at: string;
}>(
  db.insert(turn).values({
    client: $('client'),
    seq: $('seq'),
    activity: $('activity'),
    cause: $('cause') as never,
    at: $('at'),
  }),
);

export const insertClient = compile<{
  id: string;
  key_id: string;
  wrapped_key: Bytes;
  document: Bytes;
  keep_until: string;
  keep_day: string;
  rest_at: string | null;
}>(
  db.insert(client).values({
    id: $('id'),
    seq: 1,
    key_id: $('key_id'),
    wrapped_key: $('wrapped_key'),
    document: $('document'),
    keep_until: $('keep_until'),
    keep_day: $('keep_day'),
    rest_at: $('rest_at'),
  }),
);

/** A stale turn makes `seq` null, which the column refuses: the whole batch stops, also without the turn row. */
export const updateClient = compile<{
  id: string;
  seq: number;
  before: number;
  document: Bytes;
  keep_until: string;
}>(
  db
    .update(client)
    .set({
      seq: sql`case when seq = ${$('before')} then ${$('seq')} end`,
      document: sql`${$('document')}`,
      keep_until: sql`${$('keep_until')}`,
    })
    .where(eq(client.id, $('id'))),
);

/** Apart from the rest, so that the indexes on the day and the hour are not touched on every turn. */
export const moveDates = compile<{ id: string; keep_day: string; rest_at: string | null }>(
  db
    .update(client)
    .set({ keep_day: sql`${$('keep_day')}`, rest_at: sql`${$('rest_at')}` })
    .where(
      and(eq(client.id, $('id')), sql`(keep_day <> ${$('keep_day')} or rest_at is not ${$('rest_at')})`),
    ),
);

/**
 * Takes the conversation a few numbers further. One that belongs to another client, or that was written to since it
 * was loaded, makes `last_number` null, which the column refuses.
 */
export const advanceConversation = compile<{
  id: string;
  client: string;
  reference: Bytes | null;
  /** 1: this reference replaces the stored one; 0: it only fills an empty place. */
  fresh: 0 | 1;
  before: number;
  last_number: number;
}>(
  db
    .insert(conversation)
    .values({
      id: $('id'),
      client: $('client'),
      reference: $('reference'),
      last_number: $('last_number'),
    })
    .onConflictDoUpdate({
      target: conversation.id,
      set: {
        last_number: sql`case when conversation.last_number = ${$('before')}
          and coalesce(conversation.client, excluded.client) = excluded.client then excluded.last_number end`,
        client: sql`excluded.client`,
        reference: sql`case when ${$('fresh')} then excluded.reference
          else coalesce(conversation.reference, excluded.reference) end`,
        empty_since: null,
      },
    }),
);

export const insertMessage = compile<{
  conversation: string;
  number: number;
  client: string;
  seq: number;
  body: Bytes;
  at: string;
  state: 'pending' | 'pulled';
  text_until: string;
}>(
  db.insert(outbox).values({
    conversation: $('conversation'),
    number: $('number'),
    client: $('client'),
    seq: $('seq'),
    body: $('body'),
    at: $('at'),
    state: $('state') as never,
    attempts: 0,
    next_attempt: $('at'),
    text_until: $('text_until'),
  }),
);

/** One conversation goes from one client to another; what was said in it to the first goes. */
export const leaveConversation = compile<{ id: string; client: string }>(
  db
    .update(conversation)
    .set({ client: null, reference: null })
    .where(and(eq(conversation.id, $('id')), eq(conversation.client, $('client')))),
);

export const deleteMessagesTo = compile<{ conversation: string; client: string }>(
  db.delete(outbox).where(and(eq(outbox.conversation, $('conversation')), eq(outbox.client, $('client')))),
);

export const detachConversations = compile<{ client: string; at: string }>(
  db
    .update(conversation)
    .set({ client: null, reference: null, empty_since: sql`${$('at')}` })
    .where(eq(conversation.client, $('client'))),
);

/** Turns, messages, handoffs and the wrapped key go with it. */
export const deleteClient = compile<{ id: string }>(db.delete(client).where(eq(client.id, $('id'))));

// ---- what a client had put ready -----------------------------------------------------------------------------

export const setReturnCode = compile<{ hash: Bytes; client: string }>(
  db.insert(return_code).values({ hash: $('hash') as never, client: $('client') }),
);

export const dropReturnCode = compile<{ client: string }>(
  db.delete(return_code).where(eq(return_code.client, $('client'))),
);

export const clientOfCode = compile<{ hash: Bytes }>(
  db
    .select({
      id: client.id,
      seq: client.seq,
      key_id: client.key_id,
      wrapped_key: client.wrapped_key,
      document: client.document,
    })
    .from(return_code)
    .innerJoin(client, eq(client.id, return_code.client))
    .where(eq(return_code.hash, $('hash'))),
);

export const grantDownload = compile<{ ticket: Bytes; client: string; file: string; expires_at: string }>(
  db.insert(download).values({
    ticket: $('ticket') as never,
    client: $('client'),
    file: $('file') as never,
    expires_at: $('expires_at'),
  }),
);

export const documentOfDownload = compile<{ ticket: Bytes; now: string }>(
  db
    .select({
      id: client.id,
      seq: client.seq,
      key_id: client.key_id,
      wrapped_key: client.wrapped_key,
      document: client.document,
      file: download.file,
    })
    .from(download)
    .innerJoin(client, eq(client.id, download.client))
    .where(and(eq(download.ticket, $('ticket')), gt(download.expires_at, $('now')))),
);

/** What is still kept of what was said. */
export const messagesOfClient = compile<{ client: string; now: string }>(
  db
    .select(message)
    .from(outbox)
    .innerJoin(client, eq(client.id, outbox.client))
    .where(and(eq(outbox.client, $('client')), gt(outbox.text_until, $('now'))))
    .orderBy(asc(outbox.at), asc(outbox.conversation), asc(outbox.number)),
);

/** Changes one row for the first who asks, and none for the next. */
export const useDownload = compile<{ ticket: Bytes }>(
  db.delete(download).where(eq(download.ticket, $('ticket'))),
);

/** Links given in a conversation that is someone else's now. */
export const dropDownloads = compile<{ client: string }>(
  db.delete(download).where(eq(download.client, $('client'))),
);

export const setReminder = compile<{ client: string; id: string; conversation: string; at: string }>(
  db
    .insert(reminder)
    .values({ client: $('client'), id: $('id'), conversation: $('conversation'), at: $('at') })
    .onConflictDoUpdate({
      target: [reminder.client, reminder.id],
      set: { at: sql`excluded.at`, conversation: sql`excluded.conversation` },
    }),
);

export const dropReminder = compile<{ client: string; id: string }>(
  db.delete(reminder).where(and(eq(reminder.client, $('client')), eq(reminder.id, $('id')))),
);

/** What still waits to be sent is not touched: an answer is not lost because its channel was away. */
export const keepTexts = compile<{ client: string; until: string }>(
  db
    .update(outbox)
    .set({ text_until: sql`${$('until')}` })
    .where(
      and(
        eq(outbox.client, $('client')),
        sql`${outbox.state} <> 'pending'`,
        sql`${outbox.text_until} > ${$('until')}`,
      ),
    ),
);

export const dueReminders = compile<{ now: string; limit: number }>(
  db
    .select({
      reminder: sql`${reminder.id}`.as('reminder'),
      at: reminder.at,
      id: sql`${client.id}`.as('id'),
      seq: client.seq,
      key_id: client.key_id,
      wrapped_key: client.wrapped_key,
      document: client.document,
      conversation: sql`${conversation.id}`.as('conversation'),
      reference: conversation.reference,
      last_number: conversation.last_number,
    })
    .from(reminder)
    .innerJoin(client, eq(client.id, reminder.client))
    .innerJoin(
      conversation,
      and(eq(conversation.id, reminder.conversation), eq(conversation.client, reminder.client)),
    )
    .where(and(lte(reminder.at, $('now')), sql`${conversation.reference} is not null`))
    .orderBy(asc(reminder.at))
    .limit($('limit')),
);

// ---- clients of whom nothing was heard for a while ------------------------------------------------------------

export const restingClients = compile<{ now: string; limit: number }>(
  db
    .select({
      id: client.id,
      seq: client.seq,
      key_id: client.key_id,
      wrapped_key: client.wrapped_key,
      document: client.document,
      keep_until: client.keep_until,
    })
    .from(client)
    .where(lte(client.rest_at, $('now')))
    .orderBy(asc(client.rest_at))
    .limit($('limit')),
);

/** One that cannot be read is not looked at again. */
export const leaveAlone = compile<{ id: string }>(
  db
    .update(client)
    .set({ rest_at: null })
    .where(eq(client.id, $('id'))),
);

// ---- the installation ----------------------------------------------------------------------------------------

export const readMeta = compile<{ key: string }>(
  db
    .select({ value: stuur.value })
    .from(stuur)
    .where(eq(stuur.key, $('key'))),
);

export const writeMetaOnce = compile<{ key: string; value: Bytes }>(
  db
    .insert(stuur)
    .values({ key: $('key'), value: $('value') as never })
    .onConflictDoNothing(),
);
