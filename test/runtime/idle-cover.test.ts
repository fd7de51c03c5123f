/** The cover over a page that was left alone, in a real browser. The page's clock is moved; nobody waits. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasChromium,
  keepAnyway,
  type NeutralSite,
  neutralSite,
  picture,
  sharedBrowser,
  type Visitor,
  visit,
} from './browser.ts';
import { type RunningServer, startServer, temporaryFolder } from './server.ts';

/** Without smooth scrolling, which would go on after the clock was moved. */
const PHONE = { viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' as const };
/** Nothing to scroll: a page at its end follows what comes, a remark on the line too, and its scrolling is a sign. */
const TALL = { width: 360, height: 2000 };
const SECRET = 'mijn man slaat mij';
const DRAFT = 'ik wil nog zeggen dat';

const data = temporaryFolder();
let server: RunningServer;
let browser: Browser;
let neutral: NeutralSite;

const soon = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 20_000 });

beforeAll(async () => {
  if (!hasChromium) return;
  neutral = await neutralSite();
  [server, browser] = await Promise.all([
    startServer(data.path, { STUUR_EXIT_URL: neutral.url, STUUR_COVER_MINUTES: '5' }),
    sharedBrowser(),
  ]);
});
afterAll(async () => {
  await server?.kill();
  neutral?.close();
  data.remove();
});

/** The page's clock stands under our hand from the start. */
const withClock = (page: Page) => page.clock.install();

/** What `document.visibilityState` says: no other window can be laid over a browser without a screen. */
async function turn(page: Page, to: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
    document.dispatchEvent(new Event('visibilitychange'));
  }, to);
}

async function inConversation(options = {}, before: (page: Page) => Promise<unknown> = withClock) {
  const visitor = await visit(browser, `${server.address}/`, { ...PHONE, ...options }, before);
  await visitor.answered();
  for (const text of ['ja', SECRET]) {
    await visitor.say(text);
    await visitor.answered();
  }
  await soon(() => visitor.page.locator('.waiting').count()).toBe(0);
  return visitor;
}

/**
 * A scroll is told at the next frame, also the one with which a page goes back to its place; then what is in sight is
 * looked at. (The page's own frames go by the clock that is under our hand.)
 */
const nextFrame = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((done) => {
        const inSight = new IntersectionObserver(() => {
          inSight.disconnect();
          done();
        });
        inSight.observe(document.body);
      }),
  );

const go = (page: Page) => page.getByRole('button', { name: 'Verder' });
const covered = (page: Page) => page.locator('.still').count();

/** Nothing of the chat to see, to hear or to find; the way on has the focus. */
async function nothingToSee({ page }: Visitor): Promise<void> {
  await soon(() => covered(page)).toBe(1);
  // What the accessibility tree holds, and what is drawn: the whole of it.
  expect(await page.locator('body').ariaSnapshot()).toBe(
    [
      // Silent, and there for who leaves with Shift.
      '- status',
      '- dialog "Deze pagina staat even stil.":',
      '  - paragraph: Deze pagina staat even stil.',
      '  - button "Verder"',
    ].join('\n'),
  );
  expect((await page.innerText('body')).split(/\n+/)).toEqual(['Deze pagina staat even stil.', 'Verder']);
  expect(await page.title()).toBe('Gesprek');
  const on = await page.evaluate((secret) => {
    const points = [20, 180, 340].flatMap((x) => [30, 300, 700].map((y) => document.elementFromPoint(x, y)));
    const find = (window as unknown as { find(text: string): boolean }).find(secret);
    return {
      find,
      sheet: points.every((element) => element?.closest('.still')),
      focus: document.activeElement?.textContent,
    };
  }, SECRET);
  expect(on).toEqual({ find: false, sheet: true, focus: 'Verder' });
}

describe.skipIf(!hasChromium)('a page that was left alone', () => {
  it('covers itself, and comes back as it was: words, place and focus', async () => {
    const visitor = await inConversation();
    const { page } = visitor;
    await page.fill('#text', `${DRAFT}\n${DRAFT}\n${DRAFT}`);
    await page.evaluate(() => {
      const field = document.getElementById('text') as HTMLTextAreaElement;
      field.setSelectionRange(3, 7);
      scrollTo(0, 40);
    });
    const state = () =>
      page.evaluate(() => {
        const field = document.getElementById('text') as HTMLTextAreaElement;
        const { value, selectionStart, selectionEnd, offsetHeight } = field;
        return {
          value,
          selectionStart,
          selectionEnd,
          offsetHeight,
          scrollY,
          focus: document.activeElement?.id,
        };
      });
    await soon(() => page.evaluate(() => scrollY)).toBe(40);
    const [before, log] = [await state(), await visitor.log()];
    await page.clock.fastForward('04:58');
    expect(await covered(page)).toBe(0);
    await page.clock.fastForward('00:05');
    await nothingToSee(visitor);
    await picture(page, 'cover');
    expect(await visitor.violations()).toEqual([]);
    // The keyboard leads nowhere but to the button.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    expect(
      await page.evaluate(
        () =>
          document.querySelector('.still')?.contains(document.activeElement) ||
          document.activeElement === document.body,
      ),
    ).toBe(true);
    // From here on no second passes by itself.
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000);
    await go(page).press('Enter');
    expect(await covered(page)).toBe(0);
    expect(await state()).toEqual(before);
    expect(await visitor.log()).toEqual(log);
    // What was heard before is not said again; what comes next is.
    expect(await page.locator('#log').getAttribute('aria-live')).toBe('off');
    await page.clock.runFor(1000);
    expect(await page.locator('#log').getAttribute('aria-live')).toBe('polite');
    expect(visitor.complaints).toEqual([]);
  });

  it('is not one where someone types, speaks, moves the pointer, scrolls, or goes to another part', async () => {
    const visitor = await visit(browser, `${server.address}/`, { ...PHONE, viewport: TALL }, withClock);
    const { page } = visitor;
    await visitor.answered();
    // In this order none gives another sign along: the focus is not in the field, and there is no pointer yet.
    const signs: Record<string, () => Promise<unknown>> = {
      'goes to another part': () => page.focus('#leave'),
      'speaks instead of typing': () =>
        page.evaluate(() =>
          document.getElementById('text')?.dispatchEvent(new Event('input', { bubbles: true })),
        ),
      types: () => page.keyboard.press('a'),
      'scrolls, as a screen reader does': async () => {
        await page.setViewportSize(PHONE.viewport);
        await page.evaluate(() => scrollTo(0, scrollY === 0 ? 10 : 0));
        await nextFrame(page);
        await page.setViewportSize(TALL);
      },
      'moves the pointer': () => page.mouse.move(100, 300),
    };
    for (const [sign, give] of Object.entries(signs)) {
      await page.clock.fastForward('04:50');
      await give();
      await nextFrame(page);
      await page.clock.fastForward('04:50');
      expect(await covered(page), sign).toBe(0);
      await page.clock.fastForward('00:15');
      expect(await covered(page), sign).toBe(1);
      await go(page).press('Enter');
      expect(await covered(page), sign).toBe(0);
      await nextFrame(page);
    }
  });

  it('covers itself sooner when it is out of sight, before it is seen again', async () => {
    const visitor = await inConversation();
    const { page } = visitor;
    await page.fill('#text', DRAFT);
    await turn(page, 'hidden');
    await page.clock.fastForward('00:50');
    await turn(page, 'visible');
    expect(await covered(page)).toBe(0);
    await turn(page, 'hidden');
    await page.clock.fastForward('01:01');
    expect(await covered(page)).toBe(1);
    await turn(page, 'visible');
    await nothingToSee(visitor);
    await go(page).click();
    expect(await page.inputValue('#text')).toBe(DRAFT);
  });

  it('covers itself when timers slept with the device; the first key only wakes it', async () => {
    const visitor = await inConversation();
    const { page } = visitor;
    await page.fill('#text', DRAFT);
    const log = await visitor.log();
    // Time passes, and no timer rings.
    await page.clock.setFixedTime(Date.now() + 3_600_000);
    await page.keyboard.press('Enter');
    await nothingToSee(visitor);
    await go(page).click();
    expect(await page.inputValue('#text')).toBe(DRAFT);
    expect(await visitor.log()).toEqual(log);
  });

  it('is not opened by the finger that wakes it, wherever that comes down', async () => {
    const visitor = await inConversation({ hasTouch: true, viewport: TALL });
    const { page } = visitor;
    await page.clock.fastForward('05:01');
    const box = await go(page).boundingBox();
    await go(page).click();
    // A scroll that is told only after the hour would wake the page in the finger's place.
    await nextFrame(page);
    await page.clock.setFixedTime(Date.now() + 3_600_000);
    const [x, y] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + 20];
    await page.touchscreen.tap(x, y);
    await nothingToSee(visitor);
    await page.touchscreen.tap(x, y);
    await soon(() => covered(page)).toBe(0);
  });

  it('shows an answer that came meanwhile, to who was at the end', async () => {
    const visitor = await inConversation();
    const { page } = visitor;
    const said = () => page.locator('.bot').count();
    const before = await said();
    let later = (): void => {};
    const away = new Promise<void>((resolve) => {
      later = resolve;
    });
    await page.route('**/activities', async (route) => {
      if (route.request().method() === 'POST') await away;
      await route.continue();
    });
    await visitor.say('nee');
    await turn(page, 'hidden');
    await page.clock.fastForward('01:01');
    expect(await covered(page)).toBe(1);
    later();
    await soon(said).toBeGreaterThan(before);
    await turn(page, 'visible');
    await go(page).click();
    const inSight = await page.evaluate(() => {
      const last = [...document.querySelectorAll('.bubble')].at(-1)?.getBoundingClientRect();
      return last !== undefined && last.top < innerHeight && last.bottom > 0;
    });
    expect(inSight).toBe(true);
  });

  it('still lets one leave with Shift, and tells a screen reader', async () => {
    const visitor = await inConversation();
    const { page } = visitor;
    await page.clock.fastForward('05:01');
    await nothingToSee(visitor);
    await page.keyboard.press('Shift');
    await soon(() => page.getByRole('status').innerText()).toContain('nog 2 keer');
    await page.keyboard.press('Shift');
    await page.keyboard.press('Shift');
    await page.waitForURL(neutral.url);
  });

  it('is covered also when the browser threw it away and loads it again, with what was being typed', async () => {
    const visitor = await inConversation({}, async () => {});
    const { page } = visitor;
    const log = await visitor.log();
    await page.fill('#text', DRAFT);
    await page.goto(`${neutral.url}zoeken`);
    // Two minutes later.
    await page.addInitScript(() => {
      const now = Date.now;
      Date.now = () => now() + 120_000;
    });
    await page.goto(`${server.address}/`);
    await nothingToSee(visitor);
    // Loading it once more is no way round the button.
    await page.reload();
    await nothingToSee(visitor);
    await go(page).click();
    await soon(visitor.log).toEqual(log);
    expect(await page.inputValue('#text')).toBe(DRAFT);
  });

  it('is covered also when it was kept ready for the back button', async () => {
    const visitor = await inConversation({}, async (page) => {
      await keepAnyway(page);
      await page.addInitScript(() => {
        const now = Date.now;
        let later = 0;
        Date.now = () => now() + later;
        document.addEventListener('visibilitychange', () => {
          if (document.visibilityState === 'visible') later = 120_000;
        });
        addEventListener('pageshow', ({ persisted }) => {
          if (!persisted) return;
          later = 120_000;
          Object.assign(window, { kept: true });
        });
      });
    });
    const { page } = visitor;
    await page.fill('#text', DRAFT);
    await page.evaluate((url) => location.assign(url), `${neutral.url}zoeken`);
    await page.waitForURL(`${neutral.url}zoeken`);
    await page.evaluate(() => history.back());
    await nothingToSee(visitor);
    expect(await page.evaluate(() => 'kept' in window)).toBe(true);
    await go(page).click();
    expect(await page.inputValue('#text')).toBe(DRAFT);
    expect(await visitor.log()).toContainEqual(`Jij: ${SECRET}`);
    expect(visitor.complaints).toEqual([]);
  });

  it('is not covered for who read another page of ours meanwhile', async () => {
    const visitor = await inConversation();
    const { page } = visitor;
    await page.click('.note a[href="/uitleg"]');
    await page.waitForURL('**/uitleg');
    await page.clock.fastForward('02:00');
    await page.evaluate(() => history.back());
    await soon(() => page.locator('.bubble').count()).toBeGreaterThan(0);
    expect(await covered(page)).toBe(0);
  });
});
