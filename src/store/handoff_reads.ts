/** What is read of handoffs: an organisation's list, one with its words, and what is due. */
import type { HandoffContent } from '../domain/handoff.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Opening } from '../domain/service.ts';
import type { Topic } from '../domain/vocabulary.ts';
import type { HandoffMessage, HandoffRow, KeptBeside, Loaded, OpenHandoff, Store } from '../run/ports.ts';
import type { Bytes } from './cipher.ts';
import { StoreError } from './errors.ts';
import * as query from './handoff_queries.ts';
import { contentLabel, wordsLabel } from './handoff_statements.ts';
import { openJson, openTwice, type Vault, wrappedKey } from './sealing.ts';
import type { Row, Runner } from './statement.ts';
import type { SealedReference } from './turn_statements.ts';

interface HandoffReads {
  organisations: Store['organisations'];
  list: Store['handoffs'];
  open: Store['openHandoff'];
  content: Store['handoffContent'];
  read: Store['handoffRead'];
  due: Store['dueHandoffs'];
  /** What was written in what a client still has open. */
  talksOf(client: string): Promise<KeptBeside['talks']>;
}

type OpenClient = (row: Row) => Promise<NonNullable<Loaded['client']>>;

export function handoffReads(runner: Runner, vault: Vault, openClient: OpenClient): HandoffReads {
  async function content(id: string): ReturnType<Store['handoffContent']> {
    const [row] = await runner.all(query.contentOf({ id }));
    if (!row) return undefined;
    const client = row.client as string;
    const keys = [
      await vault.key(client, wrappedKey(row)),
      await vault.organisationKey(row.organisation as string),
    ] as const;
    const opened = await openTwice(keys, contentLabel(client, id), row.content as Bytes);
    const messages: HandoffMessage[] = [];
    for (const words of await runner.all(query.wordsOf({ id }))) {
      const number = words.number as number;
      const text = await openTwice(keys, wordsLabel(client, id, number), words.body as Bytes);
      const from = words.from_client === 1 ? 'client' : 'professional';
      messages.push({ number, from, at: words.at as string, text: text as string });
    }
    return { content: opened as HandoffContent, messages };
  }

  return {
    content,

    organisations: async () => (await runner.all(query.activeOrganisations({}))).map(organisationOf),

    list: async (organisation) => (await runner.all(query.handoffsOf({ organisation }))).map(rowOf),

    async open(id) {
      const [row] = await runner.all(query.openHandoff({ id }));
      return row && openOne(vault, openClient, row);
    },

    async read(id, number) {
      await runner.batch([query.readUpTo({ id, number })]);
    },

    due: async (now, limit) =>
      (await runner.all(query.dueHandoffs({ now, limit }))).map(({ id, expired }) => ({
        id: id as string,
        due: expired ? 'handoff_expired' : 'handoff_unanswered',
      })),

    async talksOf(client) {
      const talks: KeptBeside['talks'] = [];
      for (const { id } of await runner.all(query.openOfClient({ client }))) {
        const found = await content(id as string);
        for (const { from, at, text } of found?.messages ?? []) {
          talks.push({ handoff: id as string, at, from, text });
        }
      }
      return talks;
    },
  };
}

async function openOne(vault: Vault, openClient: OpenClient, row: Row): Promise<OpenHandoff | undefined> {
  try {
    const client = await openClient({ ...row, id: row.client as string });
    const key = await vault.key(client.id, wrappedKey(row));
    const label = ['reference', client.id, row.conversation as string];
    const sealed = (await openJson(key, label, row.reference as Bytes)) as SealedReference;
    const { pulled = false, ...address } = sealed;
    return { ...rowOf(row), ...address, pulled, client, lastNumber: row.last_number as number };
  } catch (error) {
    // Damaged bytes will not heal; the others in the list must not wait for this one.
    if (error instanceof StoreError && error.kind === 'unreadable') return undefined;
    throw error;
  }
}

const rowOf = (row: Row): HandoffRow => ({
  id: row.id as string,
  organisation: row.organisation as string,
  state: row.state as HandoffRow['state'],
  ...(row.staff === null ? {} : { staff: row.staff as string }),
  askedAt: row.asked_at as string,
  ...(row.answer_by === null ? {} : { answerBy: row.answer_by as string }),
  expiresAt: row.expires_at as string,
  unread: row.unread as number,
});

const organisationOf = (row: Row): Organisation => ({
  id: row.id as string,
  name: row.name as string,
  about: row.about as string,
  municipalities: JSON.parse(row.municipalities as string) as string[],
  topics: JSON.parse(row.topics as string) as Topic[],
  opening: JSON.parse(row.opening as string) as Opening[],
  answerHours: row.answer_hours as number,
  ...(row.phone === null ? {} : { phone: row.phone as string }),
});
