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
