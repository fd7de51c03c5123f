/**
 * Who is not the client and wants in: over HTTP, with a clock that tests move. Guessing a return code, guessing or
 * reusing a token. What else is refused at the door is in `test/channels/directline.test.ts` and `test/runtime/abuse.test.ts`.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLive } from '../../src/channels/directline/live.ts';
import { directLine } from '../../src/channels/directline/routes.ts';
import { createTokens, newConversation } from '../../src/channels/directline/tokens.ts';
import { phrase } from '../../src/content/speak.ts';
import { createLimits } from '../../src/run/limits.ts';
import { organisationsIn } from '../../src/run/organisations.ts';
import type { World } from '../../src/run/ports.ts';
import { createReceive } from '../../src/run/receive.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { BEGIN, stage } from './assistant.ts';
import { PATIENT } from './everywhere.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The Direct Line door of the real assistant. An address is what its header says. */
function open() {
  let now = Date.parse(BEGIN);
  const world: World = { now: () => new Date(now), id: () => crypto.randomUUID() };
  const limits = createLimits({ world });
  const store = openMemoryStore();
  const receive = createReceive({
    ...stage,
    store,
    world,
    organisations: organisationsIn({ ...store, municipality: stage.municipality }),
    // As src/node.ts puts it together.
    mayTryCode: (sender) =>
      limits.take('codesPerSender', sender) === 0 && limits.take('codesInAll', '') === 0,
    committed: () => undefined,
    log: () => undefined,
  });
  const app = directLine({
    receive,
    history: store.history,
    live: createLive(),
    secret: 'een geheim van minstens tweeendertig tekens',
    world,
    limits,
    addressOf: (c) => c.req.header('x-test-address') ?? '',
  });
  const ask = (path: string, { from, token, body }: { from: string; token?: string; body?: object }) =>
    app.request(`http://stuur.test/v3/directline${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'x-test-address': from,
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body ?? {}),
    });
  const start = async (from: string) =>
    (await (await ask('/conversations', { from })).json()) as { conversationId: string; token: string };
  /** What is answered to words in a conversation. */
  const say = async (
    chat: { conversationId: string; token: string },
    from: string,
    text: string,
  ): Promise<string> => {
    const path = `/conversations/${chat.conversationId}/activities`;
    const before = (await store.load({ channel: 'directline', conversation: chat.conversationId }))
      .lastNumber;
    const response = await ask(path, { from, token: chat.token, body: { type: 'message', text } });
    if (response.status !== 200) return `${response.status}`;
    const rows = await store.history(
      { channel: 'directline', conversation: chat.conversationId },
      before,
      50,
    );
    return rows.flatMap(({ message }) => (message.kind === 'say' ? [message.text] : [])).join('\n');
  };
  return {
    start,
    say,
    pass: (ms: number) => {
      now += ms;
    },
    now: () => now,
    /** The story that a conversation knows. */
    storyOf: async ({ conversationId }: { conversationId: string }): Promise<string> =>
      JSON.stringify(
        ((await store.load({ channel: 'directline', conversation: conversationId })).client
          ?.document as never) ?? '',
      ),
  };
}

const { codeWords } = stage.content;
/** Looked up, and nobody's. */
const isTry = (said: string): boolean => said.includes(phrase(stage.content, 'come_back.not_found', 'je'));
const isTooOften = (said: string): boolean => said.includes(phrase(stage.content, 'come_back.later', 'je'));
const guess = (n: number): string =>
  Array.from({ length: 6 }, (_, at) => codeWords[(n * 31 + at * 7) % codeWords.length]).join(' ');

describe('guessing a return code', () => {
  /** How many tries in each minute of the day. */
  const HABITS: [who: string, tries: (minute: number) => number][] = [
    ['tries all the time', () => 1],
    ['saves up and tries at once', (minute) => (minute % 90 === 0 ? 12 : 0)],
    // The count is kept under a salt that is renewed every six hours, and begins anew with it.
    [
      'waits for the count to begin anew',
      (minute) => {
        const since = (minute + 1) % 360;
        return since < 2 ? 12 : since < 60 ? 1 : 0;
      },
    ],
  ];

  it.each(HABITS)(
    'at most ten tries in any hour from one address, for who %s',
    async (_who, triesIn) => {
      const { start, say, pass, now } = open();
      const tries: number[] = [];
      let refused = 0;
      for (let minute = 0; minute < 24 * 60; minute++) {
        for (let n = 0; n < triesIn(minute); n++) {
          const said = await say(await start('192.0.2.1'), '192.0.2.1', guess(minute * 12 + n));
          if (isTry(said)) tries.push(now());
          else if (isTooOften(said)) refused += 1;
        }
        pass(MINUTE);
      }
      expect(refused).toBeGreaterThan(20);
      const inAnHour = tries.map((from) => tries.filter((at) => at >= from && at < from + HOUR).length);
      expect(Math.max(...inAnHour)).toBeLessThanOrEqual(10);
      // And who only mistyped is not kept out for good.
      expect(tries.length).toBeGreaterThan(24);
    },
    PATIENT,
  );

  it('who tries too often is told so, finds nothing, and keeps nobody else out', async () => {
    const { start, say, storyOf } = open();
    const owner = await start('198.51.100.7');
    for (const text of ['ja', 'ik heb schulden bij zwartekat', 'bewaar', 'ja'])
      await say(owner, '198.51.100.7', text);
    const code = (JSON.parse(await storyOf(owner)) as { newCode: string }).newCode;
    await say(owner, '198.51.100.7', code.split(' ')[0] ?? '');

    const thief = await start('192.0.2.1');
    let said = '';
    for (let n = 0; n < 20; n++) said = await say(thief, '192.0.2.1', guess(n));
    expect(isTooOften(said), said).toBe(true);
    // Even the right one is not looked at any more, from this address.
    expect(isTooOften(await say(await start('192.0.2.1'), '192.0.2.1', code))).toBe(true);
    const laptop = await start('203.0.113.9');
    expect(await say(laptop, '203.0.113.9', code)).toContain('Welkom terug');
    expect(await storyOf(laptop)).toContain('zwartekat');
    expect(await storyOf(thief)).not.toContain('zwartekat');
  });

  it('one network of IPv6 addresses is one sender', async () => {
    const { start, say } = open();
    let tried = 0;
    for (let n = 0; n < 40; n++) {
      const from = `2001:db8:1:2:${n.toString(16)}::1`;
      if (isTry(await say(await start(from), from, guess(n)))) tried += 1;
    }
    expect(tried).toBeGreaterThan(0);
    expect(tried).toBeLessThanOrEqual(10);
  });

  it('a code has more than 60 bits, and what is left of it in the database is no help', () => {
    expect(6 * Math.log2(new Set(codeWords).size)).toBeGreaterThan(60);
    // How it is hashed: test/store/contract_arrangements.ts.
  });
});

describe('a token', () => {
  const tokens = createTokens('een geheim van minstens tweeendertig tekens', () => new Date(BEGIN));

  it('is not good with any one character changed', async () => {
    const token = await tokens.issue('chat', { conversation: newConversation() });
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'abcXYZ019-_.'), async (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        fc.pre(changed !== token);
        // The last character of a part carries bits that say nothing; what it decodes to must then be the same.
        const bytes = (text: string) =>
          text
            .split('.')
            .map((part) => Buffer.from(part, 'base64url').toString('hex'))
            .join();
        fc.pre(bytes(changed) !== bytes(token));
        expect(await tokens.check('chat', changed)).toEqual({ ok: false, because: 'invalid' });
      }),
      { numRuns: 300 },
    );
  });

  it('tells nothing of who holds it, and opens nothing but its own conversation', async () => {
    const { start, say, storyOf } = open();
    const [one, other] = [await start('192.0.2.1'), await start('192.0.2.1')];
    await say(one, '192.0.2.1', 'ja');
    await say(one, '192.0.2.1', 'ik heb schulden bij zwartekat');
    expect(Buffer.from(one.token.split('.')[1] ?? '', 'base64url').toString()).not.toMatch(
      /192\.0|zwartekat/,
    );
    expect(
      await say({ conversationId: one.conversationId, token: other.token }, '192.0.2.1', 'mijn gegevens'),
    ).toBe('403');
    expect(await storyOf(other)).not.toContain('zwartekat');
  });

  it('ends, and is then good for nothing but a new one, for a day', async () => {
    const { start, say, pass } = open();
    const chat = await start('192.0.2.1');
    pass(31 * MINUTE);
    expect(await say(chat, '192.0.2.1', 'hoi')).toBe('403');
  });

  it('belongs to a conversation whose name nobody can guess', () => {
    const names = Array.from({ length: 2000 }, newConversation);
    expect(new Set(names).size).toBe(names.length);
    // 192 bits, and no part of it is the same in all.
    for (const name of names) expect(Buffer.from(name, 'base64url')).toHaveLength(24);
    for (let at = 0; at < 32; at++) expect(new Set(names.map((name) => name[at])).size).toBeGreaterThan(32);
  });
});
