/** The chat page in a real browser, at the real server. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasChromium,
  lookAs,
  neutralSite,
  PHONE,
  picture,
  sharedBrowser,
  type Visitor,
  visit,
  WIDE,
} from './browser.ts';
import { talkToPlan, twice } from './conversation.ts';
import { type RunningServer, startServer, temporaryFolder } from './server.ts';

const ON_PHONE = { viewport: PHONE };

const data = temporaryFolder();
let server: RunningServer;
let browser: Browser;
let neutral: Awaited<ReturnType<typeof neutralSite>>;

const open = (options = {}, before?: Parameters<typeof visit>[3]): Promise<Visitor> =>
  visit(browser, `${server.address}/`, options, before);

/** Patient: the machine may be busy with other things. */
const soon = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 20_000 });

const start = (port = '0') => startServer(data.path, { PORT: port, STUUR_EXIT_URL: neutral.url });

beforeAll(async () => {
  if (!hasChromium) return;
  neutral = await neutralSite();
  [server, browser] = await Promise.all([start(), sharedBrowser()]);
});
afterAll(async () => {
  await server?.kill();
  neutral?.close();
  data.remove();
});

describe.skipIf(!hasChromium)('the chat page (skipped where /usr/bin/chromium is missing)', () => {
  it('leads from a story to a plan with a step, a day and a number, at 360 px and in less than 25 kB', async () => {
    const visitor = await open(ON_PHONE);
    await visitor.answered();
    await picture(visitor.page, 'phone-start');
    expect(await visitor.violations()).toEqual([]);
    const weight = await visitor.weight();
    // Packed as http allows (https packs tighter); and what a slow phone then has to take in.
    expect(weight.sent).toBeLessThan(25_000);
    expect(weight.whole).toBeLessThan(60_000);
    await talkToPlan(visitor);
    await picture(visitor.page, 'phone-plan');
    expect(await visitor.violations()).toEqual([]);
    expect(await visitor.overflow()).toBeLessThanOrEqual(0);
    expect(await visitor.page.locator('#plan .step').innerText()).toMatch(
      /(maan|dins|woens|donder|vrij|zater|zon)dag/,
    );
    expect(await visitor.page.locator('.bubble.bot a[href^="tel:"]').count()).toBeGreaterThan(0);
    expect(await visitor.page.title()).toBe('Gesprek');
    expect(new URL(visitor.page.url()).pathname).toBe('/');

    // Nothing but this server was asked for anything, and no policy was broken.
    expect([...new Set(visitor.requests.map((url) => new URL(url).host))]).toEqual([
      new URL(server.address).host,
    ]);
    expect(visitor.complaints).toEqual([]);

    // After loading again: the same conversation and plan, each message once.
    const before = await visitor.log();
    await visitor.page.reload();
    await visitor.page.waitForFunction(
      (count) => document.querySelectorAll('.bubble').length >= count,
      before.length,
    );
    expect(await visitor.log()).toEqual(before);
    expect(await visitor.page.locator('#plan .step').count()).toBe(1);

    // 'wis' takes all of it off the screen.
    await visitor.say('wis');
    await visitor.answered();
    if (await visitor.page.locator('#choices button').count()) await visitor.choose('Ja');
    await visitor.page.waitForFunction(() => document.querySelectorAll('.bubble').length < 6);
    expect((await visitor.log()).join()).not.toContain('geldproblemen');
    expect(await visitor.page.locator('#plan .step').count()).toBe(0);
  });

  it('works with the keyboard alone, and keeps the focus where one types', async () => {
    const visitor = await open({ viewport: WIDE });
    const { page } = visitor;
    await visitor.answered();
    const focused = () =>
      page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('text');
    expect(await page.locator('#choices').getAttribute('aria-label')).toBeTruthy();
    // Back over the commands to the choices, which stand just above them.
    const commands = await page.locator('.shortcuts button').count();
    const choices = await page.locator('#choices button').count();
    for (let step = 0; step < commands + choices; step += 1) await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Ja');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('text');
    expect(await visitor.answered()).toContain('aan de hand');
    await page.keyboard.type('ik ben veel alleen');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('al jaren');
    await page.keyboard.press('Enter');
    await visitor.answered();
    expect((await visitor.log()).filter((text) => text.startsWith('Jij:'))).toEqual([
      'Jij: Ja',
      'Jij: ik ben veel alleen al jaren',
    ]);
    expect(await focused()).toBe('text');
    // Shift was used all along, and nobody left.
    expect(new URL(page.url()).port).toBe(new URL(server.address).port);
  });

  it('reads well: zoomed to 200 and 400 %, dark, and in high contrast', async () => {
    const visitor = await open(ON_PHONE);
    await visitor.answered();
    await visitor.say('ja');
    await visitor.answered();
    for (const look of ['zoom-200', 'zoom-400', 'dark', 'high-contrast'] as const) {
      await lookAs(visitor.page, look);
      await picture(visitor.page, look);
      expect(await visitor.violations(), look).toEqual([]);
      expect(await visitor.overflow(), look).toBeLessThanOrEqual(0);
      const small = await visitor.page.$$eval('button, a.leave, textarea', (all) =>
        all
          .filter(
            (element) => element.getClientRects().length > 0 && element.getBoundingClientRect().height < 44,
          )
          .map((element) => element.outerHTML.slice(0, 80)),
      );
      expect(small, look).toEqual([]);
    }
  });
});

describe.skipIf(!hasChromium)('when the line drops', () => {
  it('says so, and sends each message once when the network is back', async () => {
    const visitor = await open(ON_PHONE);
    await visitor.answered();
    await visitor.page.context().setOffline(true);
    await visitor.say('ja');
    await visitor.say('ik heb schulden');
    const line = visitor.page.locator('#line');
    await soon(() => line.innerText()).toBe(
      'Geen verbinding. Je bericht wordt verstuurd zodra het weer kan.',
    );
    await soon(() => visitor.page.locator('.me .state').count()).toBe(2);
    await picture(visitor.page, 'offline');
    await visitor.page.context().setOffline(false);
    await soon(() => line.innerText()).toMatch(/weer verbinding|^$/);
    await soon(visitor.log).toEqual(expect.arrayContaining(['Jij: ik heb schulden']));
    await visitor.answered();
    expect(await visitor.page.locator('.waiting').count()).toBe(0);
    expect(twice(await visitor.log())).toEqual([]);
  });

  it('loses nothing when answers get lost on their way back', async () => {
    let lost = 0;
    const visitor = await open(ON_PHONE, (page) =>
      page.route('**/activities', async (route) => {
        if (route.request().method() !== 'POST' || lost >= 2) return route.continue();
        lost += 1;
        await route.fetch();
        return route.abort();
      }),
    );
    await visitor.answered();
    await visitor.say('ja');
    await soon(() => visitor.page.locator('.waiting').count()).toBe(0);
    expect(await visitor.answered()).toContain('aan de hand');
    expect(twice(await visitor.log())).toEqual([]);
    expect(lost).toBeGreaterThan(0);
  });

  it('sends what was still waiting when the tab was loaded again', async () => {
    const visitor = await open(ON_PHONE);
    await visitor.answered();
    const refuse = { status: 503, json: { error: { code: 'ServiceUnavailable', message: 'Even niet.' } } };
    await visitor.page.route('**/activities', (route) =>
      route.request().method() === 'POST' ? route.fulfill(refuse) : route.continue(),
    );
    await visitor.say('ja');
    await soon(() => visitor.page.locator('#line').innerText()).toMatch(/^Stuur doet het nu even niet/);
    await visitor.page.unroute('**/activities');
    await visitor.page.reload();
    await soon(visitor.log).toContainEqual(expect.stringContaining('aan de hand'));
    expect((await visitor.log()).filter((text) => text.startsWith('Jij:'))).toEqual(['Jij: ja']);
  });

  it('polls where no WebSocket gets through', async () => {
    const visitor = await open(ON_PHONE, (page) =>
      page.addInitScript(() => {
        Reflect.deleteProperty(window, 'WebSocket');
      }),
    );
    await visitor.answered();
    await visitor.say('ja');
    await soon(visitor.log).toContainEqual(expect.stringContaining('aan de hand'));
    expect(visitor.complaints).toEqual([]);
  });

  it('goes on after the phone slept through the life of its token', async () => {
    const visitor = await open(ON_PHONE);
    await visitor.answered();
    const expired = { status: 403, json: { error: { code: 'TokenExpired', message: 'Verlopen.' } } };
    await visitor.page.route('**/activities', (route) => route.fulfill(expired), { times: 1 });
    await visitor.say('ja');
    await soon(visitor.log).toContainEqual(expect.stringContaining('aan de hand'));
    expect(await visitor.page.locator('.remark').count()).toBe(0);
  });

  it('says that a conversation is closed, gives back what was not sent, and starts a new one', async () => {
    const visitor = await open(ON_PHONE);
    await visitor.answered();
    const closed = { status: 403, json: { error: { code: 'TokenExpired', message: 'Dicht.' } } };
    await visitor.page.route('**/activities', (route) => route.fulfill(closed), { times: 1 });
    await visitor.page.route('**/tokens/refresh', (route) => route.fulfill(closed), { times: 1 });
    await visitor.say('ik was even weg');
    await soon(() => visitor.page.locator('.remark').innerText()).toContain(
      'Hieronder begint een nieuw gesprek',
    );
    expect(await visitor.page.inputValue('#text')).toBe('ik was even weg');
    await soon(() => visitor.page.locator('.remark ~ .bubble.bot').count()).toBeGreaterThan(0);
  });
});

// Alone: it takes the server away from under the others.
describe.skipIf(!hasChromium)('when the server was away', () => {
  it('goes on where it was when the server was killed and started again', async () => {
    const visitor = await open(ON_PHONE);
    await visitor.answered();
    await server.kill();
    await visitor.say('ja');
    await soon(() => visitor.page.locator('#line').innerText()).toMatch(/^Geen verbinding/);
    server = await start(new URL(server.address).port);
    expect(await visitor.answered()).toContain('aan de hand');
    expect(twice(await visitor.log())).toEqual([]);
    const log = await visitor.log();
    await visitor.page.reload();
    await soon(visitor.log).toEqual(log);
  });
});
