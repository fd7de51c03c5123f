/** Chromium at the chat page: what a person sees, does, and never wants to happen. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

export const CHROMIUM = '/usr/bin/chromium';
export const hasChromium = existsSync(CHROMIUM);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const PICTURES = process.env.PICTURES;

/** A picture of the whole page, to look at: only for who names a folder, as no test reads it and it takes seconds. */
export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/**
 * A browser of one's own. It keeps pages ready for the back button, as a browser at home does (Playwright turns that
 * off). `proxy`: address of one that all of its traffic goes through, that to this machine too.
 */
export const launch = ({ proxy }: { proxy?: string } = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-quic',
      '--no-first-run',
    ],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    ...(proxy ? { proxy: { server: proxy, bypass: '<-loopback>' } } : {}),
  });

let shared: Promise<Browser> | undefined;

/**
 * The browser for all test files that a worker runs, as starting one takes seconds. Nobody closes it: it ends with the
 * worker. Each visitor has a profile of their own in it.
 */
export const sharedBrowser = (): Promise<Browser> => {
  shared ??= launch();
  return shared;
};

/** The site to leave to: on this machine, as tests go nowhere else. */
export interface NeutralSite {
  url: string;
  /** What it was asked for: '/' and where the browser said it came from. */
  asked: { path: string; referer: string | undefined }[];
  /** Whether it has anything to show. Without, a browser stays where it is. */
  empty(now: boolean): void;
  close(): void;
}

export async function neutralSite(): Promise<NeutralSite> {
  const asked: NeutralSite['asked'] = [];
  let nothing = false;
  const server: Server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', referer: request.headers.referer });
    if (nothing) return void response.writeHead(204).end();
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end('<!doctype html><html lang="nl"><title>Weer</title><p>Zonnig</p></html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    empty: (now) => {
      nothing = now;
    },
    close: () => void server.close(),
  };
}

/** As in a browser that keeps pages ready for the back button although it was told `no-store`. */
export const keepAnyway = (page: Page): Promise<unknown> =>
  page.route('**/*', async (route) => {
    const response = await route.fetch();
    const { 'cache-control': said, ...headers } = response.headers();
    await route.fulfill({ response, headers: said === 'no-store' ? headers : response.headers() });
  });

export const PHONE = { width: 360, height: 740 };
export const WIDE = { width: 1280, height: 800 };

/** How a page can be looked at. Zoomed to 200 %, 1280 pixels hold what fits in 640. */
export const LOOKS = {
  phone: { size: PHONE },
  'zoom-200': { size: { width: 640, height: 400 } },
  'zoom-400': { size: { width: 320, height: 256 } },
  dark: { size: WIDE, colorScheme: 'dark' },
  'high-contrast': { size: PHONE, forcedColors: 'active' },
} as const;

/** Without movement, so that what is measured is how the page will stand. */
export async function lookAs(page: Page, look: keyof typeof LOOKS): Promise<void> {
  const { size, ...media } = LOOKS[look];
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: null, forcedColors: null, reducedMotion: 'reduce', ...media });
}

/** A person with the page open. */
export interface Visitor {
  page: Page;
  /** Addresses that the browser asked for, sockets too. */
  requests: string[];
  /** What the browser complained of: a script that failed, a policy that was broken. */
  complaints: string[];
  say(text: string): Promise<void>;
  choose(label: string): Promise<void>;
  /** Everything in the log: 'Stuur: ...' and 'Jij: ...'. */
  log(): Promise<string[]>;
  /** Waits until the bot has answered what was said last. */
  answered(): Promise<string>;
  /** Violations that axe sees, in words. */
  violations(): Promise<string[]>;
  /** Pixels that do not fit in the width. */
  overflow(): Promise<number>;
  /** Bytes of the page and its files: as they went over the line, and unpacked. */
  weight(): Promise<{ sent: number; whole: number }>;
}

/** They are gone when the test is, also when it failed: the browser stays. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  before: (page: Page) => Promise<unknown> = async () => {},
): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'nl-NL', ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('websocket', (socket) => requests.push(socket.url()));
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    const text = message.text();
    // A line that drops is part of the tests.
    if (message.type() === 'error' && !/ERR_|Failed to load resource|WebSocket connection/.test(text)) {
      complaints.push(text);
    }
  });
  await before(page);
  await page.goto(url);
  const bubbles = page.locator('.bubble');
  return {
    page,
    requests,
    complaints,
    async say(text) {
      await page.fill('#text', text);
      await page.press('#text', 'Enter');
    },
    choose: (label) => page.locator('#choices button', { hasText: label }).first().click(),
    log: async () => (await bubbles.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim()),
    async answered() {
      await page.waitForFunction(() => {
        const all = document.querySelectorAll('.bubble');
        return all[all.length - 1]?.classList.contains('bot');
      });
      return (await bubbles.last().innerText()).replace(/\s+/g, ' ').trim();
    },
    async violations() {
      // What is still fading in has less contrast than it will have.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: typeof import('axe-core') };
        return (await axe.run(document, { resultTypes: ['violations'] })).violations;
      });
      return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
    },
    overflow: () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    weight: () =>
      page.evaluate(() => {
        const entries = [
          ...performance.getEntriesByType('navigation'),
          ...performance.getEntriesByType('resource'),
        ] as PerformanceResourceTiming[];
        return {
          sent: entries.reduce((sum, { transferSize }) => sum + transferSize, 0),
          whole: entries.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
        };
      }),
  };
}
