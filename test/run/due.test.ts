/**
 * Messages that clients asked for: each once, at a time they chose, and none that is no longer wanted. On a real
 * database, with a clock that the test moves.
 */
import { describe, expect, it } from 'vitest';
import type { ClientState } from '../../src/engine/state.ts';
import { startClock } from '../../src/run/clock.ts';
import { type DueDeps, sendDue } from '../../src/run/due.ts';
import { createOutbox } from '../../src/run/outbox.ts';
import type { Delivery, PendingOutgoing, Store } from '../../src/run/ports.ts';
import { createReceive } from '../../src/run/receive.ts';
import { TO_AN_OFFER } from '../engine/places.ts';
import { search, searchOrganisations, smallContent } from '../engine/world.ts';
import { install } from '../store/installation.ts';

const content = smallContent();
/** Monday evening, half past seven on Dutch clocks. */
const BEGIN = '2026-11-02T18:30:00.000Z';
const MINUTE = 60_000;
const WORDS = 'Je vroeg om een seintje.';

async function open(channel: (row: PendingOutgoing) => Delivery = () => 'sent') {
  const installation = await install();
  let [now, ids, activities] = [Date.parse(BEGIN), 0, 0];
  const world = {
    now: () => new Date(now),
    id: () => `00000000-0000-4000-8000-${String(++ids * 7919).padStart(12, '0')}`,
  };
  const logged: unknown[] = [];
  const sent: string[] = [];

  /** A server on this database: receives, ticks, sends. */
  const serve = (store: Store) => {
    const log = (event: string, fields?: object) => void logged.push({ event, ...fields });
    const deps: DueDeps = { content, store, world, committed: () => undefined, log };
    const receive = createReceive({
      ...deps,
      store,
      mayTryCode: () => true,
      lookup: async (query) => search(query),
      organisations: async (query) => searchOrganisations(query),
      committed: () => undefined,
    });
    const outbox = createOutbox({
      store,
      world,
      senders: [
        {
          channel: '*',
          async send(row) {
            const delivery = channel(row);
            const { message } = row;
            if (delivery === 'sent' && message.kind === 'say') {
              sent.push(`${row.conversation} ${new Date(now).toISOString()} ${message.text}`);
            }
            return delivery;
          },
        },
      ],
    });
    const clock = startClock({
      store,
      world,
      log,
      due: () => sendDue(deps),
      every: MINUTE,
      setTimer: () => ({ clear: () => undefined }),
    });
    return { store, deps, outbox, clock, receive };
  };

  let server = serve(installation.store);
  return {
    logged,
    get server() {
      return server;
    },
    /** Another process takes over, with what the first had committed. */
    async restart() {
      await server.store.close();
      server = serve(await installation.open());
    },
    async say(...texts: string[]): Promise<string[]> {
      let said: string[] = [];
      for (const text of texts) {
        now += 20_000;
        const received = await server.receive({
          channel: 'msteams',
          conversation: 'one',
          activity: `a${++activities}`,
          kind: 'message',
          text,
          attachments: [],
          reference: { serviceUrl: 'x' },
        });
        said =
          received.status === 'refused'
            ? [received.text]
            : received.outgoing.flatMap(({ message }) => (message.kind === 'say' ? [message.text] : []));
      }
      await server.outbox.idle();
      sent.splice(0);
      return said;
    },
    state: async () => (await server.store.load(ONE)).client?.document as ClientState,
    /** The clock, every so many minutes, up to a moment; gives what was sent by itself. */
    async until(moment: string, { every = 30, sends = true } = {}): Promise<string[]> {
      const end = Date.parse(moment);
      while (now < end) {
        now = Math.min((Math.floor(now / (every * MINUTE)) + 1) * every * MINUTE, end);
        await server.clock.tick();
        if (sends) await server.outbox.idle();
      }
      return sent.splice(0);
    },
    jump: (moment: string) => {
      now = Date.parse(moment);
    },
    sent: async () => {
      await server.outbox.idle();
      return sent.splice(0);
    },
  };
}
const ONE = { channel: 'msteams', conversation: 'one' };
const IN_TWO_WEEKS = '2026-11-16T09:00:00.000Z';

/** Agrees to be written to, and asks to be asked in two weeks. */
const ASKS = ['hoi', 'ja', 'wanneer mag je mij schrijven', 'op elk moment', 'seintje', 'over twee weken'];
/** A step on Thursday, and a message on the evening before. */
const A_STEP = [
  'hoi',
  'ja',
  'wanneer mag je mij schrijven',
  'op elk moment',
  'mijn plan',
  'een stap erbij',
  'mijn zus bellen',
  'donderdag',
  'alleen',
  '9',
  'seintje',
  'de avond ervoor',
];

describe('a message that was asked for', () => {
  it('comes once in two weeks, at its time, in words that say nothing', async () => {
    const { say, until, server, state } = await open();
    expect(await say(...ASKS)).toContain('Het komt op maandag 16 november om 10:00.');
    expect(await until('2026-11-16T08:59:00.000Z', { every: 60 })).toEqual([]);
    expect(await until('2026-11-16T09:01:00.000Z', { every: 1 })).toEqual([`one ${IN_TWO_WEEKS} ${WORDS}`]);
    expect(await until('2026-11-30T09:00:00.000Z', { every: 60 })).toEqual([]);
    expect(await server.store.dueReminders('2027-11-30T09:00:00.000Z', 10)).toEqual([]);
    expect(await state()).toMatchObject({
      reminded: { of: 'check_in' },
      lastAt: expect.stringMatching(/^2026-11-02/),
    });
    expect((await say('goed hoor'))[0]).toBe('Welkom terug.');
    expect((await state()).reminded).toBeUndefined();
  });

  it('is asked about when it is answered', async () => {
    const { say, until, state } = await open();
    await say(...A_STEP);
    expect(await until('2026-11-04T18:00:00.000Z')).toEqual([`one 2026-11-04T18:00:00.000Z ${WORDS}`]);
    expect((await state()).reminded).toMatchObject({ of: 'step' });
  });

  it('survives a crash between commit and sending, and is sent once', async () => {
    const talk = await open();
    await talk.say(...ASKS);
    expect(await talk.until(IN_TWO_WEEKS, { sends: false })).toEqual([]);
    await talk.restart();
    await talk.server.clock.tick();
    expect(await talk.sent()).toEqual([`one ${IN_TWO_WEEKS} ${WORDS}`]);
    await talk.server.clock.tick();
    expect(await talk.sent()).toEqual([]);
  });

  it('survives a crash before the commit: the next tick takes it', async () => {
    const talk = await open();
    await talk.say(...ASKS);
    talk.jump(IN_TWO_WEEKS);
    const { deps, store } = talk.server;
    const dying: Store = {
      ...store,
      commit: async () => {
        throw new Error('killed');
      },
    };
    await sendDue({ ...deps, store: dying });
    expect(await talk.sent()).toEqual([]);
    await talk.restart();
    await talk.server.clock.tick();
    expect(await talk.sent()).toHaveLength(1);
  });

  it('taken by two processes at the same moment is sent once', async () => {
    const talk = await open();
    await talk.say(...ASKS);
    talk.jump(IN_TWO_WEEKS);
    const { deps } = talk.server;
    await Promise.all([sendDue(deps), sendDue(deps), sendDue(deps)]);
    expect(await talk.sent()).toEqual([`one ${IN_TWO_WEEKS} ${WORDS}`]);
  });

  it('waits for the next tick when the client writes at that very moment', async () => {
    const talk = await open();
    await talk.say(...ASKS);
    talk.jump(IN_TWO_WEEKS);
    const { deps, store } = talk.server;
    const late: Store = {
      ...store,
      dueReminders: async (now, limit) => {
        const due = await store.dueReminders(now, limit);
        await talk.say('seintje afzeggen', 'iets afzeggen');
        return due;
      },
    };
    await sendDue({ ...deps, store: late });
    expect(talk.logged).toContainEqual({ event: 'reminder.turn', status: 'conflict' });
    await talk.server.clock.tick();
    // They called it off meanwhile.
    expect(await talk.sent()).toEqual([]);
  });

  it('that cannot be taken does not keep those of others waiting', async () => {
    const talk = await open();
    await talk.say(...ASKS);
    talk.jump(IN_TWO_WEEKS);
    const { deps, store } = talk.server;
    const odd: Store = {
      ...store,
      dueReminders: async (now, limit) => {
        const [due] = await store.dueReminders(now, limit);
        return due ? [{ ...due, id: 'odd', client: { ...due.client, document: { version: 99 } } }, due] : [];
      },
    };
    await sendDue({ ...deps, store: odd });
    expect(talk.logged).toContainEqual({ event: 'reminder.failed', error: 'ZodError' });
    expect(await talk.sent()).toHaveLength(1);
  });
});

describe('no message comes', () => {
  const nothingAfter = async (texts: string[], change: string[]): Promise<void> => {
    const { say, until, server } = await open();
    await say(...texts, ...change);
    expect(await until('2026-11-20T09:00:00.000Z', { every: 60 })).toEqual([]);
    expect(await server.store.dueReminders('2027-01-01T00:00:00.000Z', 10)).toEqual([]);
  };

  it('after stop', () => nothingAfter(ASKS, ['stop']));
  it('after it was called off', () => nothingAfter(ASKS, ['wanneer mag je mij schrijven', 'iets afzeggen']));
  it('after never', () => nothingAfter(ASKS, ['wanneer mag je mij schrijven', 'nooit schrijven']));
  it('after everything was wiped', () => nothingAfter(ASKS, ['wis', 'ja']));
  it('about a step that is done', () =>
    nothingAfter(A_STEP, ['mijn plan', 'vertellen hoe het ging', 'gelukt', 'fijn', 'ikzelf']));
  it('where nobody agreed to be written to', () =>
    nothingAfter(['hoi', 'ja'], ['seintje', 'over twee weken']));

  it('in a conversation in which someone else goes on', async () => {
    const { say, until, state } = await open();
    await say(...ASKS, 'bewaar');
    const code = (await state()).newCode?.split(' ')[0] ?? '';
    await say(code, 'ik ben iemand anders');
    expect((await state()).reminders).toBeUndefined();
    expect(await until('2026-11-20T09:00:00.000Z', { every: 60 })).toEqual([]);
  });
});

describe('a time that was agreed on', () => {
  const IN_THE_EVENING = [
    'hoi',
    'ja',
    'wanneer mag je mij schrijven',
    'alleen in de avond',
    'seintje',
    'ander moment',
  ];

  it('is waited for when another moment is asked for', async () => {
    const { say, until } = await open();
    const said = await say(...IN_THE_EVENING, 'woensdag om 11 uur');
    expect(said.slice(0, 2)).toEqual(['Dat is buiten de tijd.', 'Het komt op woensdag 4 november om 18:00.']);
    expect(await until('2026-11-05T12:00:00.000Z')).toEqual([`one 2026-11-04T17:00:00.000Z ${WORDS}`]);
  });

  it('is waited for when the server was away: nobody is written to at night', async () => {
    const { say, until, jump, server, logged } = await open();
    await say(...IN_THE_EVENING, 'woensdag om 20 uur');
    // Half past two.
    jump('2026-11-05T01:30:00.000Z');
    await server.clock.tick();
    expect(logged).toContainEqual({ event: 'reminder.turn', status: 'committed' });
    expect(await until('2026-11-06T12:00:00.000Z')).toEqual([`one 2026-11-05T17:00:00.000Z ${WORDS}`]);
  });

  it('is kept to when the channel was away: what is late is not sent', async () => {
    let away = false;
    const { say, until } = await open(() => (away ? 'retry' : 'sent'));
    await say(...IN_THE_EVENING, 'woensdag om 20 uur');
    away = true;
    expect(await until('2026-11-04T20:30:00.000Z')).toEqual([]);
    away = false;
    expect(await until('2026-11-06T12:00:00.000Z')).toEqual([]);
  });

  it('that was changed since is the one that counts', async () => {
    const { say, until } = await open();
    await say(...IN_THE_EVENING, 'woensdag om 19 uur');
    await say('wanneer mag je mij schrijven', 'alleen overdag');
    expect(await until('2026-11-06T12:00:00.000Z')).toEqual([`one 2026-11-05T08:00:00.000Z ${WORDS}`]);
  });
});

describe('who comes back with a code', () => {
  it('still gets what they had asked for in this chat just before', async () => {
    const { say, until, state } = await open();
    await say('hoi', 'ja', 'bewaar');
    const code = (await state()).newCode ?? '';
    await say(code.split(' ')[0] ?? '', 'ik ben iemand anders', ...ASKS, code);
    expect((await state()).reminders).toMatchObject([{ of: 'check_in' }]);
    expect(await until('2026-11-20T09:00:00.000Z', { every: 60 })).toHaveLength(1);
  });
});

describe('time', () => {
  it('cannot consent: an offer that is open stays open, and no handoff is made', async () => {
    const { say, until, state, server } = await open();
    await say(...ASKS, ...TO_AN_OFFER.slice(1));
    const { offer } = await state();
    expect(offer).toBeDefined();
    const commits: unknown[] = [];
    const { commit } = server.deps.store;
    server.deps.store.commit = async (turn) => {
      commits.push({ cause: turn.cause, handoffs: turn.handoffs });
      return commit(turn);
    };
    expect(await until('2026-11-17T09:00:00.000Z', { every: 60 })).toHaveLength(1);
    expect(commits).toEqual([{ cause: 'clock', handoffs: [] }]);
    expect((await state()).handoffs).toEqual([]);
    // Nor is a yes to the message one to the offer.
    await say('ja');
    expect((await state()).handoffs).toEqual([]);
  });

  it('is no use: being written to does not keep a plan longer', async () => {
    const { say, until, server } = await open();
    await say(...ASKS);
    await until('2026-11-17T09:00:00.000Z', { every: 60 });
    await server.store.sweep('2027-02-01T00:00:00.000Z');
    expect((await server.store.load(ONE)).client).toBeUndefined();
  });
});
