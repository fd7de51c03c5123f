/**
 * A store in memory, for the terminal and for transcripts: same contract, nothing outlives the process.
 */
import type { File } from '../domain/file.ts';
import type { Organisation } from '../domain/organisation.ts';
import type {
  Address,
  Arrangement,
  CommitResult,
  KeptBeside,
  Loaded,
  Outgoing,
  PendingOutgoing,
  Store,
  Swept,
  TurnCommit,
} from '../run/ports.ts';
import { memoryHandoffs } from './memory_handoffs.ts';

interface Row extends Outgoing {
  seq: number;
  state: 'pending' | 'pulled' | 'sent' | 'failed';
  attempts: number;
  nextAttempt: string;
  textUntil: string;
}

interface Conversation {
  address: Address;
  reference: Record<string, unknown> | undefined;
  client: string;
  lastNumber: number;
  pulled: boolean;
  /** By activity: whose it was, and the numbers of what was said. */
  answered: Map<string, { client: string; numbers: number[] }>;
  rows: Row[];
}

interface Client {
  seq: number;
  /** JSON, so that nothing but JSON survives from turn to turn. */
  document: string;
  keepUntil: string;
  restAt?: string | undefined;
}

export interface MemoryStore extends Store {
  /** Each committed turn, for transcripts that show what was done. */
  readonly commits: readonly TurnCommit[];
}

/** @param organisations who can be asked. */
export function openMemoryStore(organisations: readonly Organisation[] = []): MemoryStore {
  const clients = new Map<string, Client>();
  const conversations = new Map<string, Conversation>();
  const codes = new Map<string, string>();
  const downloads = new Map<string, { client: string; file: File; expiresAt: string }>();
  const reminders = new Map<string, { client: string; id: string; at: string; conversation: string }>();
  const handoffs = memoryHandoffs();
  const commits: TurnCommit[] = [];
  let names = 0;

  const keyOf = ({ channel, conversation }: Address): string => `${channel}\n${conversation}`;
  const shown = ({ id, number, at, message }: Row): Outgoing => ({ id, number, at, message });
  const rowOf = (id: string): Row | undefined => {
    for (const { rows } of conversations.values()) {
      const row = rows.find((each) => each.id === id);
      if (row) return row;
    }
    return undefined;
  };
  const answerOf = (conversation: Conversation, activity: string): Outgoing[] | undefined => {
    const numbers = conversation.answered.get(activity)?.numbers;
    return numbers && conversation.rows.filter(({ number }) => numbers.includes(number)).map(shown);
  };
  const forget = (client: string): void => {
    clients.delete(client);
    for (const own of [codes, downloads, reminders] as Map<string, string | { client: string }>[]) {
      for (const [key, held] of own) {
        if ((typeof held === 'string' ? held : held.client) === client) own.delete(key);
      }
    }
    handoffs.forget(client);
    for (const conversation of conversations.values()) {
      for (const [activity, answer] of conversation.answered) {
        if (answer.client === client) conversation.answered.delete(activity);
      }
      if (conversation.client !== client) continue;
      conversation.client = '';
      conversation.rows = [];
    }
  };

  const arrange = (each: Arrangement, client: string, conversation: string): void => {
    if (each.kind === 'return_code' || each.kind === 'no_return_code') {
      for (const [code, owner] of codes) if (owner === client) codes.delete(code);
      if (each.kind === 'return_code') codes.set(each.code, client);
    } else if (each.kind === 'download') downloads.set(each.ticket, { ...each, client });
    else if (each.kind === 'remind') {
      reminders.set(`${client}\n${each.id}`, { client, id: each.id, at: each.at, conversation });
    } else if (each.kind === 'keep_texts') {
      for (const { client: owner, rows } of conversations.values()) {
        if (owner !== client) continue;
        for (const row of rows) {
          if (row.state !== 'pending' && row.textUntil > each.until) row.textUntil = each.until;
        }
      }
    } else reminders.delete(`${client}\n${each.id}`);
  };
  const clientOf = (id: string): Loaded['client'] => {
    const client = clients.get(id);
    return client && { id, seq: client.seq, document: JSON.parse(client.document) };
  };

  const besideOf = (client: string, now: string): KeptBeside => ({
    messages: [...conversations.values()]
      .filter((conversation) => conversation.client === client)
      .flatMap(({ rows }) => rows)
      .filter(({ textUntil }) => textUntil > now)
      .sort((a, b) => a.at.localeCompare(b.at))
      .map(({ at, message }) => ({ at, message })),
    talks: handoffs.talksOf(client),
  });

  const commit = (turn: TurnCommit): CommitResult => {
    const key = keyOf(turn.address);
    const known = conversations.get(key);
    const earlier = known && answerOf(known, turn.activity);
    if (earlier) return { status: 'duplicate', outgoing: earlier };
    if ((clients.get(turn.client.id)?.seq ?? 0) !== turn.client.seq - 1) return { status: 'conflict' };
    if (known && known.lastNumber !== turn.lastNumber) return { status: 'conflict' };

    if (turn.wipes) forget(turn.wipes);
    if (known && turn.takenFrom !== undefined && turn.takenFrom !== turn.wipes) {
      // Which activities were answered stays known: one that comes late is not the next client's.
      known.rows = [];
      for (const [ticket, { client }] of downloads) if (client === turn.takenFrom) downloads.delete(ticket);
    }
    const conversation: Conversation = known ?? {
      address: { channel: turn.address.channel, conversation: turn.address.conversation },
      reference: undefined,
      client: '',
      lastNumber: 0,
      pulled: turn.pulled,
      answered: new Map(),
      rows: [],
    };
    conversation.client = turn.client.id;
    conversation.pulled = turn.pulled;
    conversation.reference = turn.reference ?? conversation.reference;
    conversations.set(key, conversation);
    const { id, seq, document, keepUntil, restAt } = turn.client;
    clients.set(id, { seq, document: JSON.stringify(document), keepUntil, restAt });
    const name = conversation.rows[0]?.id.split('|')[0] ?? `memory-${++names}`;
    const rows = turn.messages.map((message, index): Row => {
      const number = conversation.lastNumber + 1 + index;
      return {
        id: `${name}|${number}`,
        number,
        at: turn.at,
        message: structuredClone(message),
        seq,
        state: turn.pulled ? 'pulled' : 'pending',
        attempts: 0,
        nextAttempt: turn.at,
        textUntil: turn.textUntil,
      };
    });
    conversation.rows.push(...rows);
    conversation.lastNumber += rows.length;
    conversation.answered.set(turn.activity, { client: id, numbers: rows.map(({ number }) => number) });
    for (const change of turn.handoffs) handoffs.apply(turn, change, key);
    if (turn.answeredHere) handoffs.answerIn(id, key);
    for (const each of turn.arrangements ?? []) arrange(each, id, key);
    commits.push(turn);
    return { status: 'committed', outgoing: rows.map(shown) };
  };

  const sweep = (now: string): Swept => {
    const swept: Swept = { clients: 0, texts: 0, handoffs: 0 };
    for (const conversation of conversations.values()) {
      const kept = conversation.rows.filter((row) => row.textUntil > now || row.state === 'pending');
      swept.texts += conversation.rows.length - kept.length;
      conversation.rows = kept;
    }
    for (const [id, { keepUntil }] of clients) {
      if (keepUntil > now) continue;
      forget(id);
      swept.clients += 1;
    }
    // As long after its term as elsewhere: the clock takes a turn for each first.
    swept.handoffs = handoffs.expire(new Date(Date.parse(now) - 10 * 60_000).toISOString());
    return swept;
  };

  return {
    commits,
    load: async (address): Promise<Loaded> => {
      const conversation = conversations.get(keyOf(address));
      return {
        client: clientOf(conversation?.client ?? ''),
        lastNumber: conversation?.lastNumber ?? 0,
      };
    },
    byReturnCode: async (code) => clientOf(codes.get(code) ?? ''),
    takeDownload: async (ticket, now) => {
      const held = downloads.get(ticket);
      const client = clientOf(held?.client ?? '');
      if (!held || !client || held.expiresAt <= now) return undefined;
      downloads.delete(ticket);
      const { file } = held;
      return {
        file,
        document: client.document,
        ...(file === 'data' ? { beside: besideOf(client.id, now) } : {}),
      };
    },
    dueReminders: async (now, limit) =>
      [...reminders.values()]
        .filter(({ at }) => at <= now)
        .sort((a, b) => a.at.localeCompare(b.at))
        .slice(0, limit)
        .flatMap(({ id, at, client: owner, conversation }) => {
          const client = clientOf(owner);
          const held = conversations.get(conversation);
          if (!client || held?.client !== owner) return [];
          const { address, reference, lastNumber } = held;
          return [{ ...address, id, at, reference, client, lastNumber }];
        }),
    organisations: async () => [...organisations],
    handoffs: handoffs.handoffs,
    handoffContent: handoffs.handoffContent,
    handoffRead: handoffs.handoffRead,
    dueHandoffs: handoffs.dueHandoffs,
    openHandoff: async (id) => {
      const found = handoffs.find(id);
      const held = conversations.get(found?.conversation ?? '');
      const client = clientOf(found?.client ?? '');
      if (!found || !client || held?.client !== client.id) return undefined;
      const { address, reference, lastNumber, pulled } = held;
      return { ...found.row, ...address, reference, pulled, client, lastNumber };
    },
    resting: async (now, limit) =>
      [...clients]
        .filter(([, { restAt }]) => restAt !== undefined && restAt <= now)
        .slice(0, limit)
        .map(([id, { seq, document, keepUntil }]) => ({
          id,
          seq,
          document: JSON.parse(document),
          keepUntil,
        })),
    rest: async ({ id, seq, document, keepUntil }) => {
      if (clients.get(id)?.seq !== seq - 1) return 'conflict';
      clients.set(id, { seq, document: JSON.stringify(document), keepUntil });
      return 'committed';
    },
    answered: async (address, activity) => {
      const conversation = conversations.get(keyOf(address));
      return conversation && answerOf(conversation, activity);
    },
    commit: async (turn) => commit(turn),
    history: async (address, after, limit) =>
      (conversations.get(keyOf(address))?.rows ?? [])
        .filter(({ number }) => number > after)
        .slice(0, limit)
        .map(shown),
    pending: async (now, limit) => {
      const due: PendingOutgoing[] = [];
      for (const { rows, address, reference } of conversations.values()) {
        const first = rows.find(({ state }) => state === 'pending');
        if (first && first.nextAttempt <= now) {
          due.push({ ...shown(first), ...address, reference, attempts: first.attempts });
        }
      }
      return due.sort((a, b) => a.at.localeCompare(b.at)).slice(0, limit);
    },
    delivered: async (id) => {
      const row = rowOf(id);
      if (row) row.state = 'sent';
    },
    failed: async (id, nextAttempt) => {
      const row = rowOf(id);
      if (!row) return;
      row.attempts += 1;
      if (nextAttempt === undefined) row.state = 'failed';
      else row.nextAttempt = nextAttempt;
    },
    sweep: async (now) => sweep(now),
    ready: async () => undefined,
    close: async () => undefined,
  };
}
