/** Direct Line over plain HTTP and a plain WebSocket: what its documents promise, and what is refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type TestServer } from './directline-server.ts';

interface Chat {
  conversationId: string;
  token: string;
  expires_in: number;
  streamUrl: string;
}
interface Activities {
  activities: { id: string; type: string; text?: string; from: { role: string } }[];
  watermark: string;
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const post = (path: string, body: unknown, headers: Record<string, string> = {}, at = server) =>
  fetch(at.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const bearer = (chat: { token: string }) => ({ Authorization: `Bearer ${chat.token}` });
const open = async (at = server): Promise<Chat> =>
  (await (await post('/conversations', {}, {}, at)).json()) as Chat;
const say = (chat: Chat, text: string, more: object = {}, at = server) =>
  post(
    `/conversations/${chat.conversationId}/activities`,
    { type: 'message', text, ...more },
    bearer(chat),
    at,
  );
const read = async (chat: Chat, watermark = ''): Promise<Activities> => {
  const url = `${server.url}/conversations/${chat.conversationId}/activities?watermark=${watermark}`;
  return (await (await fetch(url, { headers: bearer(chat) })).json()) as Activities;
};
const texts = (set: Activities) => set.activities.map((one) => one.text ?? one.type);
const errorOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string; message: string } }).error;

describe('a conversation', () => {
  it('is made from an anonymous token, greets once, and gives each row its own lasting id', async () => {
    const generated = (await (await post('/tokens/generate', { user: { id: 'dl_anna' } })).json()) as Chat;
    expect(generated.expires_in).toBe(1800);
    const first = await post('/conversations', {}, bearer(generated));
    expect(first.status).toBe(201);
    const chat = (await first.json()) as Chat;
    expect(chat.conversationId).toBe(generated.conversationId);
    expect(chat.conversationId.length).toBeGreaterThanOrEqual(22);
    expect(chat.streamUrl).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/v3\/directline\/conversations\//);
    const again = await post('/conversations', {}, bearer(generated));
    expect(again.status).toBe(200);

    const posted = await say(chat, 'hallo', { channelData: { clientActivityID: 'a1' } });
    expect(await posted.json()).toEqual({ id: `${chat.conversationId}|0000002` });
    const all = await read(chat);
    expect(all).toEqual({
      watermark: '3',
      activities: [
        {
          type: 'message',
          id: `${chat.conversationId}|0000001`,
          timestamp: expect.any(String),
          channelId: 'directline',
          conversation: { id: chat.conversationId },
          from: { id: 'stuur', name: 'Stuur', role: 'bot' },
          locale: 'nl-NL',
          text: 'Hoi, ik ben Stuur, een computerprogramma.',
          textFormat: 'plain',
          inputHint: 'acceptingInput',
        },
        {
          type: 'message',
          id: `${chat.conversationId}|0000002`,
          timestamp: expect.any(String),
          channelId: 'directline',
          conversation: { id: chat.conversationId },
          from: { id: 'dl_anna', role: 'user' },
          text: 'hallo',
          channelData: { clientActivityID: 'a1' },
        },
        expect.objectContaining({ id: `${chat.conversationId}|0000003`, text: 'Je zei: hallo' }),
      ],
    });
    expect(texts(await read(chat, '2'))).toEqual(['Je zei: hallo']);
    expect(await read(chat, '3')).toEqual({ activities: [], watermark: '3' });
  });

  it('carries choices as buttons, and takes them by id and by their words', async () => {
    const chat = await open();
    await say(chat, 'drinken');
    expect((await read(chat)).activities.at(-1)).toMatchObject({
      inputHint: 'expectingInput',
      suggestedActions: {
        actions: [
          { type: 'imBack', title: 'Thee', value: 'Thee' },
          { type: 'imBack', title: 'Koffie', value: 'Koffie' },
        ],
      },
      channelData: {
        choices: [
          { id: 'tea', label: 'Thee' },
          { id: 'coffee', label: 'Koffie' },
        ],
      },
    });
    await say(chat, '', { value: { choice: 'coffee' } });
    await say(chat, 'Thee');
    expect(texts(await read(chat, '3'))).toEqual(['', 'Gekozen: Koffie', 'Thee', 'Gekozen: Thee']);
  });

  it('sends events of the bot as events, and ignores those of the client', async () => {
    const chat = await open();
    await say(chat, 'weg');
    expect((await read(chat, '2')).activities[0]).toMatchObject({ type: 'event', name: 'leave' });
    for (const type of ['typing', 'event', 'conversationUpdate', 'iets nieuws']) {
      const path = `/conversations/${chat.conversationId}/activities`;
      expect((await post(path, { type, name: 'webchat/join' }, bearer(chat))).status).toBe(200);
    }
    expect((await read(chat)).watermark).toBe('4');
  });

  it('takes the same message once, by the id of the client or the Idempotency-Key', async () => {
    const chat = await open();
    const withKey = () =>
      post(
        `/conversations/${chat.conversationId}/activities`,
        { type: 'message', text: 'twee keer' },
        { ...bearer(chat), 'Idempotency-Key': 'k1' },
      );
    const ids = [await withKey(), await withKey()].map((response) => response.json());
    expect(await ids[0]).toEqual(await ids[1]);
    expect(texts(await read(chat, '1'))).toEqual(['twee keer', 'Je zei: twee keer']);
  });

  it('answers an upload by its media types and lets the content pass', async () => {
    const chat = await open();
    const form = new FormData();
    const activity = { type: 'message', text: 'kijk', channelData: { clientActivityID: 'u1' } };
    form.append(
      'activity',
      new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }),
    );
    form.append('file', new Blob([new Uint8Array(3_000_000)], { type: 'image/jpeg' }), 'foto.jpg');
    form.append('file', new Blob([''], { type: 'audio/ogg' }), 'stem.ogg');
    const url = `${server.url}/conversations/${chat.conversationId}/upload?userId=u`;
    const response = await fetch(url, { method: 'POST', headers: bearer(chat), body: form });
    expect(await response.json()).toEqual({ id: `${chat.conversationId}|0000002` });
    expect(server.bot.turns.at(-1)).toMatchObject({ text: 'kijk', attachments: ['image/jpeg', 'audio/ogg'] });
    expect(texts(await read(chat, '1'))).toEqual([
      'kijk',
      'Dat kan ik niet openen. Wil je het in woorden vertellen?',
    ]);

    const big = new FormData();
    big.append('file', new Blob([new Uint8Array(33 * 1024 * 1024)], { type: 'video/mp4' }), 'film.mp4');
    const refused = await fetch(url, { method: 'POST', headers: bearer(chat), body: big }).catch(
      () => undefined,
    );
    expect(refused?.status ?? 413).toBe(413);
    for (const [type, body] of [
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="activity"\r\n\r\n{kapot\r\n--x--',
      ],
      ['multipart/form-data; boundary=x', 'geen grens te zien'],
      ['multipart/form-data', '--x--'],
      ['text/plain', 'hoi'],
    ] as const) {
      const headers = { ...bearer(chat), 'Content-Type': type };
      expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(400);
    }
  });
});

describe('tokens', () => {
  it('belong to one conversation', async () => {
    const [one, other] = [await open(), await open()];
    const response = await post(
      `/conversations/${one.conversationId}/activities`,
      { type: 'message' },
      bearer(other),
    );
    expect(response.status).toBe(403);
    expect((await errorOf(response)).code).toBe('OtherConversation');
  });

  it('are refused when missing, forged, or made for something else', async () => {
    const chat = await open();
    const path = `/conversations/${chat.conversationId}/activities`;
    expect((await post(path, { type: 'message' })).status).toBe(401);
    const [head, body] = chat.token.split('.');
    const unsigned = `${btoa('{"alg":"none","typ":"JWT"}').replaceAll('=', '')}.${body}.`;
    const stream = new URL(chat.streamUrl).searchParams.get('t') ?? '';
    for (const token of [`${head}.${body}.AAAA`, unsigned, stream, 'undefined', 'a.b.c']) {
      const response = await post(path, { type: 'message' }, { Authorization: `Bearer ${token}` });
      expect(response.status).toBe(403);
      expect((await errorOf(response)).code).toBe('InvalidToken');
    }
  });

  it('expire after half an hour, unless refreshed', async () => {
    const at = await startServer();
    try {
      const chat = await open(at);
      at.later(1700);
      const refreshed = (await (await post('/tokens/refresh', '', bearer(chat), at)).json()) as Chat;
      at.later(200);
      const late = await say(chat, 'hoi', {}, at);
      expect(late.status).toBe(403);
      expect((await errorOf(late)).code).toBe('TokenExpired');
      expect((await say({ ...chat, token: refreshed.token }, 'hoi', {}, at)).status).toBe(200);
    } finally {
      await at.stop();
    }
  });

  it('can be refreshed for a day after their end, so that a phone may sleep', async () => {
    const at = await startServer();
    try {
      const chat = await open(at);
      at.later(1800 + 23 * 3600);
      const refreshed = (await (await post('/tokens/refresh', '', bearer(chat), at)).json()) as Chat;
      at.later(2 * 3600);
      expect((await post('/tokens/refresh', '', bearer(chat), at)).status).toBe(403);
      expect((await post('/tokens/refresh', '', bearer(refreshed), at)).status).toBe(200);
      at.later(-2 * 3600);
      expect((await say({ ...chat, token: refreshed.token }, 'hoi', {}, at)).status).toBe(200);
    } finally {
      await at.stop();
    }
  });
});

describe('what is refused, with a sentence', () => {
  it.each([
    ['no JSON', '{"type": "mess'],
    ['no type', { text: 'hoi' }],
    ['a text that is no text', { type: 'message', text: { toString: 1 } }],
    ['a list', [1, 2]],
    ['nothing', ''],
  ])('%s', async (_name, body) => {
    const chat = await open();
    const response = await post(`/conversations/${chat.conversationId}/activities`, body, bearer(chat));
    expect(response.status).toBe(400);
    expect((await errorOf(response)).message).toMatch(/^Dit bericht/);
  });

  it('a wrong watermark, an unknown path', async () => {
    const chat = await open();
    const url = `${server.url}/conversations/${chat.conversationId}/activities?watermark=-3`;
    expect((await fetch(url, { headers: bearer(chat) })).status).toBe(400);
    expect((await errorOf(await fetch(`${server.url}/session/getsessionid`))).code).toBe('NotFound');
  });

  it('too long for the bot, and too long for the server', async () => {
    const chat = await open();
    const long = await say(chat, 'a'.repeat(4001));
    expect(long.status).toBe(413);
    expect((await errorOf(long)).message).toBe('Dat is te lang. Kun je het korter zeggen?');
    const huge = await say(chat, 'a'.repeat(1_000_000));
    expect(huge.status).toBe(413);
    expect((await errorOf(huge)).message).toMatch(/te groot/);
  });

  it('leaves the connection whole after a refusal, for what is sent over it next', async () => {
    const chat = await open();
    expect((await say(chat, 'a'.repeat(1_000_000))).status).toBe(413);
    // The server would cut it half a second later, had it not read the whole request.
    for (let n = 0; n < 35; n += 1) {
      expect((await read(chat)).watermark).toBe('1');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const endless = await say(chat, 'a'.repeat(5_000_000)).catch(() => undefined);
    expect(endless?.status ?? 413).toBe(413);
    expect(endless?.headers.get('Connection') ?? 'close').toBe('close');
    expect((await read(chat)).watermark).toBe('1');
  });

  it('a failing store, without its secrets', async () => {
    const at = await startServer();
    try {
      const chat = await open(at);
      at.bot.broken = true;
      const response = await say(chat, 'hoi', {}, at);
      expect(response.status).toBe(503);
      expect(response.headers.get('Retry-After')).toBe('2');
      expect(JSON.stringify(await errorOf(response))).not.toContain('geheim');
      expect(at.logged).toEqual(['{"event":"channel.failed","channel":"directline","error":"Error"}']);
    } finally {
      await at.stop();
    }
  });

  it('200 messages in a moment: the first ones answered, the rest asked to wait', async () => {
    const at = await startServer({ messagesPerConversation: { burst: 20, perSecond: 1 } });
    try {
      const chat = await open(at);
      const all = await Promise.all(Array.from({ length: 200 }, (_, n) => say(chat, `nummer ${n}`, {}, at)));
      const statuses = all.map((response) => response.status);
      const taken = statuses.filter((status) => status === 200).length;
      expect(taken).toBeGreaterThanOrEqual(20);
      expect(taken).toBeLessThan(30);
      const refused = all.find((response) => response.status === 429);
      expect(Number(refused?.headers.get('Retry-After'))).toBeGreaterThanOrEqual(1);
      expect((await errorOf(refused as Response)).message).toMatch(/te snel/);
      at.later(30);
      expect((await say(chat, 'rustig', {}, at)).status).toBe(200);
      expect((await say(await open(at), 'iemand anders', {}, at)).status).toBe(200);
    } finally {
      await at.stop();
    }
  });

  it('more conversations from one address than people behind it', async () => {
    const at = await startServer({ startsPerAddress: { burst: 3, perSecond: 0.1 } });
    try {
      const statuses = [];
      for (let n = 0; n < 5; n += 1) statuses.push((await post('/tokens/generate', '', {}, at)).status);
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
      expect((await post('/conversations', '', {}, at)).status).toBe(429);
    } finally {
      await at.stop();
    }
  });
});

describe('a browser elsewhere', () => {
  it('may ask, with the headers that the known clients send', async () => {
    const response = await fetch(`${server.url}/conversations`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://gemeente.example',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type,x-ms-bot-agent,x-requested-with',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    for (const name of ['authorization', 'content-type', 'x-ms-bot-agent', 'x-requested-with']) {
      expect(response.headers.get('Access-Control-Allow-Headers')?.toLowerCase()).toContain(name);
    }
  });
});

describe('the stream', () => {
  const listen = async (url: string) => {
    const socket = new WebSocket(url);
    const heard: Activities[] = [];
    socket.on('message', (data) => {
      const frame = String(data);
      if (frame !== '') heard.push(JSON.parse(frame));
    });
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
    const until = async (count: number) => {
      for (let n = 0; n < 400 && heard.flatMap((set) => set.activities).length < count; n += 1) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return heard.flatMap(texts);
    };
    return { socket, heard, until, closed };
  };

  it('gives what was said before, then what is said, also by no client', async () => {
    const chat = await open();
    const { socket, heard, until } = await listen(chat.streamUrl);
    await until(1);
    await say(chat, 'een');
    const address = { channel: 'directline', conversation: chat.conversationId };
    server.live.publish(chat.conversationId, server.bot.say(address, 'Je maatje schreef terug.'));
    expect(await until(4)).toEqual([
      'Hoi, ik ben Stuur, een computerprogramma.',
      'een',
      'Je zei: een',
      'Je maatje schreef terug.',
    ]);
    expect(heard.at(-1)?.watermark).toBe('4');
    socket.close();
  });

  it('misses and doubles nothing while messages come in as it opens', async () => {
    for (let round = 0; round < 10; round += 1) {
      const chat = await open();
      const saying = Array.from({ length: 12 }, (_, n) => say(chat, `${n}`));
      const { socket, heard, until } = await listen(chat.streamUrl);
      await Promise.all(saying);
      await until(25);
      await new Promise((resolve) => setTimeout(resolve, 10));
      const ids = heard.flatMap((set) => set.activities).map((one) => one.id);
      expect(ids).toEqual((await read(chat)).activities.map((one) => one.id));
      socket.close();
    }
  });

  it('goes on from a watermark after the line dropped', async () => {
    const chat = await open();
    await say(chat, 'een');
    const url = `${server.url}/conversations/${chat.conversationId}?watermark=2`;
    const renewed = (await (await fetch(url, { headers: bearer(chat) })).json()) as Chat;
    const { socket, until } = await listen(renewed.streamUrl);
    expect(await until(1)).toEqual(['Je zei: een']);
    socket.close();
  });

  it('opens with a stream token only, soon after it was given', async () => {
    const at = await startServer();
    try {
      const chat = await open(at);
      const withChatToken = new URL(chat.streamUrl);
      withChatToken.searchParams.set('t', chat.token);
      await expect(listen(withChatToken.href)).rejects.toThrow('403');
      const other = new URL((await open(at)).streamUrl);
      other.pathname = new URL(chat.streamUrl).pathname;
      await expect(listen(other.href)).rejects.toThrow('403');
      at.later(61);
      await expect(listen(chat.streamUrl)).rejects.toThrow('403');
      expect((await fetch(chat.streamUrl.replace('ws:', 'http:'))).status).toBe(403);
    } finally {
      await at.stop();
    }
  });

  it('keeps at most eight open per conversation: the oldest gives way', async () => {
    const chat = await open();
    const first = await listen(chat.streamUrl);
    const others = [];
    for (let n = 0; n < 8; n += 1) others.push(await listen(chat.streamUrl));
    expect(await first.closed).toBe(1000);
    for (const { socket } of others) socket.close();
  });

  it('closes when the store fails, so that the client comes back', async () => {
    const at = await startServer();
    try {
      const chat = await open(at);
      at.bot.broken = true;
      const { closed } = await listen(chat.streamUrl);
      expect(await closed).toBe(1011);
    } finally {
      await at.stop();
    }
  });
});
