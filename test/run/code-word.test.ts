/** A conversation behind a code word, through the whole of it: what a page shows, what is kept, and which code opens. */
import { describe, expect, it } from 'vitest';
import type { ClientState } from '../../src/engine/state.ts';
import type { Incoming, Message } from '../../src/run/ports.ts';
import { createReceive } from '../../src/run/receive.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { search, searchOrganisations, smallContent } from '../engine/world.ts';

const content = smallContent();
const BEGIN = Date.parse('2026-11-02T18:30:00.000Z');
const MINUTE = 60_000;
const ASK = 'Hallo. Wat is het woord?';

function open() {
  const store = openMemoryStore();
  let [now, ids, activities] = [BEGIN, 0, 0];
  const receive = createReceive({
    content,
    store,
    world: {
      now: () => new Date(now),
      id: () => `00000000-0000-4000-8000-${String(++ids * 7919).padStart(12, '0')}`,
    },
    mayTryCode: () => true,
    lookup: async (query) => search(query),
    organisations: async (query) => searchOrganisations(query),
    committed: () => undefined,
    log: () => undefined,
  });
  const send = async (where: string, text: string, more: Partial<Incoming> = {}): Promise<Message[]> => {
    now += 20_000;
    const received = await receive({
      channel: 'test',
      conversation: where,
      activity: `a${++activities}`,
      kind: 'message',
      text,
      attachments: [],
      pulled: true,
      session: true,
      ...more,
    });
    return received.status === 'refused' ? [] : received.outgoing.map(({ message }) => message);
  };
  const say = async (where: string, ...texts: string[]): Promise<string[]> => {
    let said: string[] = [];
    for (const text of texts) {
      said = (await send(where, text)).flatMap((message) => (message.kind === 'say' ? [message.text] : []));
    }
    return said;
  };
  const state = async (where: string) =>
    (await store.load({ channel: 'test', conversation: where })).client?.document as ClientState;
  return {
    store,
    send,
    say,
    state,
    history: async (where: string) => {
      await store.sweep(new Date(now).toISOString());
      return store.history({ channel: 'test', conversation: where }, 0, 100);
    },
    wait: (minutes: number) => {
      now += minutes * MINUTE;
    },
    /** Tells of debts, and agrees on a word; with a return code when asked for. */
    async begin(where: string, { code = false } = {}): Promise<string> {
      await say(where, 'hoi', 'ja', 'ik heb schulden', 'mijn plan', 'een doel erbij', 'rust');
      let made = '';
      if (code) {
        await say(where, 'bewaar');
        made = (await state(where)).newCode ?? '';
        await say(where, made.split(' ')[0] ?? '');
      }
      await say(where, 'codewoord', 'kastanje');
      return made;
    },
  };
}

describe('a page', () => {
  it('shows nothing of before when the word is asked for, and the plan again when it was typed', async () => {
    const { begin, send, wait } = open();
    await begin('one');
    wait(15);
    expect(await send('one', 'hoi')).toEqual([
      { kind: 'event', name: 'wiped' },
      { kind: 'say', text: ASK, choices: [] },
    ]);
    expect(await send('one', 'nog iets')).toEqual([
      { kind: 'say', text: 'Dat is het niet. Wat is het woord?', choices: [] },
    ]);
    const opened = await send('one', 'kastanje');
    expect(opened).toContainEqual({
      kind: 'event',
      name: 'plan',
      value: expect.objectContaining({ goals: ['rust'] }),
    });
  });

  it('that is opened anew finds nothing of before on the server', async () => {
    const { begin, history, wait } = open();
    await begin('one');
    expect((await history('one')).length).toBeGreaterThan(5);
    wait(14);
    expect((await history('one')).length).toBeGreaterThan(5);
    wait(1);
    expect(await history('one')).toEqual([]);
  });

  it('of someone without a word keeps what was said for a day', async () => {
    const { say, history, wait } = open();
    await say('one', 'hoi', 'ja', 'ik heb schulden');
    wait(23 * 60);
    expect((await history('one')).length).toBeGreaterThan(3);
  });

  it('in which danger at home was talked about keeps nothing of it for long', async () => {
    const { say, history, wait } = open();
    await say('one', 'hoi', 'ja', 'hij slaat me nu', 'ja');
    wait(16);
    expect(await history('one')).toEqual([]);
  });
});

describe('a return code', () => {
  it('opens it, in the same conversation and in another', async () => {
    const { begin, say, state, wait } = open();
    const code = await begin('one', { code: true });
    wait(20);
    expect(await say('one', 'hoi')).toEqual([ASK]);
    expect((await say('one', `mijn code is ${code}`))[0]).toBe('Welkom terug.');
    expect(await state('one')).toMatchObject({ codeWord: { closed: false, wrong: 0 } });
    wait(20);
    await say('two', 'hoi');
    expect((await say('two', code))[0]).toBe('Welkom terug.');
    expect((await state('two')).plan.goals).toMatchObject([{ text: 'rust' }]);
  });

  it('opens it also after five wrong words', async () => {
    const { begin, say, wait } = open();
    const code = await begin('one', { code: true });
    wait(20);
    await say('one', 'hoi', 'appel', 'peren', 'zomer', 'winter', 'herfst');
    expect(await say('one', 'kastanje')).toEqual(['Dicht. De code helpt.']);
    expect((await say('one', code))[0]).toBe('Welkom terug.');
  });

  it('of someone else does not open it, and does not destroy or take along what is inside', async () => {
    const { begin, say, state, store, wait } = open();
    const theirs = await begin('two', { code: true });
    await begin('one');
    const mine = (await state('one')).id;
    wait(20);
    expect(await say('one', theirs)).toEqual(['Die code is onbekend.']);
    expect(await state('one')).toMatchObject({ id: mine, codeWord: { closed: true } });
    expect(store.commits.at(-1)?.wipes).toBeUndefined();
    expect(store.commits.at(-1)?.takenFrom).toBeUndefined();
    expect((await say('one', 'kastanje'))[0]).toBe('Welkom terug.');
    expect((await state('two')).story).toEqual(['ik heb schulden']);
  });

  it('that is nobody’s leaves nothing behind the door', async () => {
    const { begin, say, state, wait } = open();
    await begin('one');
    const { stack } = await state('one');
    wait(20);
    const words = content.codeWords.slice(100, 106).join(' ');
    expect(await say('one', 'hoi', words)).toEqual(['Die code is onbekend.']);
    expect((await state('one')).stack).toEqual(stack);
  });
});

describe('waiting', () => {
  it('helps: guessing keeps nothing longer', async () => {
    const { begin, say, store, wait } = open();
    await begin('one');
    wait(20);
    await say('one', 'hoi', 'appel');
    wait(23 * 60);
    await say('one', 'peren');
    wait(60);
    await store.sweep(new Date(BEGIN + 25 * 60 * MINUTE).toISOString());
    expect((await store.load({ channel: 'test', conversation: 'one' })).client).toBeUndefined();
  });
});
