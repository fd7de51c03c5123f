/** All that one turn writes, as statements in the order in which foreign keys allow it. */
import type { Address, Arrangement, Resting, TurnCommit } from '../run/ports.ts';
import type { Aes, Bytes } from './cipher.ts';
import { answerIn } from './handoff_queries.ts';
import { handoffStatements } from './handoff_statements.ts';
import * as query from './queries.ts';
import { sealJson, type Vault, type WrappedKey } from './sealing.ts';
import type { Statement } from './statement.ts';

/** What a channel needs to answer, as `conversation.reference` holds it. */
export interface SealedReference extends Address {
  reference: Record<string, unknown> | undefined;
  /** It fetches its messages: nothing is sent there. */
  pulled?: true;
}

/**
 * The turn row comes before all that hangs
 * on it: a duplicate or stale turn stops there. `turn.demand` is not among it: counting people needs the secret of
 * the period (docs/decisions/0010-store.md), and a list of codes per client would be the very thing trends avoid.
 */
export async function statementsOf(
  vault: Vault,
  turn: TurnCommit,
  conversation: string,
  activity: Bytes,
  { key, created }: { key: Aes; created?: WrappedKey },
): Promise<Statement[]> {
  const { id, seq, document, keepUntil, restAt = null } = turn.client;
  const statements: Statement[] = [];
  const sealed = {
    id,
    document: await sealJson(key, ['document', id, seq], document),
    keep_until: keepUntil,
    keep_day: keepUntil.slice(0, 10),
    rest_at: restAt,
  };
  if (turn.wipes !== undefined) {
    statements.push(
      query.detachConversations({ client: turn.wipes, at: turn.at }),
      query.deleteClient({ id: turn.wipes }),
    );
  }
  if (turn.takenFrom !== undefined && turn.takenFrom !== turn.wipes) {
    statements.push(
      query.deleteMessagesTo({ conversation, client: turn.takenFrom }),
      query.leaveConversation({ id: conversation, client: turn.takenFrom }),
      query.dropDownloads({ client: turn.takenFrom }),
    );
  }
  if (created) statements.push(query.insertClient({ ...sealed, ...created }));
  statements.push(query.insertTurn({ client: id, seq, activity, cause: turn.cause, at: turn.at }));
  if (!created)
    statements.push(query.updateClient({ ...sealed, seq, before: seq - 1 }), query.moveDates(sealed));
  statements.push(
    query.advanceConversation({
      id: conversation,
      client: id,
      reference: await sealedReference(turn, conversation, key),
      fresh: turn.reference ? 1 : 0,
      before: turn.lastNumber,
      last_number: turn.lastNumber + turn.messages.length,
    }),
  );
  let number = turn.lastNumber;
  for (const message of turn.messages) {
    number += 1;
    statements.push(
      query.insertMessage({
        conversation,
        number,
        client: id,
        seq,
        body: await sealJson(key, ['message', id, conversation, number], message),
        at: turn.at,
        state: turn.pulled ? 'pulled' : 'pending',
        text_until: turn.textUntil,
      }),
    );
  }
  for (const change of turn.handoffs) {
    statements.push(...(await handoffStatements(vault, turn, change, { key, conversation })));
  }
  if (turn.answeredHere) statements.push(answerIn({ client: id, conversation }));
  for (const each of turn.arrangements ?? []) {
    statements.push(...(await arrangementStatements(vault, each, id, conversation)));
  }
  return statements;
}

/** The document of someone who stays away, put in place by the clock: no conversation has a part in it. */
export async function restStatements(
  { id, seq, document, keepUntil }: Resting,
  key: Aes,
  activity: Bytes,
  at: string,
): Promise<Statement[]> {
  const sealed = await sealJson(key, ['document', id, seq], document);
  return [
    query.insertTurn({ client: id, seq, activity, cause: 'clock', at }),
    query.updateClient({ id, seq, before: seq - 1, document: sealed, keep_until: keepUntil }),
    query.moveDates({ id, keep_day: keepUntil.slice(0, 10), rest_at: null }),
  ];
}

async function arrangementStatements(
  vault: Vault,
  each: Arrangement,
  client: string,
  conversation: string,
): Promise<Statement[]> {
  switch (each.kind) {
    case 'return_code':
      return [
        query.dropReturnCode({ client }),
        query.setReturnCode({ hash: await vault.codeHash(each.code), client }),
      ];
    case 'no_return_code':
      return [query.dropReturnCode({ client })];
    case 'download': {
      const { file, expiresAt: expires_at } = each;
      return [
        query.grantDownload({ ticket: await vault.mark('download', each.ticket), client, file, expires_at }),
      ];
    }
    case 'remind':
      return [query.setReminder({ client, id: each.id, conversation, at: each.at })];
    case 'forget_reminder':
      return [query.dropReminder({ client, id: each.id })];
    case 'keep_texts':
      return [query.keepTexts({ client, until: each.until })];
  }
}

/**
 * A channel that fetches needs no address to answer, so none is kept unless it gives a reference, or a professional is
 * to answer there.
 */
async function sealedReference(turn: TurnCommit, conversation: string, key: Aes): Promise<Bytes | null> {
  const answered = turn.answeredHere ?? turn.handoffs.some(({ kind }) => kind === 'request');
  if (turn.pulled && !turn.reference && !answered) return null;
  const { channel, conversation: name } = turn.address;
  const value: SealedReference = {
    channel,
    conversation: name,
    reference: turn.reference,
    ...(turn.pulled ? { pulled: true } : {}),
  };
  return sealJson(key, ['reference', turn.client.id, conversation], value);
}
