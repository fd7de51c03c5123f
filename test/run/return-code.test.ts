/** Coming back with a code, and one conversation that goes from one client to another. */
import { describe, expect, it } from 'vitest';
import type { ClientState } from '../../src/engine/state.ts';
import type { Incoming } from '../../src/run/ports.ts';
import { createReceive } from '../../src/run/receive.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { TO_AN_OFFER } from '../engine/places.ts';
import { search, searchOrganisations, smallContent } from '../engine/world.ts';

const content = smallContent();
const BEGIN = Date.parse('2026-11-02T18:30:00.000Z');
const DAY = 86_400_000;

function open({ tries = 10 } = {}) {
  const store = openMemoryStore();
  let [now, ids, activities] = [BEGIN, 0, 0];
  const asked: string[] = [];
  const receive = createReceive({
    content,
    store,
    world: {
      now: () => new Date(now),
      id: () => `00000000-0000-4000-8000-${String(++ids * 7919).padStart(12, '0')}`,
    },
    mayTryCode: (sender) => asked.push(sender) <= tries,
    lookup: async (query) => search(query),
    organisations: async (query) => searchOrganisations(query),
    committed: () => undefined,
    log: () => undefined,
  });
  const say = async (conversation: string, text: string, more: Partial<Incoming> = {}): Promise<string> => {
    now += 20_000;
    const received = await receive({
      channel: 'test',
      conversation,
      activity: `activity-${++activities}`,
      kind: 'message',
      text,
      attachments: [],
      pulled: true,
      ...more,
    });
    if (received.status === 'refused') return received.text;
    return received.outgoing
      .flatMap(({ message }) => (message.kind === 'say' ? [message.text] : []))
      .join('\n');
  };
  const stateOf = async (conversation: string) =>
    (await store.load({ channel: 'test', conversation })).client?.document as ClientState | undefined;
  const last = () => store.commits.at(-1);
  /** Tells something, keeps it with a code, and gives the code. */
  const keep = async (conversation: string, story: string): Promise<string> => {
    for (const text of ['hoi', 'ja', story, 'bewaar']) await say(conversation, text);
    const code = (await stateOf(conversation))?.newCode ?? '';
    await say(conversation, code.split(' ')[2] ?? '');
    return code;
  };
  return { store, say, stateOf, last, keep, asked, pass: (ms: number) => (now += ms) };
}

describe('a code', () => {
  it('is the client’s only once a word of it was typed back', async () => {
    const { say, stateOf, store } = open();
    for (const text of ['hoi', 'ja', 'ik heb schulden', 'bewaar']) await say('one', text);
    const { newCode = '', hasCode } = (await stateOf('one')) ?? {};
    expect(newCode.split(' ')).toHaveLength(6);
    expect(hasCode).toBeUndefined();
    expect(await store.byReturnCode(newCode)).toBeUndefined();
    await say('one', newCode.split(' ')[5] ?? '');
    expect(await store.byReturnCode(newCode)).toBeDefined();
    expect(JSON.stringify(await stateOf('one'))).not.toContain(newCode);
  });

  it('is not kept among the texts of the conversation', async () => {
    const { say, last } = open();
    for (const text of ['hoi', 'ja', 'bewaar']) await say('one', text);
    expect(last()?.textUntil).toBe(last()?.at);
  });

  it('brings its owner back in another conversation, and joins both', async () => {
    const { keep, say, stateOf } = open();
    const code = await keep('phone', 'ik heb schulden');
    const said = await say('laptop', code.toUpperCase());
    expect(said).toContain('Welkom terug');
    expect((await stateOf('laptop'))?.story).toEqual(['ik heb schulden']);
    expect((await stateOf('laptop'))?.id).toBe((await stateOf('phone'))?.id);
  });

  it('works behind a few words and with a slip of the finger, when it is asked for', async () => {
    const { keep, say, stateOf } = open();
    const code = await keep('phone', 'ik heb schulden');
    await say('laptop', 'ik heb een code');
    await say('laptop', `het is: ${code.replaceAll(' ', ', ').replace(/(.)(.)$/, '$1$2$2')}`);
    expect((await stateOf('laptop'))?.id).toBe((await stateOf('phone'))?.id);
  });

  it('takes along what was told before it; nothing else of that stranger stays', async () => {
    const { keep, say, stateOf, store, last } = open();
    const code = await keep('phone', 'ik heb schulden');
    for (const text of ['hoi', 'ja', 'ik ben zo alleen']) await say('laptop', text);
    const stranger = (await stateOf('laptop'))?.id;
    await say('laptop', code);
    expect((await stateOf('laptop'))?.story).toEqual(['ik heb schulden', 'ik ben zo alleen']);
    expect(last()).toMatchObject({ takenFrom: stranger, wipes: stranger });
    const texts = await store.history({ channel: 'test', conversation: 'laptop' }, 0, 50);
    expect(texts.filter(({ number }) => number <= (last()?.lastNumber ?? 0))).toEqual([]);
  });

  it('leaves another’s own conversation on that device to them, with nothing of it told on', async () => {
    const { keep, say, stateOf, store, last } = open();
    const mine = await keep('phone', 'ik heb schulden');
    const theirs = await keep('laptop', 'ik ben zo alleen');
    await say('laptop', mine);
    expect((await stateOf('laptop'))?.story).toEqual(['ik heb schulden']);
    expect(last()?.wipes).toBeUndefined();
    expect((await store.byReturnCode(theirs))?.document).toMatchObject({ story: ['ik ben zo alleen'] });
    await say('laptop', theirs);
    expect((await stateOf('laptop'))?.story).toEqual(['ik ben zo alleen']);
  });

  it('that is nobody’s is said to be so, and another can be tried', async () => {
    const { say, stateOf } = open();
    const wrong = content.codeWords.slice(0, 6).join(' ');
    expect(await say('one', wrong)).toContain('Die code ken ik niet.');
    expect((await stateOf('one'))?.story).toEqual([]);
  });

  it('that is nobody’s, after a stop: whether to try again is asked, and the answer is heard', async () => {
    const { say } = open();
    for (const text of ['hoi', 'ja', 'ik heb schulden', 'stop']) await say('one', text);
    await say('one', content.codeWords.slice(0, 6).join(' '));
    expect(await say('one', 'ja')).not.toContain('Welkom terug');
  });

  it('can be tried only so often, counted by who sends', async () => {
    const { keep, say, asked } = open({ tries: 1 });
    const code = await keep('phone', 'ik heb schulden');
    const wrong = content.codeWords.slice(0, 6).join(' ');
    await say('one', wrong, { sender: '192.0.2.1' });
    expect(await say('two', code, { sender: '192.0.2.1' })).toContain('Te vaak geprobeerd.');
    expect(asked).toEqual(['192.0.2.1', '192.0.2.1']);
  });

  it('of one’s own conversation changes nothing there', async () => {
    const { keep, say, stateOf, last } = open();
    const code = await keep('phone', 'ik heb schulden');
    expect(await say('phone', code)).toContain('Welkom terug');
    expect((await stateOf('phone'))?.story).toEqual(['ik heb schulden']);
    expect(last()?.takenFrom).toBeUndefined();
  });

  it('dies with its client', async () => {
    const { keep, say } = open();
    const code = await keep('phone', 'ik heb schulden');
    await say('phone', 'wis');
    await say('phone', 'ja');
    expect(await say('laptop', code)).toContain('Die code ken ik niet.');
  });
});

describe('how long it is kept', () => {
  const keptFor = (turn: ReturnType<ReturnType<typeof open>['last']>): number =>
    (Date.parse(turn?.client.keepUntil ?? '') - Date.parse(turn?.at ?? '')) / DAY;

  it('in a browser tab: the session, and with a code as long as usual', async () => {
    const { say, last, stateOf } = open();
    const tab = { session: true };
    for (const text of ['hoi', 'ja', 'ik heb schulden', 'bewaar']) await say('tab', text, tab);
    expect(keptFor(last())).toBe(1);
    await say('tab', (await stateOf('tab'))?.newCode ?? '', tab);
    expect(keptFor(last())).toBe(90);
  });

  it('in a browser tab with something sent to an organisation: as long as that was promised', async () => {
    const { say, last } = open();
    const tab = { session: true };
    for (const text of ['hoi', ...TO_AN_OFFER, 'ja']) await say('tab', text, tab);
    expect(last()?.handoffs).toMatchObject([{ kind: 'request' }]);
    expect(keptFor(last())).toBe(30);
  });

  it('elsewhere: as long as usual', async () => {
    const { say, last } = open();
    await say('chat', 'hoi');
    expect(keptFor(last())).toBe(90);
  });
});

describe('someone else in the same conversation', () => {
  it('begins as a stranger; what nobody could find again is destroyed', async () => {
    const { say, stateOf, last } = open();
    for (const text of ['hoi', 'ja', 'ik heb schulden']) await say('phone', text);
    const before = (await stateOf('phone'))?.id;
    await say('phone', 'ik ben iemand anders');
    expect(last()).toMatchObject({ wipes: before, client: { seq: 1 } });
    expect((await stateOf('phone'))?.story).toEqual([]);
  });

  it('and what is kept by a code waits for its owner', async () => {
    const { keep, say, stateOf, last } = open();
    const code = await keep('phone', 'ik heb schulden');
    await say('phone', 'ik ben iemand anders');
    expect(last()?.wipes).toBeUndefined();
    expect((await stateOf('phone'))?.story).toEqual([]);
    await say('phone', code);
    expect((await stateOf('phone'))?.story).toEqual(['ik heb schulden']);
  });
});
