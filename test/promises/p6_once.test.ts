/**
 * Promise P6: "What was acknowledged is never lost, never applied twice, never answered twice."
 * Here through the entrance, with a database file: the same conversation delivered calmly, and delivered double, late,
 * at once, by two processes and over restarts. Killed processes are in `test/store/durable.test.ts` and
 * `test/runtime/crash.test.ts`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Incoming, Message, Store } from '../../src/run/ports.ts';
import { keyringFrom, newKey } from '../../src/store/keyring.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { openWithOrganisations } from '../store/organisations.ts';
import { type Assistant, openAssistant, type Talk, TO_A_PREVIEW } from './assistant.ts';
import { PATIENT } from './everywhere.ts';

const root = mkdtempSync(join(tmpdir(), 'stuur-once-'));
afterAll(() => rmSync(root, { recursive: true }));
const keys = await keyringFrom(newKey());
let files = 0;
const newFile = (): string => join(root, `${++files}.sqlite`);

/** A process on a database file; closed with the test. */
async function start(file: string): Promise<Assistant> {
  const store = await openWithOrganisations({ file, keys });
  onTestFinished(() => store.close());
  return openAssistant({ store });
}

/** In which nothing may happen twice: a step, a plan counted, a handoff, a step done. */
const SAID = [
  '',
  'ja',
  'ik heb schulden',
  'mijn plan',
  'ja',
  'wandelen',
  'morgen',
  'mijn zus',
  '8',
  'dan overmorgen',
  'niemand, alleen ik',
  ...TO_A_PREVIEW,
  'ja, stuur dit',
  'mijn plan',
];

const incoming = ({ address }: Talk, index: number, text: string): Incoming => ({
  ...address,
  activity: `activity-${index}`,
  kind: text === '' ? 'start' : 'message',
  text,
  attachments: [],
  pulled: true,
});

const textOf = (message: Message): string => (message.kind === 'say' ? message.text : message.kind);
/** All that was said, and that it was numbered without a gap. */
async function history(store: Store, { address }: Talk): Promise<string[]> {
  const rows = await store.history(address, 0, 1000);
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
  return rows.map(({ message }) => textOf(message));
}

/** What is kept of a client, without what differs from run to run. */
async function kept(talk: Talk): Promise<object> {
  const { story, topics, plan, handoffs, answers } = await talk.state();
  const steps = plan.steps.map(({ id: _, ...step }) => step);
  const goals = plan.goals.map(({ text }) => text);
  return {
    story,
    topics,
    answers,
    goals,
    steps,
    sent: handoffs.map(({ organisation, state }) => [organisation, state]),
  };
}

async function calmly(): Promise<{ said: string[]; kept: object }> {
  const assistant = openAssistant();
  const talk = assistant.talk();
  for (const [index, text] of SAID.entries()) await talk.deliver(incoming(talk, index, text));
  return { said: await history(assistant.store, talk), kept: await kept(talk) };
}
const calm = await calmly();

it('the conversation makes a plan with a step, and sends something once', () => {
  expect(calm.kept).toMatchObject({ story: ['ik heb schulden'], sent: [[expect.any(String), 'requested']] });
  expect((calm.kept as { steps: unknown[] }).steps).toHaveLength(1);
});

describe('what was acknowledged is never lost', () => {
  it(
    'over a restart after each message',
    async () => {
      const file = newFile();
      for (const [index, text] of SAID.entries()) {
        const store = await openWithOrganisations({ file, keys });
        const talk = openAssistant({ store }).talk();
        expect((await talk.deliver(incoming(talk, index, text))).status).toBe('answered');
        await store.close();
      }
      const after = await start(file);
      expect(await history(after.store, after.talk())).toEqual(calm.said);
      expect(await kept(after.talk())).toEqual(calm.kept);
    },
    PATIENT,
  );

  it('nothing is acknowledged that was not stored: it can be sent again, and is then taken', async () => {
    const store = await openSqliteStore({ file: newFile(), keys });
    onTestFinished(() => store.close());
    let fails = true;
    const failing: Store = {
      ...store,
      commit: async (turn) => (fails ? Promise.reject(new Error('disk full')) : store.commit(turn)),
    };
    const talk = openAssistant({ store: failing }).talk();
    const message = incoming(talk, 0, 'ik heb schulden');
    await expect(talk.deliver(message)).rejects.toThrow('disk full');
    expect(await store.answered(talk.address, message.activity)).toBeUndefined();
    fails = false;
    expect((await talk.deliver(message)).status).toBe('answered');
    expect((await talk.state()).story).toEqual(['ik heb schulden']);
  });
});

describe('never applied twice, never answered twice', () => {
  it(
    'delivered three times at once, to two processes',
    async () => {
      const file = newFile();
      const both = [await start(file), await start(file)];
      const talks = both.map((each) => each.talk());
      for (const [index, text] of SAID.entries()) {
        const heard = await Promise.all(
          [0, 1, 0].map((who) => talks[who]?.deliver(incoming(talks[who], index, text))),
        );
        expect(heard.filter((each) => each?.status === 'answered')).toHaveLength(1);
        const [first] = heard;
        for (const each of heard) expect(each?.messages).toEqual(first?.messages);
      }
      expect(await history(both[0]?.store as Store, talks[0] as Talk)).toEqual(calm.said);
      expect(await kept(talks[1] as Talk)).toEqual(calm.kept);
    },
    PATIENT,
  );

  it('delivered again much later, in any order: each gets its own answer, and nothing changes', async () => {
    const { talk, store } = await start(newFile());
    const one = talk();
    const answers: string[] = [];
    for (const [index, text] of SAID.entries())
      answers.push((await one.deliver(incoming(one, index, text))).text);
    for (const index of [15, 3, 11, 0, 16, 15, 4]) {
      const again = await one.deliver(incoming(one, index, SAID[index] ?? ''));
      expect([again.status, again.text]).toEqual(['duplicate', answers[index]]);
    }
    expect(await history(store, one)).toEqual(calm.said);
    expect(await kept(one)).toEqual(calm.kept);
  });

  it('an old activity with other words in it is still the old one', async () => {
    const { talk } = await start(newFile());
    const one = talk();
    for (const [index, text] of SAID.slice(0, 4).entries()) await one.deliver(incoming(one, index, text));
    expect((await one.deliver(incoming(one, 2, 'ik ben zo alleen'))).status).toBe('duplicate');
    expect((await one.state()).story).toEqual(['ik heb schulden']);
  });

  it.each([
    ['on a file', () => openSqliteStore({ file: newFile(), keys })],
    ['in memory', async () => openMemoryStore()],
  ])(
    'a message from before someone else took the phone is not theirs, late as it comes: %s',
    async (_, open) => {
      const store = await open();
      onTestFinished(() => store.close());
      const one = openAssistant({ store }).talk();
      const told = one.incoming('ik heb schulden');
      await one.say('ja');
      await one.deliver(told);
      await one.say('bewaar', 'ja');
      const code = (await one.state()).newCode ?? '';
      await one.say(code.split(' ')[0] ?? '', 'ik ben iemand anders');
      expect((await one.state()).story).toEqual([]);
      expect(await one.deliver(told)).toMatchObject({ status: 'duplicate', messages: [] });
      expect((await one.state()).story).toEqual([]);
      // Nor is it told once more to its owner, when they come back with their code.
      await one.say('ja', code);
      expect((await one.deliver(told)).status).toBe('duplicate');
      expect((await one.state()).story).toEqual(['ik heb schulden']);
    },
  );

  it(
    'told by two processes at once: all of it, once each',
    async () => {
      const file = newFile();
      const both = [await start(file), await start(file)];
      const talks = both.map((each) => each.talk());
      await talks[0]?.deliver(incoming(talks[0], 0, ''));
      await talks[0]?.deliver(incoming(talks[0], 1, 'ja'));
      const stories = Array.from(
        { length: 8 },
        (_, n) => `ik heb nu al ${n + 2} schulden bij de bank en de winkel`,
      );
      const told = await Promise.all(
        stories.map((text, n) => talks[n % 2]?.deliver(incoming(talks[n % 2] as Talk, n + 2, text))),
      );
      expect(told.map((each) => each?.status)).toEqual(stories.map(() => 'answered'));
      const { story } = (await talks[0]?.state()) ?? { story: [] };
      expect([...story].sort()).toEqual([...stories].sort());
      const rows = (await both[0]?.store.history(talks[0]?.address as Talk['address'], 0, 1000)) ?? [];
      expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
    },
    PATIENT,
  );

  /** What happens between two messages that are new. */
  const mishap = fc.oneof(
    { weight: 4, arbitrary: fc.constant({ kind: 'nothing' as const }) },
    { weight: 3, arbitrary: fc.nat(SAID.length).map((back) => ({ kind: 'again' as const, back })) },
    { weight: 2, arbitrary: fc.constant({ kind: 'restart' as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'other process' as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'at once' as const }) },
  );

  it(
    'in any order of deliveries, restarts and processes: the conversation that calm delivery gives',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(mishap, { minLength: SAID.length, maxLength: SAID.length }),
          async (mishaps) => {
            const file = newFile();
            const stores = [
              await openWithOrganisations({ file, keys }),
              await openWithOrganisations({ file, keys }),
            ];
            const talkOf = (who: number): Talk => openAssistant({ store: stores[who] as Store }).talk();
            let who = 0;
            try {
              for (const index of SAID.keys()) {
                const mishap = mishaps[index];
                if (mishap?.kind === 'other process') who = 1 - who;
                if (mishap?.kind === 'restart') {
                  await stores[who]?.close();
                  stores[who] = await openWithOrganisations({ file, keys });
                }
                const deliver = (at: number, by = who) => {
                  const talk = talkOf(by);
                  return talk.deliver(incoming(talk, at, SAID[at] ?? ''));
                };
                if (mishap?.kind === 'again' && mishap.back < index) await deliver(mishap.back);
                if (mishap?.kind === 'at once') await Promise.all([deliver(index), deliver(index, 1 - who)]);
                else await deliver(index);
              }
              const talk = talkOf(0);
              expect(await history(stores[0] as Store, talk)).toEqual(calm.said);
              expect(await kept(talk)).toEqual(calm.kept);
            } finally {
              for (const store of stores) await store.close();
            }
          },
        ),
        { numRuns: Number(process.env.RUNS ?? 8) },
      );
    },
    PATIENT,
  );
});
