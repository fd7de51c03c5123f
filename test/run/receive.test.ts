/**
 * The entrance of every client activity: answered once, committed as a whole, refused in a sentence.
 */
import { describe, expect, it } from 'vitest';
import type { Retention } from '../../src/domain/retention.ts';
import type { Incoming, Outgoing, Store, TurnCommit } from '../../src/run/ports.ts';
import { createReceive, LONGEST_TEXT, type ReceiveDeps } from '../../src/run/receive.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { search, searchOrganisations, smallContent } from '../engine/world.ts';

const content = smallContent();
const BEGIN = '2026-11-02T18:30:00.000Z';

const keeping = (changes: Partial<Retention>) => ({
  ...content,
  retention: { ...content.retention, ...changes },
});

function open(changes: Partial<ReceiveDeps> = {}) {
  const store = openMemoryStore();
  const told: Outgoing[][] = [];
  const logged: string[] = [];
  let [now, ids, activities] = [Date.parse(BEGIN), 0, 0];
  const deps: ReceiveDeps = {
    content,
    store,
    world: { now: () => new Date(now), id: () => `id-${++ids}` },
    mayTryCode: () => true,
    lookup: async (query) => search(query),
    organisations: async (query) => searchOrganisations(query),
    committed: (_, outgoing) => told.push(outgoing),
    log: (event) => logged.push(event),
    ...changes,
  };
  const receive = createReceive(deps);
  const incoming = (text: string, more: Partial<Incoming> = {}): Incoming => ({
    channel: 'test',
    conversation: 'one',
    activity: `activity-${++activities}`,
    kind: 'message',
    text,
    attachments: [],
    ...more,
  });
  return {
    store,
    told,
    logged,
    receive,
    incoming,
    pass: (ms: number) => {
      now += ms;
    },
    async say(...texts: string[]): Promise<string[]> {
      let said: string[] = [];
      for (const text of texts) {
        now += 20_000;
        said = words(await receive(incoming(text)));
      }
      return said;
    },
    last: (): TurnCommit => store.commits.at(-1) as TurnCommit,
  };
}

type Answered = Awaited<ReturnType<ReturnType<typeof createReceive>>>;
const words = (received: Answered): string[] =>
  received.status === 'refused'
    ? [received.text]
    : received.outgoing.flatMap(({ message }) => (message.kind === 'say' ? [message.text] : []));

describe('a message', () => {
  it('is answered with what was committed', async () => {
    const { receive, incoming, told, last } = open();
    const received = await receive(incoming('hoi'));
    expect(words(received)).toEqual(['Hallo. Ik ben een programma.', 'Kan het nu veilig?']);
    expect(told).toEqual([received.status === 'refused' ? [] : received.outgoing]);
    expect(last()).toMatchObject({ cause: 'client', client: { seq: 1 }, lastNumber: 0, pulled: false });
  });

  it('delivered twice is answered once, with the same answer', async () => {
    const { receive, incoming, told, store } = open();
    const message = incoming('hoi');
    const first = await receive(message);
    const second = await receive(message);
    expect(second).toEqual({ ...first, status: 'duplicate' });
    expect(store.commits).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  it('delivered twice at the same moment is answered once', async () => {
    const { receive, incoming, store } = open();
    const message = incoming('hoi');
    const both = await Promise.all([receive(message), receive(message)]);
    expect(both.map(({ status }) => status)).toEqual(['answered', 'duplicate']);
    expect(store.commits).toHaveLength(1);
  });

  it('waits for the one before it in the same conversation only', async () => {
    const { receive, incoming, store } = open();
    await Promise.all(['hoi', 'ja', 'ik heb schulden'].map((text) => receive(incoming(text))));
    await receive(incoming('hoi', { conversation: 'two' }));
    expect(store.commits.map(({ address, client }) => [address.conversation, client.seq])).toEqual([
      ['one', 1],
      ['one', 2],
      ['one', 3],
      ['two', 1],
    ]);
    const { client } = await store.load({ channel: 'test', conversation: 'one' });
    expect(client?.document).toMatchObject({ story: ['ik heb schulden'] });
  });
});

describe('another process', () => {
  /** A store in which another turn comes first, some times. */
  const contested = (times: number): { store: Store; loads: () => number } => {
    const store = openMemoryStore();
    let [left, loads] = [times, 0];
    return {
      loads: () => loads,
      store: {
        ...store,
        load: async (address) => {
          loads += 1;
          return store.load(address);
        },
        commit: async (turn) => (left-- > 0 ? { status: 'conflict' } : store.commit(turn)),
      },
    };
  };

  it('that came first: loaded and taken anew', async () => {
    const { store, loads } = contested(2);
    const { receive, incoming, told } = open({ store });
    expect((await receive(incoming('hoi'))).status).toBe('answered');
    expect(loads()).toBe(3);
    expect(told).toHaveLength(1);
  });

  it('that keeps coming first: rejected, told to nobody', async () => {
    const { store, loads } = contested(100);
    const { receive, incoming, told, logged } = open({ store });
    await expect(receive(incoming('hoi'))).rejects.toThrow('try again');
    expect(loads()).toBe(5);
    expect(told).toEqual([]);
    expect(logged).toEqual(['turn.conflict']);
  });

  it('that answered this very message: its answer is given', async () => {
    const store = openMemoryStore();
    const there = open({ store });
    const message = there.incoming('hoi');
    const first = await there.receive(message);
    const here = open({ store });
    expect(await here.receive(message)).toEqual({ ...first, status: 'duplicate' });
    expect(here.told).toEqual([]);
  });
});

describe('refused in a sentence', () => {
  it('a text that is too long, and nothing is stored', async () => {
    const { receive, incoming, store } = open();
    expect(await receive(incoming('a'.repeat(LONGEST_TEXT + 1)))).toEqual({
      status: 'refused',
      reason: 'too_long',
      text: 'Dat is te lang.',
    });
    expect(store.commits).toEqual([]);
    expect((await receive(incoming('a'.repeat(LONGEST_TEXT)))).status).toBe('answered');
  });

  it('more messages at once than a person types, and the others are answered', async () => {
    const { receive, incoming, store } = open();
    const all = await Promise.all(Array.from({ length: 200 }, () => receive(incoming('hoi'))));
    const refused = all.filter(({ status }) => status === 'refused');
    expect(refused).toHaveLength(180);
    expect(refused[0]).toEqual({
      status: 'refused',
      reason: 'busy',
      text: 'Dat gaat te snel.',
      retryAfterSeconds: 5,
    });
    expect(store.commits).toHaveLength(20);
    expect((await receive(incoming('hoi'))).status).toBe('answered');
  });
});

describe('a store that fails', () => {
  it.each(['load', 'commit'] as const)(
    'at %s: rejects, tells nobody, and the next one is answered',
    async (at) => {
      const store = openMemoryStore();
      let broken = true;
      const failing: Store = {
        ...store,
        [at]: async (...given: never[]) => {
          if (broken) throw new Error('disk full');
          return (store[at] as (...args: never[]) => unknown)(...given);
        },
      };
      const { receive, incoming, told } = open({ store: failing });
      const message = incoming('hoi');
      await expect(receive(message)).rejects.toThrow('disk full');
      expect(told).toEqual([]);
      expect(store.commits).toEqual([]);
      broken = false;
      expect((await receive(message)).status).toBe('answered');
    },
  );

  it('a listener that fails does not undo what was committed', async () => {
    const { receive, incoming, logged } = open({
      committed: () => {
        throw new TypeError('socket closed');
      },
    });
    expect((await receive(incoming('hoi'))).status).toBe('answered');
    expect(logged).toEqual(['turn.not_told']);
  });

  it('a document that cannot be read is not guessed at, and stays as it is', async () => {
    const store = openMemoryStore();
    const odd: Store = {
      ...store,
      load: async () => ({ client: { id: 'c', seq: 3, document: { version: 99 } }, lastNumber: 7 }),
    };
    const { receive, incoming } = open({ store: odd });
    expect(await receive(incoming('hoi'))).toMatchObject({ status: 'refused', reason: 'damaged' });
    expect(store.commits).toEqual([]);
  });
});

describe('a turn that asks the directory', () => {
  const AT_WAYS = ['hoi', 'ja', 'ik heb schulden', 'ja', 'geen haast', 'rust'];

  it('is one commit, with its answer', async () => {
    const { say, store } = open();
    await say(...AT_WAYS);
    const before = store.commits.length;
    expect(await say('hulp zoeken')).toEqual([
      'Geldhulp: 0800-1 of geldhulp.nl',
      'Schuldmaatje: maatje.nl',
      'Budgetlijn: 0800-3',
      'Wil je een van deze?',
    ]);
    expect(store.commits).toHaveLength(before + 1);
  });

  it('twice: everything said stays, in order', async () => {
    const twice = smallContent({
      dialogs: {
        help: {
          steps: [
            { id: 'first', find_services: { topics: ['grief'], chosen: 'end', none: 'all' } },
            { id: 'all', say: {} },
            { id: 'second', find_services: { topics: ['money'], chosen: 'end', none: 'end' } },
          ],
        },
      },
      texts: {
        help: {
          first: { text: 'Iets?', again: 'Iets dan?' },
          all: 'Niets over verlies.',
          second: { text: 'Een van deze?', again: 'Een hiervan?' },
        },
      },
    });
    const { say, last } = open({ content: twice });
    const said = await say('hoi', 'help');
    expect(said[0]).toBe('Niets over verlies.');
    expect(said.at(-1)).toBe('Een van deze?');
    expect(last().demand).toEqual([{ measure: 'no_service_found', topic: 'none' }]);
  });

  it('without end is a mistake in the dialogs, told as one', async () => {
    const round = smallContent({
      dialogs: {
        help: { steps: [{ id: 'all', find_services: { topics: ['grief'], chosen: 'end', none: 'all' } }] },
      },
      texts: { help: { all: { text: 'Iets?', again: 'Iets dan?' } } },
    });
    const { receive, incoming, store } = open({ content: round });
    await receive(incoming('hoi'));
    await expect(receive(incoming('help'))).rejects.toThrow('keeps asking the outside');
    expect(store.commits).toHaveLength(1);
  });

  it('a directory that fails: rejects, and the message can be sent again', async () => {
    let broken = true;
    const { say, receive, incoming } = open({
      lookup: async (query) => {
        if (broken) throw new Error('no directory');
        return search(query);
      },
    });
    await say(...AT_WAYS);
    const message = incoming('hulp zoeken');
    await expect(receive(message)).rejects.toThrow('no directory');
    broken = false;
    expect(words(await receive(message))).toHaveLength(4);
  });
});

describe('what is committed', () => {
  it('a handoff with the content of the preview, its offer and its term', async () => {
    const { say, last } = open();
    await say('hoi', 'mens', 'Welzijn Noord', 'bel mij', 'zo is het goed', 'altijd', 'ja, verstuur');
    const [change] = last().handoffs;
    expect(change).toMatchObject({
      kind: 'request',
      content: { organisation: 'noord', name: 'Welzijn Noord', message: 'bel mij', goals: [], steps: [] },
      answerBy: '2026-11-03T12:00:00.000Z',
      expiresAt: '2026-12-02T18:32:20.000Z',
    });
    expect(change?.kind === 'request' && change.offer).toMatch(/^id-/);
    await say('mijn gegevens', 'iets terughalen');
    expect(last().handoffs).toEqual([
      { kind: 'move', id: change?.id, organisation: 'noord', to: 'withdrawn' },
    ]);
  });

  it('a wipe: the client that goes, and a stranger in their place', async () => {
    const { say, last, store } = open();
    await say('hoi', 'ja', 'ik heb schulden', 'wis');
    const { client: before } = last();
    await say('ja');
    const { wipes, client, messages } = last();
    expect(wipes).toBe(before.id);
    expect(client).toMatchObject({ seq: 1 });
    expect(client.id).not.toBe(before.id);
    expect(JSON.stringify(client.document)).not.toContain('schulden');
    // First: a page that clears itself then shows what is said.
    expect(messages[0]).toEqual({ kind: 'event', name: 'wiped' });
    expect(await say('hoi')).toEqual(['Hallo. Ik ben een programma.', 'Kan het nu veilig?']);
    expect((await store.load({ channel: 'test', conversation: 'one' })).client?.id).toBe(client.id);
  });

  it('a wipe by a stranger wipes nothing', async () => {
    const wipe = smallContent({ dialogs: { wipe: { steps: [{ id: 'gone', wipe: {} }] } } });
    const { say, last } = open({ content: wipe });
    await say('wis');
    expect(last().wipes).toBeUndefined();
    expect(last().client.seq).toBe(1);
  });

  it('is kept as long as was set, from this use on', async () => {
    const { say, last, pass } = open({ content: keeping({ chatHours: 2, planDays: 10 }) });
    await say('hoi');
    expect(last()).toMatchObject({
      at: '2026-11-02T18:30:20.000Z',
      textUntil: '2026-11-02T20:30:20.000Z',
      client: { keepUntil: '2026-11-12T18:30:20.000Z' },
    });
    pass(86_400_000);
    await say('hoi');
    expect(last().client.keepUntil).toBe('2026-11-13T18:30:40.000Z');
  });

  it('text that is not kept at all ends at once', async () => {
    const { say, last } = open({ content: keeping({ chatHours: 0 }) });
    await say('hoi');
    expect(last().textUntil).toBe(last().at);
  });

  it('carries what the channel needs, and the choice that was pressed', async () => {
    const { receive, incoming, last } = open();
    const echo = { type: 'message', text: 'ja' };
    await receive(incoming('hoi', { reference: { serviceUrl: 'x' }, pulled: true, echo }));
    expect(last()).toMatchObject({ reference: { serviceUrl: 'x' }, pulled: true });
    expect(last().messages[0]).toEqual({ kind: 'echo', activity: echo });
    await receive(incoming('Ja', { choice: 'main.safe:yes' }));
    expect(last().messages.at(-1)).toMatchObject({ text: 'Vertel je verhaal.' });
  });
});
