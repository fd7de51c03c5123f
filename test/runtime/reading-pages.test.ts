/** The pages to read, in a real browser: small, large, dark, without colours, and by keyboard alone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { READING_PAGES } from '../../src/pages/texts.ts';
import { hasChromium, LOOKS, lookAs, PHONE, picture, sharedBrowser, visit } from './browser.ts';
import { type RunningServer, startServer, temporaryFolder } from './server.ts';

/** Where a file of one's own is fetched; the page is the same whether there is one or not. */
const LINK = `d/${'a'.repeat(40)}`;

const data = temporaryFolder();
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  if (!hasChromium) return;
  const env = { STUUR_ORGANISATION: 'Welzijn Voorbeeld', STUUR_CONTACT: 'mailto:privacy@example.nl' };
  [server, browser] = await Promise.all([startServer(data.path, env), sharedBrowser()]);
});
afterAll(async () => {
  await server?.kill();
  data.remove();
});

describe.skipIf(!hasChromium)('the pages to read', () => {
  it(`read well: ${Object.keys(LOOKS).join(', ')}`, async () => {
    const visitor = await visit(browser, `${server.address}/`);
    const { page } = visitor;
    for (const name of [...READING_PAGES, LINK]) {
      await page.goto(`${server.address}/${name}`);
      for (const look of Object.keys(LOOKS) as (keyof typeof LOOKS)[]) {
        await lookAs(page, look);
        await picture(page, `${name.split('/')[0]}-${look}`);
        expect(await visitor.violations(), `${name}, ${look}`).toEqual([]);
        expect(await visitor.overflow(), `${name}, ${look}`).toBeLessThanOrEqual(0);
      }
    }
    expect(visitor.complaints).toEqual([]);
  });

  it('are walked through by keyboard, and nothing with the focus is under the bar', async () => {
    const visitor = await visit(browser, `${server.address}/`, { viewport: PHONE });
    const { page } = visitor;
    for (const name of READING_PAGES) {
      await page.goto(`${server.address}/${name}`);
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
        expect(focus, name).toMatchObject({ covered: false, seen: true });
        reached.push(focus.to);
      }
      expect(reached.slice(0, 2), name).toEqual(['#begin', '/weg']);
      for (const other of READING_PAGES) expect(reached).toContain(`/${other}`);
      // Past the bar at once, and on from there.
      await page.reload();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('begin');
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('/');
    }
  });
});
