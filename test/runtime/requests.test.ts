/** What leaves the browser: recorded behind its back, by a proxy that all of its traffic goes through. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launch, type NeutralSite, neutralSite, visit } from './browser.ts';
import { talkToPlan } from './conversation.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { type RunningServer, startServer, temporaryFolder } from './server.ts';

const PHONE = { viewport: { width: 360, height: 740 } };

const data = temporaryFolder();
let server: RunningServer;
let browser: Browser;
let neutral: NeutralSite;
let recorder: Recorder;

beforeAll(async () => {
  if (!hasChromium) return;
  [neutral, recorder] = await Promise.all([neutralSite(), startRecorder()]);
  [server, browser] = await Promise.all([
    startServer(data.path, { STUUR_EXIT_URL: neutral.url }),
    launch({ proxy: recorder.address }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await server?.kill();
  neutral?.close();
  recorder?.close();
  data.remove();
});

/** Chromium asks its maker for updates and accounts by itself, on an empty page too. */
const ITS_MAKER = /^([\w-]+\.)*(google|googleapis|gvt1|gvt2)\.com(:\d+)?$/;
/** But what stands on a page, or is typed there, is nothing to ask about. */
const ABOUT_A_PAGE = /autofill|spell|translat|suggest|optimization|safebrowsing|writing/;

describe.skipIf(!hasChromium)('what leaves the browser', () => {
  it('in a whole conversation goes to this server, and at the exit to the other site, which is told nothing', async () => {
    recorder.hosts.length = 0;
    neutral.asked.length = 0;
    const visitor = await visit(browser, `${server.address}/`, PHONE);
    const { page } = visitor;
    await talkToPlan(visitor);
    for (const path of ['uitleg', 'privacy', 'toegankelijkheid']) {
      await page.locator(`a[href="/${path}"]`).first().click();
      await page.waitForURL(`**/${path}`);
    }
    await page.locator('a.back').first().click();
    await page.waitForSelector('.bubble');
    const before = [...recorder.hosts];
    await page.click('#leave');
    await page.waitForURL(neutral.url);
    await page.waitForLoadState();

    const ours = new URL(server.address).host;
    const others = (hosts: string[]) =>
      [...new Set(hosts)].filter((host) => !ITS_MAKER.test(host) || ABOUT_A_PAGE.test(host));
    expect(others(before)).toEqual([ours]);
    expect(others(recorder.hosts).sort()).toEqual([ours, new URL(neutral.url).host].sort());
    // The page itself asked for nothing else either, whoever it would be of.
    expect([...new Set(visitor.requests.map((url) => new URL(url).host))].sort()).toEqual(
      [ours, new URL(neutral.url).host].sort(),
    );
    expect(neutral.asked.find(({ path }) => path === '/')).toEqual({ path: '/', referer: undefined });
    expect(visitor.complaints).toEqual([]);
  });

  it('is nothing even for a script that got in: the policy stops it', async () => {
    const visitor = await visit(browser, `${server.address}/`, PHONE);
    const { page } = visitor;
    await visitor.answered();
    neutral.asked.length = 0;
    const ran = await page.evaluate(async (url) => {
      const script = document.createElement('script');
      script.append('window.ran = true');
      document.body.append(script);
      new Image().src = `${url}image`;
      await fetch(`${url}fetch`, { mode: 'no-cors' }).catch(() => {});
      navigator.sendBeacon(`${url}beacon`);
      const frame = document.createElement('iframe');
      frame.src = `${url}frame`;
      const form = document.createElement('form');
      form.action = `${url}form`;
      document.body.append(frame, form);
      form.submit();
      return 'ran' in window;
    }, neutral.url);
    await page.waitForTimeout(300);
    expect(ran).toBe(false);
    expect(neutral.asked).toEqual([]);
  });
});
