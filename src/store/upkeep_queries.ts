/** The statements of delivery and retention; built like those in `queries.ts`. */
import { and, eq, sql } from 'drizzle-orm';
import { $, db } from './queries.ts';
import { client, conversation, download, outbox, reminder } from './schema.ts';
import { compile } from './statement.ts';

/** Ids of clients past their time, first those that waited longest; the same list in every statement of a batch. */
const overdue = sql`(select id from ${client} where keep_day <= ${$('day')} and keep_until <= ${$('now')}
  order by keep_day, id limit ${$('limit')})`;

// ---- delivery ------------------------------------------------------------------------------------------------

const thisMessage = and(
  eq(outbox.conversation, $('conversation')),
  eq(outbox.number, $('number')),
  sql`${outbox.state} = 'pending'`,
);

export const deleteUnkept = compile<{ conversation: string; number: number }>(
  db.delete(outbox).where(and(thisMessage, sql`${outbox.text_until} <= ${outbox.at}`)),
);

export const settleMessage = compile<{ conversation: string; number: number; state: 'sent' | 'failed' }>(
  db
    .update(outbox)
    .set({ state: sql`${$('state')}`, attempts: sql`attempts + 1` })
    .where(thisMessage),
);

export const postponeMessage = compile<{ conversation: string; number: number; next_attempt: string }>(
  db
    .update(outbox)
    .set({ next_attempt: sql`${$('next_attempt')}`, attempts: sql`attempts + 1` })
    .where(thisMessage),
);

// ---- retention -----------------------------------------------------------------------------------------------

/** `fetched_at`: pulled before this, texts that are not kept are taken as fetched. `given_up_at`: no use any more. */
export const deleteTexts = compile<{ now: string; fetched_at: string; given_up_at: string; limit: number }>(
  db.delete(outbox).where(
    sql`(conversation, number) in (select conversation, number from ${outbox}
      where text_until <= ${$('now')} and (text_until > at
        or state in ('sent', 'failed')
        or (state = 'pulled' and at <= ${$('fetched_at')})
        or (state = 'pending' and at <= ${$('given_up_at')}))
      limit ${$('limit')})`,
  ),
);

export const overdueClients = compile<{ day: string; now: string; limit: number }>(
  db.select({ id: client.id }).from(client).where(sql`id in ${overdue}`),
);

export const detachOverdue = compile<{ day: string; now: string; limit: number }>(
  db
    .update(conversation)
    .set({ client: null, reference: null, empty_since: sql`${$('now')}` })
    .where(sql`client in ${overdue}`),
);

export const deleteOverdue = compile<{ day: string; now: string; limit: number }>(
  db.delete(client).where(sql`id in ${overdue}`),
);

export const deleteEmptyConversations = compile<{ before: string; limit: number }>(
  db.delete(conversation).where(
    sql`id in (select id from ${conversation} where client is null and empty_since <= ${$('before')}
      limit ${$('limit')})`,
  ),
);

export const deleteDownloads = compile<{ now: string }>(
  db.delete(download).where(sql`expires_at <= ${$('now')}`),
);

/** Whoever could not be reached for a day after the time they asked for is not written to any more. */
export const deleteMissedReminders = compile<{ before: string }>(
  db.delete(reminder).where(sql`at <= ${$('before')}`),
);
