/**
 * What no person types in good faith, and what a bad day of the machine brings: a clear answer or refusal each, and
 * the conversation goes on.
 */
import { chmodSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTalk, type RunningServer, startServer, type Talk, temporaryFolder } from './server.ts';

const data = temporaryFolder();
let server: RunningServer;

beforeAll(async () => {
  server = await startServer(data.path);
});
afterAll(async () => {
  await server.kill();
  data.remove();
});

const lastWords = async (talk: Talk): Promise<string> =>
  (await talk.activities())
    .filter(({ type, from }) => type === 'message' && from.role === 'bot')
    .map(({ text }) => text)
    .at(-1) ?? '';

describe('the running server', () => {
  it('answers a text in another script, and asks on', async () => {
    const talk = await openTalk(server);
    const before = (await talk.activities()).length;
    await talk.say('أحتاج مساعدة', 'a');
    expect((await talk.activities()).length).toBeGreaterThan(before + 1);
    expect(await lastWords(talk)).toMatch(/\?/);
  });

  it('refuses a message of 1 MB with a sentence, and goes on', async () => {
    const talk = await openTalk(server);
    await expect(talk.say('x'.repeat(1_000_000), 'big')).rejects.toThrow(/413.*lang|413.*groot/s);
    await talk.say('ja', 'next');
    expect(await lastWords(talk)).toContain('aan de hand');
  });

  it('refuses a text that is longer than a story, and keeps nothing of it', async () => {
    const talk = await openTalk(server);
    await expect(talk.say('woord '.repeat(1000), 'long')).rejects.toThrow(/413/);
    expect((await talk.activities()).filter(({ from }) => from.role !== 'bot')).toEqual([]);
  });

  it('slows down 200 quick messages of one sender, in words, and takes the next one later', async () => {
    const talk = await openTalk(server);
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) => talk.say(`hoi ${index}`, `quick-${index}`)),
    );
    const refused = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.length).toBeGreaterThan(150);
    for (const { reason } of refused) expect(String(reason)).toMatch(/429.*(snel|wacht)/is);
    const taken = results.filter(({ status }) => status === 'fulfilled').length;
    const own = (await talk.activities()).filter(({ from }) => from.role !== 'bot');
    expect(own).toHaveLength(taken);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await talk.say('nog een', 'later');
  });

  it.each([
    ['{"type":"message"', 400],
    ['[]', 400],
    ['{"type":"message","text":5}', 400],
    ['{}', 400],
  ])('refuses the malformed activity %s', async (body, status) => {
    const response = await fetch(`${server.address}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toMatch(/activiteit/i);
  });

  it('looks up at most ten return codes for one address, whatever it says of itself and wherever it types them', async () => {
    let tried = 0;
    for (let n = 0; n < 14; n++) {
      const opened = await fetch(`${server.address}/v3/directline/conversations`, { method: 'POST' });
      const { conversationId, token } = (await opened.json()) as { conversationId: string; token: string };
      const path = `${server.address}/v3/directline/conversations/${conversationId}/activities`;
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
      const body = JSON.stringify({ type: 'message', text: 'aardbei abrikoos achtbaan ademen agenda album' });
      await fetch(path, { method: 'POST', headers: { ...headers, 'X-Forwarded-For': `192.0.2.${n}` }, body });
      if ((await (await fetch(path, { headers })).text()).includes('Deze code ken ik niet')) tried += 1;
    }
    expect(tried).toBeGreaterThan(0);
    expect(tried).toBeLessThanOrEqual(10);
  });

  it('says what it is doing, and names nothing that was typed', async () => {
    const talk = await openTalk(server);
    await talk.say('mijn geheim is xylofoonkast', 'secret');
    const metrics = await (await fetch(`${server.address}/metrics`)).text();
    expect(metrics).toMatch(/stuur_events_total\{event="turn"\} \d+/);
    expect(await (await fetch(`${server.address}/readyz`)).text()).toBe('ok\n');
    expect(await (await fetch(`${server.address}/healthz`)).text()).toBe('ok\n');
    expect(`${metrics}${server.output()}`).not.toContain('xylofoonkast');
  });

  it('survives half a request', async () => {
    const { port } = new URL(server.address);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('POST /v3/directline/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
  });

  it('refuses a body that never said how long it is, once it is too long', async () => {
    const piece = new TextEncoder().encode('x'.repeat(64 * 1024));
    let pieces = 0;
    const body = new ReadableStream({
      pull: (stream) => (pieces++ < 16 ? stream.enqueue(piece) : stream.close()),
    });
    const response = await fetch(`${server.address}/v3/directline/conversations`, {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(pieces).toBeGreaterThan(4);
  });

  it.each([
    ['deep in itself', `{"type":"message","text":"hoi","value":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['of many names', `{"type":"message","text":"hoi",${'"a":1,'.repeat(20_000)}"b":1}`],
    [
      'with a name that means something to JavaScript',
      '{"type":"message","__proto__":{"text":"hoi"},"text":"ja"}',
    ],
  ])('takes or refuses an activity %s, and goes on', async (_what, body) => {
    const opened = await fetch(`${server.address}/v3/directline/conversations`, { method: 'POST' });
    const { conversationId, token } = (await opened.json()) as { conversationId: string; token: string };
    const response = await fetch(
      `${server.address}/v3/directline/conversations/${conversationId}/activities`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body,
      },
    );
    expect([200, 400]).toContain(response.status);
    const talk = await openTalk(server);
    await talk.say('ja', 'after');
    expect(await lastWords(talk)).toContain('aan de hand');
  });

  it('refuses headers without end', async () => {
    const response = await fetch(`${server.address}/healthz`, { headers: { 'X-Long': 'x'.repeat(60_000) } });
    expect(response.status).toBe(431);
  });

  it('answers others while hundreds of connections send a letter now and then', async () => {
    const { port } = new URL(server.address);
    const slow = Array.from({ length: 300 }, () => connect(Number(port), '127.0.0.1'));
    for (const socket of slow) {
      socket.on('error', () => undefined);
      socket.write(
        'POST /v3/directline/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{',
      );
    }
    const talk = await openTalk(server);
    for (const [index, text] of ['ja', 'ik heb schulden', 'ja'].entries()) {
      for (const socket of slow) socket.write(' ');
      await talk.say(text, `slow-${index}`);
    }
    expect(await lastWords(talk)).toMatch(/\?|Kies/);
    for (const socket of slow) socket.destroy();
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
  });
});

describe('a start that cannot be', () => {
  it('says which setting is wrong and what to write', async () => {
    await expect(startServer(data.path, { PORT: 'abc' })).rejects.toThrow(
      /PORT is 'abc': write a whole number/,
    );
  });

  it('says so when the port is taken', async () => {
    const { port } = new URL(server.address);
    const other = temporaryFolder();
    await expect(startServer(other.path, { PORT: port })).rejects.toThrow(/PORT \d+ is in use/);
    other.remove();
  });

  it('refuses production without a key', async () => {
    await expect(startServer(data.path, { NODE_ENV: 'production' })).rejects.toThrow(/STUUR_KEY is missing/);
  });

  it('says so when the database is no database', async () => {
    const other = temporaryFolder();
    writeFileSync(
      join(other.path, 'stuur.sqlite'),
      'this is not a database, whatever its name says'.repeat(50),
    );
    await expect(startServer(other.path)).rejects.toThrow(/damaged|not a database/i);
    chmodSync(other.path, 0o700);
    other.remove();
  });

  it('stops in good order when asked', async () => {
    const other = temporaryFolder();
    const running = await startServer(other.path);
    expect(await running.stop()).toBe(0);
    other.remove();
  });
});
