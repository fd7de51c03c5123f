/**
 * The assistant as it is built, from its ports: real dialogs, texts, reader and directory, any store, and a clock that
 * tests move. What a promise says is tested through this, not inside it.
 */
import type { Content } from '../../src/content/content.ts';
import type { Reader } from '../../src/domain/reading.ts';
import { type ClientState, newClient, stateSchema } from '../../src/engine/state.ts';
import { startClock } from '../../src/run/clock.ts';
import { sendDue } from '../../src/run/due.ts';
import { settleHandoffs } from '../../src/run/handoffs_due.ts';
import { organisationsIn } from '../../src/run/organisations.ts';
import type {
  Address,
  CommitResult,
  HandoffChange,
  Incoming,
  Log,
  Message,
  Outgoing,
  Store,
  TurnCommit,
  World,
} from '../../src/run/ports.ts';
import { createReceive, type Received } from '../../src/run/receive.ts';
import { createInbox } from '../../src/run/serve.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { ORGANISATIONS } from '../../src/transcript/organisations.ts';
import { loadStage } from '../../src/transcript/stage.ts';
import { duration } from '../../src/transcript/transcript.ts';

/** Reading the same words again costs nothing: a reader is a function of its words. */
function remembering(reader: Reader): Reader {
  const known = new Map<string, ReturnType<Reader>>();
  return (text, asked) => {
    const key = `${text}\n${asked ?? ''}`;
    const reading = known.get(key) ?? reader(text, asked);
    known.set(key, reading);
    return reading;
  };
}

const loaded = loadStage();
export const stage = {
  ...loaded,
  content: {
    ...loaded.content,
    reader: remembering(loaded.content.reader),
    linkBase: 'https://stuur.example.nl',
  } satisfies Content,
};

/** From 'mens' to the first question about what goes along, to the organisation of Utrecht. */
export const TO_SOMEBODY = ['mens', 'iets sturen naar een organisatie', 'Utrecht', 'het buurtteam'] as const;
/** Then what they told, nothing else, at any time, as long as it may. */
export const TO_A_PREVIEW = [
  ...TO_SOMEBODY,
  'ja, deze woorden',
  'zo is het goed',
  'altijd',
  'zo lang als nodig',
] as const;

export const BEGIN = '2026-11-02T18:30:00.000Z';
const A_MOMENT = 20_000;

/** What a person sees of one answer, and what was committed with it. */
export interface Heard {
  /** Everything said, and the words of the last message. */
  text: string;
  last: string;
  messages: string[];
  choices: { id: string; label: string }[];
  /** What a page is told to do: `leave`, `wiped`, `plan`. */
  events: string[];
  /** The turn that was committed; absent when nothing was (a duplicate, a refusal). */
  turn: TurnCommit | undefined;
  handoffs: readonly HandoffChange[];
  status: Received['status'];
}

export type More = Partial<Incoming> & { after?: string };

export interface Options {
  store?: Store;
  content?: Partial<Content>;
  begin?: string;
  mayTryCode?(sender: string): boolean;
}

export function openAssistant(options: Options = {}) {
  const { store: given = openMemoryStore(ORGANISATIONS), begin = BEGIN, mayTryCode = () => true } = options;
  const content: Content = { ...stage.content, ...options.content };
  const commits: TurnCommit[] = [];
  const logged: string[] = [];
  let [now, ids, activities] = [Date.parse(begin), 0, 0];

  const store: Store = {
    ...given,
    async commit(turn): Promise<CommitResult> {
      const result = await given.commit(turn);
      if (result.status === 'committed') commits.push(turn);
      return result;
    },
  };
  const world: World = {
    now: () => new Date(now),
    // Spread out, so that the words of a code differ.
    id: () => `00000000-0000-4000-8000-${String(++ids * 7919).padStart(12, '0')}`,
  };
  const log: Log = (event, fields) => logged.push(JSON.stringify({ event, ...fields }));
  /** What clients were told by what a professional or the clock did, by conversation. */
  const came: { conversation: string; messages: Message[] }[] = [];
  const told = ({ conversation }: Address, outgoing: Outgoing[]) =>
    void came.push({ conversation, messages: outgoing.map(({ message }) => message) });
  const committed = () => undefined;
  const inbox = createInbox({ content, store, world, committed: told, log });
  const handoffsChanged = inbox.changed;
  const organisations = organisationsIn({ ...store, municipality: stage.municipality });
  const start = () =>
    createReceive({
      content,
      lookup: stage.lookup,
      organisations,
      handoffsChanged,
      store,
      world,
      mayTryCode,
      committed,
      log,
    });
  let receive = start();
  const clock = startClock({
    store,
    world,
    log,
    ends: () => settleHandoffs({ content, store, world, committed: told, handoffsChanged, log }),
    due: () => sendDue({ content, store, world, committed, log }),
    every: 60_000,
    // Time passes when a test says so.
    setTimer: () => ({ clear: () => undefined }),
  });

  async function hear(incoming: Incoming): Promise<Heard> {
    const before = commits.length;
    const received = await receive(incoming);
    const outgoing: Outgoing[] = received.status === 'refused' ? [] : received.outgoing;
    const said = outgoing.flatMap(({ message }) => (message.kind === 'say' ? [message] : []));
    const messages = received.status === 'refused' ? [received.text] : said.map(({ text }) => text);
    const turn = commits.slice(before).find(({ address }) => address.conversation === incoming.conversation);
    return {
      text: messages.join('\n'),
      last: messages.at(-1) ?? '',
      messages,
      choices: said.at(-1)?.choices ?? [],
      events: outgoing.flatMap(({ message }) => (message.kind === 'event' ? [message.name] : [])),
      turn,
      handoffs: turn?.handoffs ?? [],
      status: received.status,
    };
  }

  /** One person's end of a conversation. `always`: what its channel says with each message. */
  function talk(conversation = 'one', always: Partial<Incoming> = {}) {
    const address = { channel: 'test', conversation };
    const incoming = (text: string, { after, ...more }: More = {}): Incoming => {
      now += after ? duration(after) : A_MOMENT;
      const activity = `${conversation}-${++activities}`;
      return {
        ...address,
        activity,
        kind: 'message',
        text,
        attachments: [],
        pulled: true,
        ...always,
        ...more,
      };
    };
    return {
      address,
      incoming,
      open: (more: More = {}): Promise<Heard> => hear(incoming('', { kind: 'start', ...more })),
      send: (text: string, more: More = {}): Promise<Heard> => hear(incoming(text, more)),
      /** Says one or more things; what was answered to the last is given back. */
      async say(...texts: [string, ...string[]]): Promise<Heard> {
        const [first, ...rest] = texts;
        let heard = await hear(incoming(first));
        for (const text of rest) heard = await hear(incoming(text));
        return heard;
      },
      press: ({ id, label }: { id: string; label: string }): Promise<Heard> =>
        hear(incoming(label, { choice: id })),
      /** The same, delivered again or late. */
      deliver: hear,
      /** The stored document, which must be a valid state. */
      async state(): Promise<ClientState> {
        const { client } = await store.load(address);
        return client ? stateSchema.parse(client.document) : newClient('nobody', begin, 'hello');
      },
    };
  }

  return {
    store,
    content,
    commits,
    logged,
    inbox,
    came,
    talk,
    at: () => new Date(now).toISOString(),
    /** The process ends and another goes on: only what is stored is left. */
    restart(): void {
      receive = start();
    },
    /** Time passes, and the clock's work is done. */
    async pass(time: string): Promise<void> {
      now += duration(time);
      await clock.tick();
    },
  };
}
export type Assistant = ReturnType<typeof openAssistant>;
export type Talk = ReturnType<Assistant['talk']>;

/** A conversation that stands in this state, as if it had come there by talking. `here` is the client's end of it. */
export async function standing(state: ClientState, options: Options = {}) {
  const assistant = openAssistant({ begin: state.lastAt, ...options });
  const here = assistant.talk('here', state.session ? { session: true } : {});
  await assistant.store.commit({
    address: here.address,
    activity: 'before',
    cause: 'client',
    at: state.lastAt,
    client: { id: state.id, seq: 1, document: state, keepUntil: '2099-01-01T00:00:00.000Z' },
    lastNumber: 0,
    messages: [],
    pulled: true,
    textUntil: state.lastAt,
    handoffs: [],
    demand: [],
  });
  return { ...assistant, here };
}
