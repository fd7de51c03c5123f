/** The inbox in a real browser: seen, heard, by keyboard, at 360 px, while clients write and take back. */
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadAssets } from '../../src/pages/node-assets.ts';
import { revoked } from '../../src/staff/who.ts';
import { sentContent } from '../pages/fake-inbox.ts';
import { inboxStage } from '../pages/inbox-stage.ts';
import { projectFolder } from '../project/imports.ts';
import { hasChromium, picture, sharedBrowser, type Visitor, visit } from './browser.ts';

const PHONE = { viewport: { width: 360, height: 740 } };
const WIDE = { viewport: { width: 1280, height: 900 } };
const HOUR = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

let browser: Browser;
let server: ServerType;
let address: string;
let stage: ReturnType<typeof inboxStage>;

beforeAll(async () => {
  if (!hasChromium) return;
  browser = await sharedBrowser();
});
beforeEach(async () => {
  if (!hasChromium) return;
  const stopping = new AbortController();
  stage = inboxStage({ assets: loadAssets(projectFolder), now: () => new Date(), stopping: stopping.signal });
  const { inbox } = stage;
  inbox.add({ id: 'aaaa-1111', askedAt: ago(26 * HOUR) });
  inbox.add({ id: 'bbbb-2222', askedAt: ago(2 * HOUR), answerBy: new Date(Date.now() + HOUR).toISOString() });
  inbox.add({
    id: 'cccc-3333',
    place: 'mine',
    state: 'accepted',
    owner: 'marjan',
    askedAt: ago(50 * HOUR),
    unread: 1,
    content: sentContent({ contact: { how: 'in_chat', when: 'here' } }),
    messages: [{ number: 1, from: 'client', at: ago(HOUR), text: 'Ben je daar?' }],
  });
  await new Promise<void>((resolve) => {
    server = serve({ fetch: stage.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve());
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async () => {
    stopping.abort();
    for (const context of browser.contexts()) await context.close();
    await new Promise((done) => server.close(done));
  };
});

const open = (path: string, options: BrowserContextOptions = WIDE, before?: Parameters<typeof visit>[3]) =>
  visit(browser, `${address}${path}`, options, async (page) => {
    await page.context().addCookies([{ name: 'staff', value: 'marjan', url: address }]);
    await before?.(page);
  });
/** The line on which news comes is open. */
const listening = async ({ page }: Visitor, count = 1) => {
  // A page that was left is noticed when its connection is closed, which takes a busy machine a while.
  await expect.poll(() => stage.inbox.watching(), { timeout: 10_000 }).toBe(count);
  // And what happened before it was, is fetched.
  await page.waitForLoadState('networkidle').catch(() => undefined);
};

describe.skipIf(!hasChromium)('the inbox (skipped where /usr/bin/chromium is missing)', () => {
  it.each([
    ['phone', PHONE, true],
    ['wide', WIDE, true],
    ['dark', { ...WIDE, colorScheme: 'dark' as const }, true],
    ['high-contrast', { ...WIDE, forcedColors: 'active' as const }, false],
    ['zoom-200', { viewport: { width: 640, height: 400 } }, false],
    ['zoom-400', { viewport: { width: 320, height: 256 } }, false],
  ])('reads well: %s', async (how, options, judged) => {
    const visitor = await open('/inbox', options);
    for (const [name, path] of [
      ['list', '/inbox'],
      ['asked', '/inbox/bbbb-2222'],
      ['conversation', '/inbox/cccc-3333'],
    ]) {
      await visitor.page.goto(`${address}${path}`);
      await visitor.page.waitForSelector('#own:not([hidden])', { state: 'attached' });
      await picture(visitor.page, `inbox-${name}-${how}`);
      // All that can be opened, opened.
      await visitor.page.evaluate(() => {
        for (const fold of document.querySelectorAll('details')) fold.open = true;
      });
      // Slow; what it sees is the same at other sizes.
      if (judged) expect(await visitor.violations()).toEqual([]);
      expect(await visitor.overflow()).toBeLessThanOrEqual(0);
    }
    await picture(visitor.page, `inbox-open-${how}`);
    expect(visitor.complaints).toEqual([]);
  });

  it('is light', async () => {
    const visitor = await open('/inbox/cccc-3333');
    await visitor.page.waitForLoadState('load');
    const weight = await visitor.page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => /\.(js|css)/.test(name))
        .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).transferSize, 0),
    );
    expect(weight).toBeLessThan(12_000);
    expect([...new Set(visitor.requests.map((url) => new URL(url).host))]).toEqual([new URL(address).host]);
  });

  it('is walked through by keyboard; letters do nothing while typing, or once they are switched off', async () => {
    const visitor = await open('/inbox');
    const { page } = visitor;
    await listening(visitor);
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('href') ?? document.activeElement?.id);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('begin');
    const seen: (string | undefined)[] = [];
    for (const key of ['j', 'j', 'ArrowDown', 'j', 'k', 'ArrowUp']) {
      await page.keyboard.press(key);
      seen.push((await focused())?.slice(7, 8));
    }
    expect(seen).toEqual(['a', 'b', 'c', 'c', 'b', 'a']);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/inbox/aaaa-1111');

    await page.goto(`${address}/inbox/cccc-3333`);
    await page.waitForSelector('#own:not([hidden])');
    await page.keyboard.press('r');
    await page.keyboard.type('jkrl');
    expect(await page.inputValue('#text')).toBe('jkrl');
    expect(await focused()).toBe('text');

    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.locator('.keys summary').click();
    await page.locator('#keys-on').uncheck();
    await page.locator('.keys summary').focus();
    await page.keyboard.press('r');
    expect(await focused()).not.toBe('text');
    await page.reload();
    await page.waitForSelector('#own:not([hidden])');
    await page.keyboard.press('r');
    expect(await focused()).not.toBe('text');
    expect(visitor.complaints).toEqual([]);
  });

  it('shows what the client writes at once; focus, caret and typed words stay where they are', async () => {
    const visitor = await open('/inbox/cccc-3333');
    const { page } = visitor;
    await listening(visitor);
    await page.fill('#text', 'Ik ben er. Hoe is het?');
    await page.evaluate(() => {
      const field = document.querySelector('textarea');
      field?.focus();
      field?.setSelectionRange(3, 6);
      document.querySelector<HTMLDetailsElement>('#fold-close')?.setAttribute('open', '');
    });
    stage.inbox.clientSays('cccc-3333', '<b>Dag</b>');
    await page.waitForSelector('#message-2');
    expect(await page.locator('#message-2 .words').innerText()).toBe('<b>Dag</b>');
    expect(
      await page.evaluate(() => {
        const field = document.activeElement as HTMLTextAreaElement;
        return [field.id, field.value, field.selectionStart, field.selectionEnd];
      }),
    ).toEqual(['text', 'Ik ben er. Hoe is het?', 3, 6]);
    expect(await page.locator('#fold-close').getAttribute('open')).toBe('');

    await page.press('#text', 'Control+Enter');
    await page.waitForSelector('#message-3.professional');
    await page.waitForFunction(() => document.querySelector('#text-state')?.textContent === 'Verstuurd.');
    expect(await page.inputValue('#text')).toBe('');
    await page.fill('#text', 'Nog iets.');
    await page.click('#send');
    await page.waitForSelector('#message-4');
    expect(stage.inbox.acts).toEqual(['say Ik ben er. Hoe is het?', 'say Nog iets.']);
    expect(visitor.complaints).toEqual([]);
  });

  it('the list and the title follow, without a word of content', async () => {
    const visitor = await open('/inbox');
    const { page } = visitor;
    await listening(visitor);
    expect(await page.title()).toBe('(1) Inbox · Stuur');
    stage.inbox.clientSays('cccc-3333', 'Geheim');
    await page.waitForFunction(() => document.title.startsWith('(2)'));
    stage.inbox.add({ id: 'dddd-4444', content: sentContent({ message: 'Geheim' }) });
    await page.waitForSelector('#item-dddd-4444');
    expect(await page.locator('#said').innerText()).toBe('Er is een nieuwe vraag.');
    expect(await page.content()).not.toContain('Geheim');
    expect(stage.inbox.looks).toEqual([]);
  });

  it('what was taken back leaves the screen, with what was being typed', async () => {
    const visitor = await open('/inbox/cccc-3333');
    const { page } = visitor;
    await listening(visitor);
    await page.fill('#text', 'Ik ben er.');
    stage.inbox.withdraw('cccc-3333');
    await page.waitForSelector('#refused');
    const text = await page.locator('main').innerText();
    expect(text).toContain('De cliënt trok het terug, of het is afgelopen.');
    expect(await page.content()).not.toMatch(/Ben je daar|Ik zit veel binnen|Ik ben er\./);
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('Ik ben er');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(await visitor.violations()).toEqual([]);
    await picture(page, 'inbox-gone');
    expect((await page.goto(`${address}/inbox/cccc-3333`))?.status()).toBe(410);
  });

  it('who is removed sees nothing any more but the login page, also with the back button', async () => {
    const visitor = await open('/inbox');
    const { page } = visitor;
    await page.goto(`${address}/inbox/cccc-3333`);
    await listening(visitor);
    await page.fill('#text', 'Ik ben er.');
    await page.context().clearCookies();
    stage.people.delete('marjan');
    revoked('marjan');
    await page.waitForURL('**/staff/login*');
    await page.goBack();
    await page.waitForURL('**/staff/login*');
    expect(await page.content()).not.toMatch(/Ben je daar|Ik zit veel binnen/);
  });

  it('a page that the browser kept for the back button shows nothing, and asks the server again', async () => {
    const visitor = await open('/inbox/cccc-3333');
    const { page } = visitor;
    await listening(visitor);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    expect(await page.locator('#sent').isVisible()).toBe(false);
    await page.context().clearCookies();
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await page.waitForURL('**/staff/login*');
  });

  it('who signed out somewhere else sees nothing any more; what was typed waits for them alone', async () => {
    const visitor = await open('/inbox/cccc-3333');
    const { page } = visitor;
    await listening(visitor);
    await page.fill('#text', 'Half antwoo');
    const marjan = stage.people.get('marjan');
    stage.people.delete('marjan');
    revoked('marjan');
    await page.waitForURL('**/staff/login*');
    if (marjan) stage.people.set('marjan', marjan);
    await page.goto(`${address}/inbox/cccc-3333`);
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Half antwoo');
    await page.context().addCookies([{ name: 'staff', value: 'karim', url: address }]);
    await page.goto(`${address}/inbox`);
    await page.waitForSelector('#own:not([hidden])');
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('Half');
  });

  it('without a network it says so, loses nothing, and says it once when the network is back', async () => {
    const visitor = await open('/inbox/cccc-3333');
    const { page } = visitor;
    await listening(visitor);
    await page.context().setOffline(true);
    await page.fill('#text', 'Komt dit aan?');
    await page.click('#send');
    await page.waitForFunction(() =>
      document.querySelector('#text-state')?.textContent?.includes('niet verstuurd'),
    );
    if ('closeAllConnections' in server) server.closeAllConnections();
    await page.waitForFunction(() =>
      document.querySelector('#line')?.textContent?.startsWith('Geen verbinding'),
    );
    expect(await page.inputValue('#text')).toBe('Komt dit aan?');
    await page.context().setOffline(false);
    await page.waitForFunction(
      () => document.querySelector('#line')?.textContent === 'De verbinding is terug.',
    );
    await page.click('#send');
    await page.waitForSelector('#message-2');
    expect(stage.inbox.acts).toEqual(['say Komt dit aan?']);
  });

  it('notifies only who asked for it and is there, and says nothing but that there is something', async () => {
    const visitor = await open('/inbox', WIDE, async (page) => {
      await page.context().grantPermissions(['notifications']);
      await page.addInitScript(() => {
        const shown: unknown[] = [];
        Object.assign(window, { shown });
        class Shown {
          static permission = 'granted';
          static requestPermission = async () => 'granted';
          constructor(...told: unknown[]) {
            shown.push(told);
          }
        }
        Object.assign(window, { Notification: Shown });
        Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
      });
    });
    const { page } = visitor;
    await listening(visitor);
    const shown = () => page.evaluate(() => (window as unknown as { shown: unknown[] }).shown);
    const news = async (id: string) => {
      stage.inbox.add({ id });
      await page.waitForSelector(`#item-${id}`);
    };
    await news('eeee-1');
    expect(await shown()).toEqual([]);
    await page.click('#notify');
    await news('eeee-2');
    expect(await shown()).toEqual([['Er is iets nieuws in Stuur', { tag: 'stuur' }]]);
    await page.click('#here');
    expect(await page.getAttribute('#here', 'aria-checked')).toBe('false');
    await news('eeee-3');
    expect(await shown()).toHaveLength(1);
  });

  it('does everything without script', async () => {
    const visitor = await open('/inbox', { ...PHONE, javaScriptEnabled: false });
    const { page } = visitor;
    await page.click('#item-bbbb-2222 a');
    await page.click('text=Aannemen >> nth=0');
    expect(await page.locator('#said').innerText()).toContain('Je hebt dit aangenomen.');
    await page.click('#phrases summary');
    await page.click('.phrase >> nth=0');
    expect(await page.inputValue('#text')).toBe(
      'Fijn dat je schrijft. Ik lees rustig wat je stuurde en antwoord daarna.',
    );
    await page.click('#send');
    expect(await page.locator('#message-1').innerText()).toContain('Fijn dat je schrijft.');
    await page.click('#fold-close summary');
    await page.check('#sure-close');
    await page.click('text=Sluit af en verwijder');
    expect(await page.locator('#said').innerText()).toContain('Alles is verwijderd.');
    expect(stage.inbox.acts).toEqual(['accept', expect.stringContaining('say Fijn'), 'close']);
  });

  it('on paper stands one sentence', async () => {
    const { page } = await open('/inbox/cccc-3333');
    await page.emulateMedia({ media: 'print' });
    expect((await page.locator('body').innerText()).trim()).toBe(
      'Wat een cliënt je toevertrouwt, drukt Stuur niet af.',
    );
  });
});
