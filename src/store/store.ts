/** The store on any database that runs statements: what is read, what one turn writes, what delivery settles. */
import type { File } from '../domain/file.ts';
import { OPEN_HANDOFF_STATES } from '../domain/handoff.ts';
import type {
  Address,
  CommitResult,
  DueReminder,
  KeptBeside,
  Loaded,
  Outgoing,
  PendingOutgoing,
  Resting,
  Store,
  TakenDownload,
  TurnCommit,
} from '../run/ports.ts';
import type { Aes, Bytes } from './cipher.ts';
import { ConstraintError, StoreError } from './errors.ts';
import { handoffReads } from './handoff_reads.ts';
import { checkSchema } from './migrate.ts';
import * as query from './queries.ts';
import { openJson, type Vault, type WrappedKey, wrappedKey } from './sealing.ts';
import type { Row, Runner } from './statement.ts';
import { sweep } from './sweep.ts';
import { restStatements, type SealedReference, statementsOf } from './turn_statements.ts';
import * as upkeep from './upkeep_queries.ts';

export function createStore(runner: Runner, vault: Vault): Store {
  const conversationId = async ({ channel, conversation }: Address): Promise<string> =>
    base64url(await vault.mark('conversation', channel, conversation));
  const activityMark = ({ channel, conversation }: Address, activity: string): Promise<Bytes> =>
    vault.mark('activity', channel, conversation, activity);

  const handoffs = handoffReads(runner, vault, openClient);

  async function load(address: Address): Promise<Loaded> {
    const [row] = await runner.all(query.loadConversation({ id: await conversationId(address) }));
    if (!row) return { client: undefined, lastNumber: 0 };
    const lastNumber = row.last_number as number;
    if (row.client === null) return { client: undefined, lastNumber };
    if (row.last_turn !== row.seq) {
      throw new StoreError(
        'corrupt',
        'A document and its turns disagree: part of the database is older than the rest. Put back the last backup.',
      );
    }
    const id = row.client as string;
    try {
      return { client: await openClient({ ...row, id }), lastNumber };
    } catch (error) {
      if (!(error instanceof StoreError && error.kind === 'unreadable')) throw error;
      return { client: { id, seq: row.seq as number, document: undefined, damaged: true }, lastNumber };
    }
  }

  async function openClient(row: Row): Promise<NonNullable<Loaded['client']>> {
    const id = row.id as string;
    const seq = row.seq as number;
    const key = await vault.key(id, wrappedKey(row));
    return { id, seq, document: await openJson(key, ['document', id, seq], row.document as Bytes) };
  }

  async function messages(rows: readonly Row[]): Promise<Outgoing[]> {
    const out: Outgoing[] = [];
    for (const row of rows)
      out.push(await outgoing(row, await vault.key(row.client as string, wrappedKey(row))));
    return out;
  }

  async function answered(mark: Bytes): Promise<Outgoing[] | undefined> {
    const rows = await runner.all(query.answerTo({ activity: mark }));
    if (rows.length === 0) return undefined;
    return messages(rows.filter((row) => row.body !== null));
  }

  async function commit(turn: TurnCommit): Promise<CommitResult> {
    const conversation = await conversationId(turn.address);
    const mark = await activityMark(turn.address, turn.activity);
    const key = await keyFor(turn);
    if (!key) return refusal(turn, conversation, mark);
    try {
      await runner.batch(await statementsOf(vault, turn, conversation, mark, key));
    } catch (error) {
      vault.forget(turn.client.id);
      if (error instanceof ConstraintError) return refusal(turn, conversation, mark, error);
      throw error;
    }
    if (turn.wipes !== undefined) vault.forget(turn.wipes);
    const ends = turn.handoffs.some(
      (change) => change.kind === 'move' && !OPEN_HANDOFF_STATES.includes(change.to),
    );
    if (turn.wipes !== undefined || turn.takenFrom !== undefined || ends) runner.scrub();
    const outgoing = turn.messages.map((message, index) => {
      const number = turn.lastNumber + 1 + index;
      return { id: `${conversation}|${number}`, number, at: turn.at, message };
    });
    return { status: 'committed', outgoing };
  }

  /** A new key for a new client, the client's own otherwise; undefined when the client is no more. */
  async function keyFor({ client }: TurnCommit): Promise<{ key: Aes; created?: WrappedKey } | undefined> {
    if (client.seq === 1) {
      const created = await vault.createKey(client.id);
      return { key: await vault.key(client.id, created), created };
    }
    const known = vault.known(client.id);
    if (known) return { key: known };
    const [row] = await runner.all(query.keyOfClient({ id: client.id }));
    return row && { key: await vault.key(client.id, wrappedKey(row)) };
  }

  /** Why a turn was refused. Asked afterwards, from the rows: no database says it in a way worth parsing. */
  async function refusal(
    turn: TurnCommit,
    conversation: string,
    mark: Bytes,
    error?: ConstraintError,
  ): Promise<CommitResult> {
    const outgoing = await answered(mark);
    if (outgoing) return { status: 'duplicate', outgoing };
    const [now] = await runner.all(query.standing({ client: turn.client.id, conversation }));
    const { seq = null, owner = null, last_number = null } = now ?? {};
    const sameClient = turn.client.seq === 1 ? seq === null : seq === turn.client.seq - 1;
    const sameOwner =
      owner === null || owner === turn.client.id || owner === turn.wipes || owner === turn.takenFrom;
    const sameNumber = last_number === null || last_number === turn.lastNumber;
    if (!error || !(sameClient && sameOwner && sameNumber)) return { status: 'conflict' };
    throw new StoreError(
      'rule',
      `The database refused a turn that breaks its rules (${error.message}).`,
      error,
    );
  }

  /** Sent or given up. A text that is not kept beyond delivery goes at once. */
  async function settle(id: string, state: 'sent' | 'failed'): Promise<void> {
    const row = messageId(id);
    const [deleted] = await runner.batch([upkeep.deleteUnkept(row), upkeep.settleMessage({ ...row, state })]);
    if (deleted) runner.scrub();
  }

  async function pendingMessage(row: Row): Promise<PendingOutgoing> {
    const client = row.client as string;
    const key = await vault.key(client, wrappedKey(row));
    const label = ['reference', client, row.conversation as string];
    const sealed = (await openJson(key, label, row.reference as Bytes)) as SealedReference;
    const { channel, conversation, reference } = sealed;
    return {
      ...(await outgoing(row, key)),
      channel,
      conversation,
      reference,
      attempts: row.attempts as number,
    };
  }

  async function byReturnCode(code: string): Promise<Loaded['client']> {
    const [row] = await runner.all(query.clientOfCode({ hash: await vault.codeHash(code) }));
    return row && openClient(row);
  }

  async function takeDownload(ticket: string, now: string): Promise<TakenDownload | undefined> {
    const mark = await vault.mark('download', ticket);
    const [row] = await runner.all(query.documentOfDownload({ ticket: mark, now }));
    if (!row) return undefined;
    const { id, document } = await openClient(row);
    const file = row.file as File;
    const beside = file === 'data' ? { beside: await keptBeside(id, now) } : {};
    const [used] = await runner.batch([query.useDownload({ ticket: mark })]);
    return used ? { file, document, ...beside } : undefined;
  }

  async function keptBeside(client: string, now: string): Promise<KeptBeside> {
    const said = await messages(await runner.all(query.messagesOfClient({ client, now })));
    return {
      messages: said.map(({ at, message }) => ({ at, message })),
      talks: await handoffs.talksOf(client),
    };
  }

  async function dueReminders(now: string, limit: number): Promise<DueReminder[]> {
    const due: DueReminder[] = [];
    for (const row of await runner.all(query.dueReminders({ now, limit }))) {
      const client = await openClient(row);
      const key = await vault.key(client.id, wrappedKey(row));
      const label = ['reference', client.id, row.conversation as string];
      const sealed = (await openJson(key, label, row.reference as Bytes)) as SealedReference;
      due.push({
        ...sealed,
        id: row.reminder as string,
        at: row.at as string,
        client,
        lastNumber: row.last_number as number,
      });
    }
    return due;
  }

  async function resting(now: string, limit: number): Promise<Resting[]> {
    const found: Resting[] = [];
    for (const row of await runner.all(query.restingClients({ now, limit }))) {
      try {
        found.push({ ...(await openClient(row)), keepUntil: row.keep_until as string });
      } catch (error) {
        if (!(error instanceof StoreError && error.kind === 'unreadable')) throw error;
        // Damaged bytes will not heal: they must not keep those of others from being looked at.
        await runner.batch([query.leaveAlone({ id: row.id as string })]);
      }
    }
    return found;
  }

  async function rest(client: Resting, at: string): Promise<'committed' | 'conflict'> {
    const [row] = await runner.all(query.keyOfClient({ id: client.id }));
    if (!row) return 'conflict';
    const key = await vault.key(client.id, wrappedKey(row));
    const mark = await vault.mark('rest', client.id, String(client.seq));
    try {
      await runner.batch(await restStatements(client, key, mark, at));
    } catch (error) {
      if (error instanceof ConstraintError) return 'conflict';
      throw error;
    }
    runner.scrub();
    return 'committed';
  }

  return {
    load,
    resting,
    rest,
    byReturnCode,
    takeDownload,
    dueReminders,
    answered: async (address, activity) => answered(await activityMark(address, activity)),
    commit,
    async history(address, after, limit) {
      return messages(
        await runner.all(query.messagesAfter({ id: await conversationId(address), after, limit })),
      );
    },
    async pending(now, limit) {
      const out: PendingOutgoing[] = [];
      for (const row of await runner.all(query.dueMessages({ now, limit }))) {
        try {
          out.push(await pendingMessage(row));
        } catch (error) {
          if (!(error instanceof StoreError && error.kind === 'unreadable')) throw error;
          // Damaged bytes will not heal: this one row must not keep everybody else's messages waiting.
          await settle(`${row.conversation}|${row.number}`, 'failed');
        }
      }
      return out;
    },
    delivered: (id) => settle(id, 'sent'),
    async failed(id, nextAttempt) {
      if (nextAttempt === undefined) return settle(id, 'failed');
      await runner.batch([upkeep.postponeMessage({ ...messageId(id), next_attempt: nextAttempt })]);
    },
    organisations: handoffs.organisations,
    handoffs: handoffs.list,
    openHandoff: handoffs.open,
    handoffContent: handoffs.content,
    handoffRead: handoffs.read,
    dueHandoffs: handoffs.due,
    sweep: (now) => sweep(runner, vault, now),
    ready: () => checkSchema(runner),
    close: () => runner.close(),
  };
}

function messageId(id: string): { conversation: string; number: number } {
  const at = id.lastIndexOf('|');
  return { conversation: id.slice(0, at), number: Number(id.slice(at + 1)) };
}

async function outgoing(row: Row, key: Aes): Promise<Outgoing> {
  const conversation = row.conversation as string;
  const number = row.number as number;
  const message = await openJson(
    key,
    ['message', row.client as string, conversation, number],
    row.body as Bytes,
  );
  return {
    id: `${conversation}|${number}`,
    number,
    at: row.at as string,
    message: message as Outgoing['message'],
  };
}

function base64url(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
