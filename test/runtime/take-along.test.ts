/** Taking one's own files along, at the real server: from the words in the chat to the file on the device. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../export/read-pdf.ts';
import { hasChromium, picture, sharedBrowser, visit } from './browser.ts';
import { openTalk, type RunningServer, startServer, temporaryFolder } from './server.ts';

const data = temporaryFolder();
let server: RunningServer;
let browser: Browser | undefined;

beforeAll(async () => {
  [server, browser] = await Promise.all([
    // Here a conversation of minutes takes seconds.
    startServer(data.path, { STUUR_LIMITS: 'off' }),
    hasChromium ? sharedBrowser() : Promise.resolve(undefined),
  ]);
});
afterAll(async () => {
  await server?.kill();
  data.remove();
});

const TO_A_PLAN = [
  ...['ja', 'ik heb geldproblemen', 'ja', 'nee, geen van deze', 'weer slapen', 'muziek', 'mijn zus'],
  ...[
    'iemand laten meekijken',
    'online buddy',
    'morgen om half 11',
    'mijn zus',
    '8',
    'dan bel ik mijn zus',
    'niemand',
  ],
];

describe('over the line', () => {
  it('a plan, a plan for the municipality and days for an agenda are each given once', async () => {
    const talk = await openTalk(server);
    let said = 0;
    const say = async (...texts: string[]): Promise<string> => {
      for (const text of texts) await talk.say(text, `said-${++said}`);
      return (await talk.activities()).map(({ text }) => text ?? '').join('\n');
    };
    const take = async (...texts: string[]): Promise<Response> => {
      const links = [
        ...(await say('mijn gegevens', 'meenemen', ...texts)).matchAll(/https?:\/\/\S+\/d\/\S+/g),
      ];
      const url = links.at(-1)?.[0] ?? '';
      expect(url.startsWith(`${server.address}/d/`)).toBe(true);
      const first = await fetch(url, { method: 'POST' });
      expect((await fetch(url, { method: 'POST' })).status).toBe(410);
      return first;
    };
    await say(...TO_A_PLAN);

    const plan = await take('mijn plan om te printen');
    const { title, outline } = await readPdf(new Uint8Array(await plan.arrayBuffer()));
    expect(title).toBe('Mijn plan');
    expect(outline).toContain('L LI LBody P weer slapen');

    const wmo = await take('mijn plan voor de gemeente', 'ja');
    expect((await readPdf(new Uint8Array(await wmo.arrayBuffer()))).title).toBe('Persoonlijk plan');

    const agenda = await (await take('mijn dagen voor in de agenda', 'alleen afspraak met mezelf')).text();
    expect(agenda.match(/^(SUMMARY|DESCRIPTION).*/gm)).toEqual(['SUMMARY:Afspraak met mezelf']);
    expect(server.output()).not.toContain('/d/');
  });
});

describe.skipIf(!hasChromium)('in the browser (skipped where /usr/bin/chromium is missing)', () => {
  it('a link is words to click, the button gives the file once, and the chat is still there', async () => {
    const visitor = await visit(browser as Browser, `${server.address}/`, {
      viewport: { width: 360, height: 740 },
    });
    const { page } = visitor;
    await visitor.answered();
    for (const text of ['ja', 'mijn gegevens', 'meenemen', 'ja']) {
      await visitor.say(text);
      await visitor.answered();
    }
    const link = page.locator('.bubble.bot a', { hasText: 'Haal het bestand op' });
    expect(await link.getAttribute('href')).toMatch(/^\/d\/[0-9a-f]{44}$/);
    expect(await page.locator('#log').innerText()).not.toContain('/d/');
    await link.click();

    await page.waitForURL('**/d/*');
    expect(await page.title()).toBe('Bestand');
    expect(await visitor.violations()).toEqual([]);
    expect(await visitor.overflow()).toBeLessThanOrEqual(0);
    await picture(page, 'download');
    const button = page.locator('main button');
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    expect(download.suggestedFilename()).toBe('gegevens.json');
    const file = JSON.parse(await readFile(await download.path(), 'utf8'));
    expect([file.format, file.inWords[0]]).toEqual(['stuur-my-data', 'Over wie het gaat: jezelf']);

    const said = file.said.map(({ by, text }: { by: string; text: string }) => `${by}: ${text}`);
    expect(said).toContain('client: mijn gegevens');
    // The turn that shows a link is not kept, and so goes along nowhere.
    expect(JSON.stringify(file)).not.toContain('/d/');
    await button.click();
    await page.locator('h1', { hasText: 'Deze link werkt niet meer' }).waitFor();
    expect(await visitor.violations()).toEqual([]);
    await picture(page, 'download-used');
    await page.locator('main a', { hasText: 'gesprek' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.bubble').length > 4);
    expect((await visitor.log()).join()).toContain('mijn gegevens');
    expect(visitor.complaints).toEqual([]);
  });

  it('works without script', async () => {
    const talk = await openTalk(server);
    for (const [index, text] of ['ja', 'mijn gegevens', 'meenemen', 'ja'].entries())
      await talk.say(text, `no-${index}`);
    const url = (await talk.activities())
      .flatMap(({ text }) => /http\S+\/d\/\S+/.exec(text ?? '')?.[0] ?? [])
      .at(-1);
    const visitor = await visit(browser as Browser, url ?? '', { javaScriptEnabled: false });
    const [download] = await Promise.all([
      visitor.page.waitForEvent('download'),
      visitor.page.locator('main button').click(),
    ]);
    expect(download.suggestedFilename()).toBe('gegevens.json');
  });
});
