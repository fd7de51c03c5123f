/** The Bot Framework endpoint: who gets in, what is answered inline, what is posted, and what is ignored. */
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type BotFramework,
  type BotFrameworkOptions,
  botFramework,
} from '../../src/channels/botframework.ts';
import { createLimits, NO_LIMITS, type Rules } from '../../src/run/limits.ts';
import { createOutbox, type Outbox } from '../../src/run/outbox.ts';
import type { World } from '../../src/run/ports.ts';
import { startConnector, startKeyServer } from './connector.ts';
import { type FakeBot, fakeBot, manyChoices } from './fake-bot.ts';

const APP_ID = '11111111-2222-3333-4444-555555555555';

const [connector, keys] = await Promise.all([startConnector(), startKeyServer()]);
afterAll(async () => {
  await Promise.all([connector.stop(), keys.stop()]);
});

interface Setup {
  bot: FakeBot;
  outbox: Outbox;
  endpoint: BotFramework;
  later(ms: number): void;
  post(activity: unknown, authorization?: string): Promise<Response>;
}

function setup(
  settings: Partial<BotFrameworkOptions['settings']> = {},
  more: { rules?: Partial<Rules>; address?: string; bot?: FakeBot } = {},
): Setup {
  let ahead = 0;
  const world: World = { now: () => new Date(Date.now() + ahead), id: () => crypto.randomUUID() };
  const bot = more.bot ?? fakeBot();
  const endpoint = botFramework({
    receive: async (incoming) => {
      const received = await bot.receive(incoming);
      outbox.kick();
      return received;
    },
    world,
    limits: createLimits({ world, rules: { ...NO_LIMITS, ...more.rules } }),
    addressOf: () => more.address ?? '127.0.0.1',
    settings: { production: false, ...settings },
  });
  const outbox = createOutbox({ store: bot.outbox, senders: [endpoint.sender], world });
  return {
    bot,
    outbox,
    endpoint,
    later: (ms) => {
      ahead += ms;
    },
    post: async (activity, authorization) =>
      endpoint.app.request('/api/messages', {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(authorization ? { Authorization: authorization } : {}),
        },
        body: typeof activity === 'string' ? activity : JSON.stringify(activity),
      }),
  };
}

let serial = 0;
const message = (text: string, more: object = {}) => {
  serial += 1;
  return {
    type: 'message',
    id: `m${serial}`,
    timestamp: '2026-11-02T09:00:00Z',
    channelId: 'msteams',
    serviceUrl: connector.serviceUrl,
    conversation: { id: 'conv 1', conversationType: 'personal', tenantId: 't1' },
    from: { id: 'user1', name: 'Anna de Vries' },
    recipient: { id: 'bot1', name: 'Stuur' },
    text,
    ...more,
  };
};
const inline = async (response: Response) =>
  ((await response.json()) as { activities: { text?: string; suggestedActions?: unknown }[] }).activities;

beforeEach(() => {
  connector.posted.length = 0;
  connector.answers.length = 0;
  // The SDK reports refused tokens on the error stream.
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('replies', () => {
  it('stand in the answer when the channel expects them there, and are not posted as well', async () => {
    const { post, outbox } = setup();
    const response = await post(message('drinken', { deliveryMode: 'expectReplies' }));
    expect(response.status).toBe(200);
    expect(await inline(response)).toEqual([
      expect.objectContaining({
        type: 'message',
        text: 'Wat wil je drinken?',
        textFormat: 'plain',
        locale: 'nl-NL',
        inputHint: 'expectingInput',
        channelId: 'msteams',
        conversation: expect.objectContaining({ id: 'conv 1' }),
        from: { id: 'bot1', name: 'Stuur' },
        suggestedActions: {
          actions: [
            { type: 'imBack', title: 'Thee', value: 'Thee' },
            { type: 'imBack', title: 'Koffie', value: 'Koffie' },
          ],
        },
      }),
    ]);
    await outbox.idle();
    expect(connector.posted).toEqual([]);
  });

  it('are posted to the serviceUrl otherwise, after a typing sign', async () => {
    const { post } = setup();
    const response = await post(message('twee', { id: 'a/b' }));
    expect(response.status).toBe(200);
    expect(await connector.until(2)).toEqual(['Een.', 'Twee.']);
    expect(connector.posted.map(({ activity }) => activity.type)).toEqual([
      'typing',
      'message',
      'typing',
      'message',
    ]);
    expect(connector.posted[1]).toMatchObject({
      path: '/v3/conversations/conv%201/activities/a%2Fb',
      authorization: undefined,
      activity: { replyToId: 'a/b', from: { id: 'bot1' }, recipient: { id: 'user1' }, textFormat: 'plain' },
    });
  });

  it('come after a restart, when the channel could not be reached before', async () => {
    const first = setup();
    connector.answers.push('drop', 503);
    await first.post(message('hallo'));
    await first.outbox.idle();
    await first.outbox.stop();
    expect(connector.said()).toEqual([]);
    expect(JSON.stringify(first.bot.queue[0]?.reference)).not.toContain('Vries');
    // Only what a store keeps goes over.
    for (const row of first.bot.queue) row.reference = JSON.parse(JSON.stringify(row.reference));
    const second = setup({}, { bot: first.bot });
    second.later(60_000);
    second.outbox.kick();
    expect(await connector.until(1)).toEqual(['Je zei: hallo']);
    await second.outbox.stop();
  });

  it.each([
    [429, 'retry'],
    [502, 'retry'],
    [401, 'retry'],
    ['drop', 'retry'],
    [403, 'gone'],
    [404, 'gone'],
    [400, 'gone'],
  ] as const)('refused with %s: %s', async (status, delivery) => {
    const { bot, outbox, post } = setup();
    connector.answers.push(status, status);
    await post(message('hallo', { channelId: 'sms' }));
    await outbox.idle();
    expect(bot.queue[0]).toMatchObject({ attempts: 1, done: delivery === 'gone' });
    await outbox.stop();
  });

  it('keep their order, also when one has to wait', async () => {
    const { outbox, post, later } = setup();
    connector.answers.push(503);
    await post(message('twee', { channelId: 'sms' }));
    await outbox.idle();
    expect(connector.said()).toEqual([]);
    later(5000);
    await outbox.idle();
    expect(connector.said()).toEqual(['Een.', 'Twee.']);
  });

  it('carry numbers where there are no buttons, or too few, or too narrow ones', async () => {
    const { post } = setup();
    const ask = async (text: string, channelId: string) => {
      const conversation = { id: `${channelId} ${text}` };
      return inline(await post(message(text, { channelId, conversation, deliveryMode: 'expectReplies' })));
    };
    expect(await ask('drinken', 'sms')).toEqual([
      expect.objectContaining({ text: 'Wat wil je drinken?\n\n1. Thee\n2. Koffie' }),
    ]);
    for (const channelId of ['sms', 'email', 'onbekend', '__proto__']) {
      expect((await ask('drinken', channelId))[0]?.suggestedActions).toBeUndefined();
    }
    for (const channelId of ['msteams', 'infobip-whatsapp', 'telegram']) {
      expect((await ask('drinken', channelId))[0]?.suggestedActions).toBeDefined();
    }
    const [teams] = await ask('veel', 'msteams');
    expect(teams?.suggestedActions).toBeUndefined();
    expect(teams?.text).toContain(`12. ${manyChoices[11]?.label}`);
    expect((await ask('veel', 'telegram'))[0]?.suggestedActions).toBeDefined();
    expect((await ask('veel', 'facebook'))[0]?.suggestedActions).toBeUndefined();
  });

  it('are cut in pieces that the channel can carry', async () => {
    const { post } = setup();
    const words = 'woord '.repeat(600).trim();
    const replies = await inline(
      await post(message(words, { channelId: 'sms', deliveryMode: 'expectReplies' })),
    );
    expect(replies.length).toBe(3);
    expect(replies.every(({ text = '' }) => text.length <= 1530)).toBe(true);
    expect(replies.map(({ text }) => text).join(' ')).toBe(`Je zei: ${words}`);
  });

  it('tell of events only to clients that may act on them', async () => {
    const { post } = setup();
    const kinds = async (channelId: string) => {
      const conversation = { id: channelId };
      const response = await post(message('weg', { channelId, conversation, deliveryMode: 'expectReplies' }));
      return (await inline(response)).map((one) => (one as { type?: string }).type);
    };
    expect(await kinds('webchat')).toEqual(['event', 'message']);
    expect(await kinds('msteams')).toEqual(['message']);
  });
});

describe('what comes in', () => {
  it('greets the client who is added, and not itself', async () => {
    const { post, bot } = setup();
    const update = (membersAdded: object[]) =>
      message('', {
        type: 'conversationUpdate',
        text: undefined,
        membersAdded,
        deliveryMode: 'expectReplies',
      });
    expect(await inline(await post(update([{ id: 'bot1' }])))).toEqual([]);
    expect((await inline(await post(update([{ id: 'bot1' }, { id: 'user1' }]))))[0]?.text).toMatch(/^Hoi/);
    expect(bot.turns.map((turn) => turn.kind)).toEqual(['start']);
  });

  it('ignores other kinds politely, and groups', async () => {
    const { post, bot } = setup();
    for (const type of ['typing', 'event', 'invoke', 'messageReaction', 'installationUpdate', 'nieuw']) {
      expect((await post(message('hoi', { type }))).status).toBe(200);
    }
    for (const conversation of [
      { id: 'g', isGroup: true },
      { id: 'g', conversationType: 'channel' },
      { id: 'g', conversationType: 'groupChat' },
    ]) {
      expect((await post(message('hoi', { conversation }))).status).toBe(200);
    }
    expect(bot.turns).toEqual([]);
  });

  it('takes choices by id, and attachments by their media type without the copy that Teams makes', async () => {
    const { post, bot } = setup();
    await post(message('', { value: { choice: 'tea' } }));
    const attachments = [
      { contentType: 'text/html' },
      { contentType: 'image/png; x=1', contentUrl: 'http://x/' },
    ];
    await post(message('kijk', { attachments }));
    await post(message('', { attachments: [{ contentType: 'wat is dit' }] }));
    await post(message('hallo', { attachments: [{ contentType: 'text/html' }] }));
    expect(bot.turns.map(({ choice, attachments: types }) => [choice, types])).toEqual([
      ['tea', []],
      [undefined, ['image/png']],
      [undefined, ['application/octet-stream']],
      [undefined, []],
    ]);
  });

  it.each([
    ['no JSON', '{"type":'],
    ['no type', { ...message('x'), type: undefined }],
    ['no channel', { ...message('x'), channelId: 5 }],
    ['no conversation', { ...message('x'), conversation: undefined }],
    ['a serviceUrl that is none', { ...message('x'), serviceUrl: 'file:///etc/passwd' }],
    ['a serviceUrl without a scheme', { ...message('x'), serviceUrl: 'example.org' }],
    ['nobody it is from', { ...message('x'), serviceUrl: 'http://127.0.0.1:1', from: undefined }],
    ['a list', []],
    ['null', 'null'],
  ])('refuses with a sentence: %s', async (_name, activity) => {
    const response = await setup().post(activity);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: { code: 'BadArgument', message: expect.stringMatching(/ nodig\.$/) },
    });
  });

  it('says in the chat itself that a message is too long or too fast', async () => {
    const { post } = setup({}, { rules: { messagesPerConversation: { burst: 2, perSecond: 0.01 } } });
    const expectReplies = { deliveryMode: 'expectReplies' };
    expect((await inline(await post(message('a'.repeat(4001), expectReplies))))[0]?.text).toMatch(/te lang/);
    await post(message('een', expectReplies));
    expect((await inline(await post(message('twee', expectReplies))))[0]?.text).toMatch(/te snel/);
  });

  it('answers 200 quick messages with one sentence, not with 180', async () => {
    const rules = {
      messagesPerConversation: { burst: 20, perSecond: 0.1 },
      noticesPerConversation: { burst: 1, perSecond: 0.01 },
    };
    const { post, bot, outbox } = setup({}, { rules });
    const all = await Promise.all(
      Array.from({ length: 200 }, (_, n) => post(message(`${n}`, { channelId: 'sms' }))),
    );
    expect(new Set(all.map((response) => response.status))).toEqual(new Set([200]));
    await outbox.idle();
    expect(bot.turns).toHaveLength(20);
    expect((await connector.until(21)).filter((text) => text.includes('te snel'))).toHaveLength(1);
  });

  it('hides what went wrong inside', async () => {
    const { post, bot } = setup();
    bot.broken = true;
    const response = await post(message('hoi'));
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('geheim');
  });
});

describe('without an app id', () => {
  it('does not start in production', () => {
    expect(() => setup({ production: true })).toThrow(/no app id/);
  });

  it('talks only to this computer, from this computer', async () => {
    const { post, bot } = setup();
    for (const serviceUrl of [
      'https://example.org',
      'http://127.0.0.1.example.org',
      'http://169.254.169.254/',
    ]) {
      expect((await post(message('hoi', { serviceUrl }))).status).toBe(403);
    }
    expect((await setup({}, { address: '192.0.2.1' }).post(message('hoi'))).status).toBe(403);
    expect(bot.turns).toEqual([]);
    const mapped = setup({}, { address: '::ffff:127.0.0.1' });
    expect((await mapped.post(message('hoi'))).status).toBe(200);
    await mapped.outbox.idle();
  });
});

describe('with an app id', () => {
  const secured = () =>
    setup({
      appId: APP_ID,
      production: true,
      openIdMetadataUrl: keys.metadataUrl,
      botToken: async () => 'van-de-bot',
    });
  const good = () => ({ aud: APP_ID, serviceurl: connector.serviceUrl });

  it('lets in the channel that shows a good token, and shows its own when it posts', async () => {
    const { post } = secured();
    expect((await post(message('hallo'), `Bearer ${await keys.token(good())}`)).status).toBe(200);
    expect(await connector.until(1)).toEqual(['Je zei: hallo']);
    expect(connector.posted.at(-1)?.authorization).toBe('Bearer van-de-bot');
  });

  it('refuses every other token, without a turn', async () => {
    const { post, bot } = secured();
    const unsigned = `${btoa('{"alg":"none","typ":"JWT","kid":"k1"}')}.${btoa(
      JSON.stringify({ iss: 'https://api.botframework.com', exp: 4e9, ...good() }),
    )}.`.replaceAll('=', '');
    const tokens: Record<string, string> = {
      'for another bot': await keys.token({ ...good(), aud: 'another' }),
      'for another serviceUrl': await keys.token({ ...good(), serviceurl: 'https://elsewhere.example' }),
      expired: await keys.token(good(), { expires: '-10m' }),
      forged: await keys.token(good(), { forged: true }),
      'by another issuer': await keys.token(good(), { issuer: 'https://evil.example' }),
      unsigned,
      nonsense: 'abc',
    };
    for (const [name, token] of Object.entries(tokens)) {
      const response = await post(message('hoi'), `Bearer ${token}`);
      expect([name, response.status]).toEqual([name, 403]);
      expect(await response.json()).toEqual({
        error: { code: 'InvalidToken', message: 'Dit token is niet geldig voor deze bot.' },
      });
    }
    expect((await post(message('hoi'))).status).toBe(401);
    expect((await post(message('hoi'), 'Basic YTpi')).status).toBe(403);
    const other = message('hoi', { channelId: 'telegram' });
    expect((await post(other, `Bearer ${await keys.token(good())}`)).status).toBe(403);
    const ase = message('hoi', { channelId: 'AseChannel' });
    expect((await post(ase, `Bearer ${await keys.token(good())}`)).status).toBe(403);
    expect(bot.turns).toEqual([]);
  });

  it('says that it cannot check when the keys cannot be had', async () => {
    const { post } = setup({
      appId: APP_ID,
      production: true,
      openIdMetadataUrl: 'http://127.0.0.1:9/openid',
    });
    expect((await post(message('hoi'), `Bearer ${await keys.token(good())}`)).status).toBe(503);
  });
});
