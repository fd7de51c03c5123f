/** What a turn writes about handoffs: only of the client whose turn it is. */
import type { HandoffState } from '../domain/handoff.ts';
import { OPEN_HANDOFF_STATES } from '../domain/handoff.ts';
import type { HandoffChange, TurnCommit } from '../run/ports.ts';
import type { Aes } from './cipher.ts';
import * as query from './handoff_queries.ts';
import { sealTwice, type Vault } from './sealing.ts';
import type { Statement } from './statement.ts';

const ends = (to: HandoffState): boolean => !OPEN_HANDOFF_STATES.includes(to);

/** Which words these are, and of which handoff: they open nowhere else. */
export const contentLabel = (client: string, id: string) => ['handoff', client, id] as const;
export const wordsLabel = (client: string, id: string, number: number) =>
  ['handoff words', client, id, number] as const;

export async function handoffStatements(
  vault: Vault,
  { client: { id: client, seq }, cause, at }: TurnCommit,
  change: HandoffChange,
  { key, conversation }: { key: Aes; conversation: string },
): Promise<Statement[]> {
  const { id } = change;
  switch (change.kind) {
    case 'request': {
      const { organisation, staff = null } = change.content;
      const keys = [key, await vault.organisationKey(organisation)] as const;
      return [
        query.insertHandoff({
          id,
          client,
          turn_seq: seq,
          cause,
          offer: change.offer,
          organisation,
          content: await sealTwice(keys, contentLabel(client, id), change.content),
          conversation,
          staff,
          asked_at: at,
          answer_by: change.answerBy,
          expires_at: change.expiresAt,
        }),
      ];
    }
    case 'move':
      return ends(change.to)
        ? [query.endHandoff({ id, client, to: change.to }), query.deleteWords({ id, client })]
        : [query.moveHandoff({ id, client, to: change.to, staff: change.staff ?? null })];
    case 'said': {
      const { number, organisation, from, text } = change;
      const keys = [key, await vault.organisationKey(organisation)] as const;
      const body = await sealTwice(keys, wordsLabel(client, id, number), text);
      return [query.insertWords({ id, client, number, from_client: from === 'client' ? 1 : 0, at, body })];
    }
    // It stands in the client's own document what waits.
    case 'arrived':
      return [];
    case 'told':
      return [query.toldUnanswered({ id, client })];
    case 'keep':
      return [query.keepHandoff({ id, client, until: change.until })];
  }
}
