/** The statements of handoffs: what clients send, what is written since, who may read it; built like `queries.ts`. */
import { and, asc, eq, lte, or, sql } from 'drizzle-orm';
import type { Bytes } from './cipher.ts';
import { $, db } from './queries.ts';
import { client, conversation, handoff, handoff_message, organisation } from './schema.ts';
import { compile } from './statement.ts';

/** States in which an organisation may still read the copy; see `domain/handoff.ts`. */
export const openStates = sql`('requested', 'seen', 'accepted', 'active')`;
const isOpen = sql`${handoff.state} in ${openStates} and ${handoff.content} is not null`;

// ---- within a client's turn ----------------------------------------------------------------------------------

/** `cause` is that of the turn as it is, not the word 'client': a forged one has no turn to point at. */
export const insertHandoff = compile<{
  id: string;
  client: string;
  turn_seq: number;
  cause: string;
  offer: string;
  organisation: string;
  content: Bytes;
  conversation: string;
  staff: string | null;
  asked_at: string;
  answer_by: string;
  expires_at: string;
}>(
  db.insert(handoff).values({
    id: $('id'),
    client: $('client'),
    turn_seq: $('turn_seq'),
    cause: $('cause'),
    offer: $('offer'),
    organisation: $('organisation'),
    state: 'requested',
    content: $('content'),
    conversation: $('conversation'),
    staff: $('staff'),
    asked_at: $('asked_at'),
    answer_by: $('answer_by'),
    expires_at: $('expires_at'),
  }),
);

const thisOne = and(eq(handoff.id, $('id')), eq(handoff.client, $('client')), isOpen);

/** `staff`: null leaves it as it is. Once somebody has taken it on, nobody waits for an answer. */
export const moveHandoff = compile<{ id: string; client: string; to: string; staff: string | null }>(
  db
    .update(handoff)
    .set({
      state: sql`${$('to')}`,
      staff: sql`coalesce(${$('staff')}, staff)`,
      answer_by: sql`case when ${$('to')} in ('requested', 'seen') then answer_by end`,
    })
    .where(thisOne),
);

export const endHandoff = compile<{ id: string; client: string; to: string }>(
  db
    .update(handoff)
    .set({ state: sql`${$('to')}`, content: null, answer_by: null })
    .where(thisOne),
);

export const deleteWords = compile<{ id: string; client: string }>(
  db
    .delete(handoff_message)
    .where(
      sql`handoff in (select id from ${handoff} where id = ${$('id')} and client = ${$('client')} and content is null)`,
    ),
);

/** The number comes from the client's own document, as all that is written is a turn of theirs. */
export const insertWords = compile<{
  id: string;
  client: string;
  from_client: 0 | 1;
  at: string;
  number: number;
  body: Bytes;
}>(
  db.insert(handoff_message).values({
    // That of someone else is null here, which the column refuses.
    handoff: sql`(select id from ${handoff} where id = ${$('id')} and client = ${$('client')})`,
    number: $('number'),
    from_client: $('from_client') as never,
    at: $('at'),
    body: $('body'),
  }),
);

/** Answers go where the client is. On most turns that is where they were, and no row changes. */
export const answerIn = compile<{ client: string; conversation: string }>(
  db
    .update(handoff)
    .set({ conversation: sql`${$('conversation')}` })
    .where(
      and(eq(handoff.client, $('client')), isOpen, sql`${handoff.conversation} is not ${$('conversation')}`),
    ),
);

export const toldUnanswered = compile<{ id: string; client: string }>(
  db
    .update(handoff)
    .set({ answer_by: null })
    .where(and(eq(handoff.id, $('id')), eq(handoff.client, $('client')))),
);

export const keepHandoff = compile<{ id: string; client: string; until: string }>(
  db
    .update(handoff)
    .set({ expires_at: sql`max(expires_at, ${$('until')})` })
    .where(thisOne),
);

// ---- for who answers -----------------------------------------------------------------------------------------

const row = {
  id: handoff.id,
  organisation: handoff.organisation,
  state: handoff.state,
  staff: handoff.staff,
  asked_at: handoff.asked_at,
  answer_by: handoff.answer_by,
  expires_at: handoff.expires_at,
  unread: sql`(select count(*) from ${handoff_message} as words where words.handoff = handoff.id
    and words.from_client = 1 and words.number > handoff.read_number)`.as('unread'),
};

export const handoffsOf = compile<{ organisation: string }>(
  db
    .select(row)
    .from(handoff)
    .where(and(eq(handoff.organisation, $('organisation')), isOpen))
    .orderBy(asc(handoff.asked_at)),
);

/** With whatever a turn of its client needs. Where nobody can be answered any more there is no row. */
export const openHandoff = compile<{ id: string }>(
  db
    .select({
      ...row,
      client: sql`${client.id}`.as('client'),
      seq: client.seq,
      key_id: client.key_id,
      wrapped_key: client.wrapped_key,
      document: client.document,
      conversation: sql`${conversation.id}`.as('conversation'),
      reference: conversation.reference,
      last_number: conversation.last_number,
    })
    .from(handoff)
    .innerJoin(client, eq(client.id, handoff.client))
    .innerJoin(
      conversation,
      and(eq(conversation.id, handoff.conversation), eq(conversation.client, handoff.client)),
    )
    .where(and(eq(handoff.id, $('id')), isOpen, sql`${conversation.reference} is not null`)),
);

export const contentOf = compile<{ id: string }>(
  db
    .select({
      client: handoff.client,
      organisation: handoff.organisation,
      content: handoff.content,
      key_id: client.key_id,
      wrapped_key: client.wrapped_key,
    })
    .from(handoff)
    .innerJoin(client, eq(client.id, handoff.client))
    .where(and(eq(handoff.id, $('id')), isOpen)),
);

export const wordsOf = compile<{ id: string }>(
  db
    .select({
      number: handoff_message.number,
      from_client: handoff_message.from_client,
      at: handoff_message.at,
      body: handoff_message.body,
    })
    .from(handoff_message)
    .where(eq(handoff_message.handoff, $('id')))
    .orderBy(asc(handoff_message.number)),
);

export const openOfClient = compile<{ client: string }>(
  db
    .select({ id: handoff.id })
    .from(handoff)
    .where(and(eq(handoff.client, $('client')), isOpen))
    .orderBy(asc(handoff.turn_seq)),
);

export const readUpTo = compile<{ id: string; number: number }>(
  db
    .update(handoff)
    .set({ read_number: sql`${$('number')}` })
    .where(and(eq(handoff.id, $('id')), sql`read_number < ${$('number')}`)),
);

export const dueHandoffs = compile<{ now: string; limit: number }>(
  db
    .select({ id: handoff.id, expired: sql`expires_at <= ${$('now')}`.as('expired') })
    .from(handoff)
    .where(and(isOpen, or(lte(handoff.expires_at, $('now')), lte(handoff.answer_by, $('now')))))
    .limit($('limit')),
);

export const activeOrganisations = compile<Record<never, never>>(
  db.select().from(organisation).where(eq(organisation.active, 1)).orderBy(asc(organisation.name)),
);

// ---- retention -----------------------------------------------------------------------------------------------

export const expireHandoffs = compile<{ now: string; limit: number }>(
  db
    .update(handoff)
    .set({
      content: null,
      answer_by: null,
      state: sql`case when state in ${openStates} then 'expired' else state end`,
    })
    .where(
      sql`id in (select id from ${handoff} where content is not null and expires_at <= ${$('now')}
        limit ${$('limit')})`,
    ),
);

export const deleteEndedWords = compile<{ limit: number }>(
  db.delete(handoff_message).where(
    sql`(handoff, number) in (select words.handoff, words.number from ${handoff_message} as words
      join ${handoff} as ended on ended.id = words.handoff where ended.content is null limit ${$('limit')})`,
  ),
);
