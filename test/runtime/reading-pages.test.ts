/** The pages to read, in a real browser: small, large, dark, without colours, and by keyboard alone. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { READING_PAGES } from '../../src/pages/texts.ts';
import { hasChromium, launch, pictures, visit } from './browser.ts';
import { type RunningServer, startServer, temporaryFolder } from './server.ts';

const PHONE = { viewport: { width: 360, height: 740 } };

/** Where a file of one's own is fetched; the page is the same whether there is one or not. */
const LINK = `d/${'a'.repeat(40)}`;

const data = temporaryFolder();
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  if (!hasChromium) return;
  const env = { STUUR_ORGANISATION: 'Welzijn Voorbeeld', STUUR_CONTACT: 'mailto:privacy@example.nl' };
  [server, browser] = await Promise.all([startServer(data.path, env), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.kill();
  data.remove();
});

describe.skipIf(!hasChromium)('the pages to read', () => {
  it.each([
    ['phone', PHONE],
    ['dark', { ...PHONE, colorScheme: 'dark' as const }],
    ['high-contrast', { ...PHONE, forcedColors: 'active' as const }],
    ['zoom-200', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
    ['zoom-400', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }],
  ])('read well: %s', async (how, options) => {
    const visitor = await visit(browser, `${server.address}/`, options);
    for (const name of [...READING_PAGES, LINK]) {
      await visitor.page.goto(`${server.address}/${name}`);
      await visitor.page.screenshot({
        path: join(pictures, `${name.split('/')[0]}-${how}.png`),
        fullPage: true,
      });
      expect(await visitor.violations()).toEqual([]);
      expect(await visitor.overflow()).toBeLessThanOrEqual(0);
    }
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });

  it.each(READING_PAGES)(
    '/%s is walked through by keyboard, and nothing with the focus is under the bar',
    async (name) => {
      const visitor = await visit(browser, `${server.address}/${name}`, PHONE);
      const { page } = visitor;
      const links = await page.locator('a').count();
      const reached: string[] = [];
      for (let step = 0; step < links; step += 1) {
        await page.keyboard.press('Tab');
        const focus = await page.evaluate(() => {
          const element = document.activeElement;
          const box = element?.getBoundingClientRect();
          const bar = document.querySelector('.bar');
          const covered =
            bar !== null && !bar.contains(element) && (box?.top ?? 0) < bar.getBoundingClientRect().bottom;
          const skip = element?.classList.contains('skip') ?? false;
          return {
            to: element?.getAttribute('href') ?? '',
            covered: covered && !skip,
            seen: (box?.bottom ?? 0) <= innerHeight,
          };
        });
        expect(focus).toMatchObject({ covered: false, seen: true });
        reached.push(focus.to);
      }
      expect(reached.slice(0, 2)).toEqual(['#begin', '/weg']);
      for (const other of READING_PAGES) expect(reached).toContain(`/${other}`);
      // Past the bar at once, and on from there.
      await page.reload();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('begin');
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('/');
      await visitor.close();
    },
  );
});
