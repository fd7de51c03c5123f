/** Leaving the page, in a real browser that keeps pages ready for the back button. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasChromium,
  keepAnyway,
  type NeutralSite,
  neutralSite,
  sharedBrowser,
  type Visitor,
  visit,
} from './browser.ts';
import { type RunningServer, startServer, temporaryFolder } from './server.ts';

const PHONE = { viewport: { width: 360, height: 740 } };
/** Words that nobody may find afterwards. */
const SECRET = 'mijn man slaat mij';

const data = temporaryFolder();
let server: RunningServer;
let browser: Browser;
let neutral: NeutralSite;

/** Patient: the machine may be busy with other things. */
const soon = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 20_000 });

beforeAll(async () => {
  if (!hasChromium) return;
  neutral = await neutralSite();
  [server, browser] = await Promise.all([
    startServer(data.path, { STUUR_EXIT_URL: neutral.url }),
    sharedBrowser(),
  ]);
});
afterAll(async () => {
  await server?.kill();
  neutral?.close();
  data.remove();
});

/** Someone who came from another site, and has told something. */
async function inConversation(before?: (page: Page) => Promise<unknown>): Promise<Visitor> {
  const visitor = await visit(browser, `${neutral.url}zoeken`, PHONE, before);
  await visitor.page.goto(`${server.address}/`);
  await visitor.answered();
  await visitor.say('ja');
  await visitor.answered();
  await visitor.say(SECRET);
  await visitor.answered();
  await soon(() => visitor.page.locator('.waiting').count()).toBe(0);
  expect(await standing(visitor)).toContain(SECRET);
  return visitor;
}

/** All that stands on the page now. Asked for by script: a page that comes back ready-made loads nothing to wait for. */
const standing = ({ page }: Visitor): Promise<string> =>
  page.evaluate(() => document.documentElement.outerHTML).catch(() => '');

/** What a curious person sees after the exit, whatever they press. */
async function nothingLeft(visitor: Visitor, { pagesBefore = 0 } = {}): Promise<void> {
  const { page } = visitor;
  await page.waitForURL(neutral.url);
  const press = async (what: () => void): Promise<void> => {
    await page.evaluate(what).catch(() => {});
    await soon(() => standing(visitor)).toContain('Zonnig');
    expect(new URL(page.url()).origin).toBe(new URL(neutral.url).origin);
  };
  for (let back = 0; back <= pagesBefore; back += 1) {
    await press(() => history.back());
    await press(() => location.reload());
  }
  await press(() => history.forward());
  // Who comes on purpose finds a new conversation.
  await page.goto(`${server.address}/`);
  await visitor.answered();
  expect(await standing(visitor)).not.toContain(SECRET);
  expect(await page.locator('.me').count()).toBe(0);
}

describe.skipIf(!hasChromium)('the way out', () => {
  it('by the button: at once, and nothing comes back', async () => {
    const visitor = await inConversation();
    const length = () => visitor.page.evaluate(() => history.length);
    const before = await length();
    await visitor.page.click('#leave');
    await visitor.page.waitForURL(neutral.url);
    // In the place of the page, not after it.
    expect(await length()).toBe(before);
    await nothingLeft(visitor);
  });

  it('keeps the page covered when the other site does not come, however often it is loaded again', async () => {
    const visitor = await inConversation();
    const { page } = visitor;
    await page.click('.note a[href="/uitleg"]');
    await page.waitForURL('**/uitleg');
    await page.click('#leave');
    await page.waitForURL(neutral.url);
    neutral.empty(true);
    for (const press of [() => history.back(), () => location.reload(), () => location.reload()]) {
      await page.evaluate(press).catch(() => {});
      await soon(() => page.evaluate(() => document.body.innerText).catch(() => '')).toBe('Even wachten.');
      expect(page.url()).toBe(`${server.address}/`);
    }
    neutral.empty(false);
  });

  it('by Shift three times, which tells a screen reader how far it is', async () => {
    const visitor = await inConversation();
    const status = visitor.page.locator('#leave-status');
    await visitor.page.focus('#text');
    await visitor.page.keyboard.press('Shift');
    await soon(() => status.innerText()).toContain('nog 2 keer');
    await visitor.page.keyboard.press('Shift');
    await soon(() => status.innerText()).toContain('nog 1 keer');
    await visitor.page.keyboard.press('Shift');
    await nothingLeft(visitor);
  });

  it(`by the word 'weg', also when the network is gone`, async () => {
    const visitor = await inConversation();
    const posts: string[] = [];
    await visitor.page.route('**/activities', (route) => {
      posts.push(route.request().url());
      return route.abort();
    });
    await visitor.say('Weg.');
    await nothingLeft(visitor);
    expect(posts).toEqual([]);
  });

  it('by other words that mean it, which the server hears', async () => {
    const visitor = await inConversation();
    await visitor.say('scherm weg');
    await nothingLeft(visitor);
  });

  it('by the middle button of the mouse, which opens no second tab', async () => {
    const visitor = await inConversation();
    await visitor.page.click('#leave', { button: 'middle' });
    await nothingLeft(visitor);
    expect(visitor.page.context().pages()).toHaveLength(1);
  });

  it('from a page to read, with the conversation kept ready under it', async () => {
    const visitor = await inConversation();
    const { page } = visitor;
    for (const path of ['uitleg', 'privacy']) {
      await page.locator(`a[href="/${path}"]`).first().click();
      await page.waitForURL(`**/${path}`);
    }
    await page.click('#leave');
    await nothingLeft(visitor, { pagesBefore: 2 });
  });

  it('shows nothing of a page that the browser did keep, not even for a moment', async () => {
    const visitor = await inConversation(async (page) => {
      await keepAnyway(page);
      // Two more things make Chromium let go of the page: the answer to the exit, and a word from another tab.
      await page.route('**/weg', (route) => route.abort());
      await page.addInitScript(() => {
        Reflect.deleteProperty(window, 'BroadcastChannel');
        // Comes before the page's own listeners: what stands there now is what could be painted.
        const look = (): void => {
          if (document.visibilityState !== 'visible' || sessionStorage.getItem('weg') === null) return;
          const shown = `${getComputedStyle(document.body).visibility} ${document.body.innerText}`;
          if (document.querySelector('.bubble')) sessionStorage.setItem('test', shown);
        };
        document.addEventListener('visibilitychange', look, true);
        addEventListener('pageshow', look, true);
      });
    });
    await visitor.page.click('.note a[href="/uitleg"]');
    await visitor.page.waitForURL('**/uitleg');
    await visitor.page.click('#leave');
    await nothingLeft(visitor, { pagesBefore: 1 });
    const shown = await visitor.page.evaluate(() => sessionStorage.getItem('test'));
    expect(shown?.trim()).toBe('hidden');
  });

  it('is there again after another app, whichever way the phone says so', async () => {
    const visitor = await visit(browser, `${server.address}/`, PHONE);
    await visitor.answered();
    const seen = () => visitor.page.locator('.bubble').first().isVisible();
    await visitor.page.evaluate(() => dispatchEvent(new Event('pagehide')));
    expect(await seen()).toBe(false);
    await visitor.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    expect(await seen()).toBe(true);
  });

  it('takes the other tabs along', async () => {
    const visitor = await inConversation();
    const other = await visitor.page.context().newPage();
    await other.goto(`${server.address}/privacy`);
    await other.click('#leave');
    await other.waitForURL(neutral.url);
    await nothingLeft(visitor);
  });

  it('clears what the browser kept: the session, the draft, and our files', async () => {
    const visitor = await inConversation();
    const { page } = visitor;
    await page.fill('#text', 'half afgemaakt');
    await page.reload();
    await visitor.answered();
    expect(await page.inputValue('#text')).toBe('half afgemaakt');
    const script = (await page.locator('script[src*="chat.js"]').getAttribute('src')) ?? '';
    const kept = () =>
      page.evaluate(async (src) => {
        const only = { cache: 'only-if-cached', mode: 'same-origin' } as const;
        return fetch(src, only).then(
          ({ ok }) => ok,
          () => false,
        );
      }, script);
    expect(await kept()).toBe(true);
    await page.click('#leave');
    await page.waitForURL(neutral.url);
    // A page of ours that does not fetch that file anew.
    await page.goto(`${server.address}/privacy`);
    await soon(kept).toBe(false);
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    expect(await page.context().cookies()).toEqual([]);
  });

  it('works without its script: no conversation begins, the link leaves, and nothing comes back', async () => {
    const visitor = await inConversation();
    const { page } = visitor;
    await page.route('**/leave.js*', (route) => route.abort());
    await page.reload();
    await page.waitForSelector('#late.now');
    expect(await page.innerText('body')).toMatch(/Bel 112/);
    expect(await page.locator('.bubble').count()).toBe(0);
    await page.click('#leave');
    await page.waitForURL(neutral.url);
    await page.unroute('**/leave.js*');
    await page.evaluate(() => history.back());
    await soon(() => standing(visitor)).toContain('class="bar"');
    expect(await standing(visitor)).not.toContain(SECRET);
    await page.reload();
    await visitor.answered();
    expect(await standing(visitor)).not.toContain(SECRET);
  });

  it('works without any script, where the page says whom one can call', async () => {
    const visitor = await visit(browser, `${server.address}/`, { ...PHONE, javaScriptEnabled: false });
    const { page } = visitor;
    const text = await page.innerText('body');
    expect(text).toContain('JavaScript');
    expect(text).toMatch(/Bel 112/);
    await page.click('#leave');
    await page.waitForURL(neutral.url);
    expect(page.context().pages()).toHaveLength(1);
  });
});
