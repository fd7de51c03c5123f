/**
 * From the words in the chat to the file on the device: once, for ten minutes, and never by a mere look.
 */
import { Hono } from 'hono';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { File } from '../../src/domain/file.ts';
import { loadLetters } from '../../src/export/node_letters.ts';
import { createTake } from '../../src/export/take.ts';
import { loadPageTextFiles } from '../../src/pages/node-assets.ts';
import { pages } from '../../src/pages/pages.tsx';
import { createLimits, type Rules } from '../../src/run/limits.ts';
import { createReceive } from '../../src/run/receive.ts';
import { keyringFrom, newKey } from '../../src/store/keyring.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { smallContent } from '../engine/world.ts';
import { content as realContent } from '../export/client.ts';
import { readPdf } from '../export/read-pdf.ts';
import { projectFolder } from '../project/imports.ts';

// The first PDF loads its letters and two libraries, which takes a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const MINUTE = 60_000;
const keys = await keyringFrom(newKey());

/** A whole server whose first words are a link to `file`. */
async function open(file: File = 'plan', rules: Partial<Rules> = {}) {
  let now = Date.parse('2026-11-02T18:30:00.000Z');
  const world = { now: () => new Date(now), id: () => crypto.randomUUID() };
  const store = await openSqliteStore({ file: ':memory:', keys });
  onTestFinished(() => store.close());
  const small = smallContent({
    dialogs: {
      main: {
        steps: [
          { id: 'file', take_along: { file } },
          { id: 'what', ask: { keep: 'goal' } },
        ],
      },
    },
    texts: { main: { file: 'Hier: {link}', what: { text: 'Wat wil je?', again: 'Wat nog?' } } },
  });
  // The words in the files are the real ones.
  const content = { ...small, texts: { ...realContent.texts, ...small.texts, ...wordsOf('files') } };
  const logged: string[] = [];
  const log = (event: string, fields = {}) => void logged.push(JSON.stringify({ event, ...fields }));
  const limits = createLimits({ world, rules });
  const receive = createReceive({
    content,
    store,
    world,
    lookup: async () => [],
    organisations: async () => ({ found: [], place: false, local: false }),
    mayTryCode: () => true,
    committed: () => undefined,
    log,
  });
  const app = createApp({
    pages: pages({
      exitUrl: 'https://neutraal.example/',
      texts: loadPageTextFiles(projectFolder),
      facts: {
        services: realContent.services,
        chatHours: 24,
        planDays: 90,
        handoffDays: 30,
        sessionHours: 24,
        coverMinutes: 5,
      },
      assets: () => undefined,
      downloads: {
        take: createTake({ content, store, world, letters: loadLetters }),
        wait: () => limits.take('downloadsPerAddress', 'someone'),
      },
    }),
    directLine: new Hono(),
    ready: () => store.ready(),
    metrics: async () => ({ type: 'text/plain', text: '' }),
    log,
  });
  let said = 0;
  const say = async (text: string): Promise<string> => {
    const received = await receive({
      channel: 'test',
      conversation: 'one',
      activity: String(++said),
      kind: text === '' ? 'start' : 'message',
      text,
      attachments: [],
      pulled: true,
    });
    if (received.status === 'refused') return received.text;
    return received.outgoing
      .flatMap(({ message }) => (message.kind === 'say' ? [message.text] : []))
      .join('\n');
  };
  const link = async (): Promise<string> => /\/d\/\S+/.exec(await say(''))?.[0] ?? '';
  return {
    say,
    link,
    logged,
    store,
    pass: (ms: number) => {
      now += ms;
    },
    look: (path: string, init: RequestInit = {}) => app.request(path, init),
    take: (path: string) => app.request(path, { method: 'POST' }),
  };
}

const wordsOf = (file: string) =>
  Object.fromEntries(Object.entries(realContent.texts).filter(([key]) => key.startsWith(`${file}.`)));

const heading = async (response: Response): Promise<string> =>
  /<h1>(.*?)<\/h1>/.exec(await response.text())?.[1] ?? '';

describe('a link to a file', () => {
  it('is one that nobody can guess, and differs each time', async () => {
    const [one, other] = [await (await open()).link(), await (await open()).link()];
    expect(one).toMatch(/^\/d\/[0-9a-f]{44}$/);
    expect(other).not.toBe(one);
  });

  it('gives the file once', async () => {
    const { link, take, say } = await open();
    const path = await link();
    await say('rust in mijn hoofd');
    const first = await take(path);
    expect(first.status).toBe(200);
    const { outline } = await readPdf(new Uint8Array(await first.arrayBuffer()));
    // As the plan is now, not as it was when the link was given.
    expect(outline).toContain('L LI LBody P rust in mijn hoofd');
    const second = await take(path);
    expect(second.status).toBe(410);
    expect(await heading(second)).toBe('Deze link werkt niet meer');
  });

  it('is not used up by a look at it, as messengers take', async () => {
    const { link, look, take } = await open();
    const path = await link();
    for (const method of ['GET', 'HEAD', 'GET']) expect((await look(path, { method })).status).toBe(200);
    expect(await heading(await look(path))).toBe('Er staat een bestand klaar');
    expect((await take(path)).status).toBe(200);
  });

  it('works for ten minutes', async () => {
    const { link, take, pass, store } = await open();
    const path = await link();
    pass(10 * MINUTE - 1);
    expect((await take(path)).status).toBe(200);
    const later = await open();
    const other = await later.link();
    later.pass(10 * MINUTE);
    expect((await later.take(other)).status).toBe(410);
    await store.sweep('2026-11-02T19:00:00.000Z');
    expect((await take(path)).status).toBe(410);
  });

  it('is dead when everything was wiped', async () => {
    const { link, take, say } = await open();
    const path = await link();
    await say('wis');
    await say('ja');
    expect((await take(path)).status).toBe(410);
  });

  it.each(['/d/niets', `/d/${'a'.repeat(44)}`, `/d/${'a'.repeat(500)}`, '/d/..%2Fetc'])(
    'that was never given gives nothing: %s',
    async (path) => expect((await (await open()).take(path)).status).toBe(410),
  );

  it('is not kept with what was said', async () => {
    const { link, store, pass } = await open();
    await link();
    pass(6 * MINUTE);
    await store.sweep(new Date(Date.parse('2026-11-02T18:36:00.000Z')).toISOString());
    const rows = await store.history({ channel: 'test', conversation: 'one' }, 0, 10);
    expect(JSON.stringify(rows)).not.toContain('/d/');
  });

  it('is in no log', async () => {
    const { link, take, logged } = await open();
    await take(await link());
    expect(logged.join()).not.toContain('/d/');
  });

  it('waits when files are asked for too fast, and is still good afterwards', async () => {
    const { link, take, pass } = await open('data', { downloadsPerAddress: { burst: 1, perSecond: 1 / 60 } });
    const path = await link();
    await take('/d/niets');
    const busy = await take(path);
    expect([busy.status, busy.headers.get('Retry-After')]).toEqual([429, '60']);
    expect(await heading(busy)).toBe('Het gaat even te snel');
    pass(MINUTE);
    expect((await take(path)).status).toBe(200);
  });
});

describe('the page of a link', () => {
  it('is the same for every link, says nothing of what it gives, and has a button that needs no script', async () => {
    const { look } = await open();
    const [one, other] = [await look('/d/een'), await look('/d/ander')];
    const html = await one.text();
    expect(await other.text()).toBe(html);
    expect(html).toContain('<title>Bestand</title>');
    expect(html).toContain('<form method="post" class="fetch"><button type="submit"');
    expect(html).not.toMatch(/plan|wmo|agenda|hulp/i);
    expect(html).toContain('href="/weg"');
  });

  it.each(['GET', 'POST'])('keeps to itself, and only its own form may be sent: %s', async (method) => {
    const { link, look } = await open();
    const { headers } = await look(await link(), { method });
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('X-Robots-Tag')).toContain('noindex');
    const policy = headers.get('Content-Security-Policy');
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`form-action 'self'`);
    expect((await look('/')).headers.get('Content-Security-Policy')).toContain(`form-action 'none'`);
  });
});

describe('a file', () => {
  it.each<[File, string, string, string]>([
    ['plan', 'plan.pdf', 'application/pdf', '%PDF-1.7'],
    ['wmo', 'persoonlijk-plan.pdf', 'application/pdf', '%PDF-1.7'],
    ['calendar', 'afspraken.ics', 'text/calendar; charset=utf-8', 'BEGIN:VCALENDAR'],
    ['data', 'gegevens.json', 'application/json', '{\n  "format": "stuur-my-data"'],
  ])('%s is sent as %s', async (file, name, type, begin) => {
    const { link, take } = await open(file);
    const response = await take(await link());
    expect(response.headers.get('Content-Disposition')).toBe(`attachment; filename="${name}"`);
    expect(response.headers.get('Content-Type')).toBe(type);
    expect((await response.text()).startsWith(begin)).toBe(true);
  });
});
