/** The unmodified botframework-directlinejs against a real server: polling, streaming, and a line that drops. */
import { createRequire } from 'node:module';
import type { DirectLine as Client } from 'botframework-directlinejs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from './directline-server.ts';

const require = createRequire(import.meta.url);
// What a browser has and Node has not.
Object.assign(globalThis, { XMLHttpRequest: require('xhr2') });
const { DirectLine } = require('botframework-directlinejs') as {
  DirectLine: new (options: object) => Client;
};

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

interface Heard {
  id: string;
  text: string;
  type: string;
  from: { role: string };
}

const connect = (token: string, options: object = {}) => {
  const client = new DirectLine({ domain: server.url, token, ...options });
  const heard: Heard[] = [];
  const subscription = client.activity$.subscribe((activity) => heard.push(activity as unknown as Heard));
  const post = (text: string, more: object = {}) =>
    new Promise<string>((resolve, reject) => {
      client
        .postActivity({ type: 'message', text, from: { id: 'dl_anna' }, ...more } as never)
        .subscribe(resolve, reject);
    });
  const until = async (count: number, ms = 6000) => {
    const end = Date.now() + ms;
    while (heard.length < count && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
    return heard.map(({ text }) => text);
  };
  const end = () => {
    subscription.unsubscribe();
    client.end();
  };
  return { client, heard, post, until, end };
};

const token = async (): Promise<string> => {
  const response = await fetch(`${server.url}/tokens/generate`, { method: 'POST' });
  return ((await response.json()) as { token: string }).token;
};

const modes: [string, object][] = [
  ['polling', { webSocket: false, pollingInterval: 200 }],
  ['streaming', { webSocket: true, random: () => 0 }],
];

describe.each(modes)('botframework-directlinejs, %s', (_name, options) => {
  it('greets, echoes, answers and offers choices', async () => {
    const { heard, post, until, end } = connect(await token(), options);
    try {
      expect(await until(1)).toEqual(['Hoi, ik ben Stuur, een computerprogramma.']);
      const id = await post('drinken', { channelData: { clientActivityID: 'w1' } });
      await until(3);
      expect(heard[1]).toMatchObject({ id, text: 'drinken', channelData: { clientActivityID: 'w1' } });
      expect(heard[2]).toMatchObject({
        suggestedActions: { actions: [{ title: 'Thee' }, { title: 'Koffie' }] },
      });
      await post('Koffie');
      expect((await until(5)).at(-1)).toBe('Gekozen: Koffie');
      expect(new Set(heard.map((one) => one.id)).size).toBe(5);
    } finally {
      end();
    }
  });

  it('takes up an earlier conversation where it was', async () => {
    const first = connect(await token(), options);
    await first.until(1);
    await first.post('eerder gezegd');
    await first.until(3);
    const { conversationId, token: held } = first.client as unknown as {
      conversationId: string;
      token: string;
    };
    first.end();
    const second = connect(held, { ...options, conversationId, watermark: '1' });
    try {
      expect(await second.until(2)).toEqual(['eerder gezegd', 'Je zei: eerder gezegd']);
      await second.post('nu');
      expect((await second.until(4)).slice(2)).toEqual(['nu', 'Je zei: nu']);
    } finally {
      second.end();
    }
  });
});

describe('botframework-directlinejs, when things go wrong', () => {
  it('comes back after the socket dropped, with everything said meanwhile, once', async () => {
    const { client, heard, post, until, end } = connect(await token(), { webSocket: true, random: () => 0 });
    try {
      await until(1);
      await post('voor');
      await until(3);
      server.dropSockets();
      await post('tijdens');
      const { conversationId } = client as unknown as { conversationId: string };
      const address = { channel: 'directline', conversation: conversationId };
      server.live.publish(conversationId, server.bot.say(address, 'Bericht van je maatje.'));
      await until(6, 8000);
      await post('na');
      await until(8);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(heard.map(({ text }) => text)).toEqual([
        'Hoi, ik ben Stuur, een computerprogramma.',
        'voor',
        'Je zei: voor',
        'tijdens',
        'Je zei: tijdens',
        'Bericht van je maatje.',
        'na',
        'Je zei: na',
      ]);
    } finally {
      end();
    }
  }, 15_000);

  it('hears of a message that is refused', async () => {
    const { post, until, end } = connect(await token(), { webSocket: true });
    try {
      await until(1);
      await expect(post('a'.repeat(4001))).rejects.toMatchObject({ status: 413 });
    } finally {
      end();
    }
  });
});
