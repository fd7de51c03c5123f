/** The whole app around an office: everything that `src/node.ts` mounts, with ports that do nothing where that is enough. */
import type { Context, Hono } from 'hono';
import { createApp } from '../../src/app.ts';
import { botFramework } from '../../src/channels/botframework.ts';
import { createLive } from '../../src/channels/directline/live.ts';
import { directLine } from '../../src/channels/directline/routes.ts';
import { serviceFacts } from '../../src/content/services.ts';
import { loadDirectory, loadMunicipalities } from '../../src/directory/load.ts';
import { inboxPages } from '../../src/pages/inbox/routes.tsx';
import { loadPageTextFiles } from '../../src/pages/node-assets.ts';
import { pages } from '../../src/pages/pages.tsx';
import { staffPages } from '../../src/pages/staff/routes.tsx';
import { type PageFacts, readPageTexts } from '../../src/pages/texts.ts';
import { createLimits } from '../../src/run/limits.ts';
import { fakeInbox } from '../pages/fake-inbox.ts';
import { projectFolder } from '../project/imports.ts';
import { ADDRESS, BASE, type Office } from './office.ts';

const facts: PageFacts = {
  services: serviceFacts(loadDirectory(`${projectFolder}/data`).services),
  chatHours: 24,
  planDays: 90,
  handoffDays: 30,
  sessionHours: 24,
  coverMinutes: 5,
};
const files = loadPageTextFiles(projectFolder);
export const texts = readPageTexts(files, facts);
const municipalities = new Set(loadMunicipalities().byCode.keys());
const assets = () => undefined;
const receive = async (): Promise<never> => {
  throw new Error('nobody says anything in these tests');
};

export function wholeApp({ db, login, world }: Office): Hono {
  const limits = createLimits({ world });
  const addressOf = () => ADDRESS;
  const log = () => undefined;
  return createApp({
    pages: pages({
      exitUrl: 'https://neutraal.example/',
      texts: files,
      facts,
      assets,
      downloads: { take: async () => undefined, wait: () => 0 },
      security: { contact: 'mailto:security@example.nl', now: world.now },
    }),
    directLine: directLine({
      receive,
      history: async () => [],
      live: createLive(),
      secret: 'a secret of these tests, long enough',
      formerSecrets: [],
      world,
      limits,
      addressOf,
      upgrade: (() => (c: Context) => c.text('no sockets here', 426)) as never,
      log,
    }),
    botFramework: botFramework({ receive, world, limits, addressOf, settings: { production: false }, log })
      .app,
    staff: staffPages({
      texts,
      assets,
      login,
      db,
      world,
      municipalities,
      baseUrl: () => BASE,
      addressOf,
      wait: () => 0,
      log,
    }),
    inbox: inboxPages({
      inbox: fakeInbox(world.now),
      whoIs: login.whoIs,
      organisations: async () => [],
      colleagues: async () => [],
      texts,
      assets,
      world,
      baseUrl: () => BASE,
      log,
    }),
    ready: async () => undefined,
    metrics: async () => ({ type: 'text/plain', text: '' }),
    log,
  });
}

/** A browser at this app: keeps cookies, and says where its forms stand. */
export function browser(app: Hono) {
  const jar = new Map<string, string>();
  const keep = (response: Response): Response => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /Max-Age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  const headers = (more: Record<string, string>) => ({
    Accept: 'text/html',
    Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    ...more,
  });
  return {
    jar,
    give(cookies: readonly string[]) {
      for (const cookie of cookies) keep(new Response(null, { headers: { 'Set-Cookie': cookie } }));
    },
    get: async (path: string, more: Record<string, string> = {}) =>
      keep(await app.request(`${BASE}${path}`, { headers: headers(more) })),
    post: async (
      path: string,
      fields: Record<string, string> | [string, string][] = {},
      more: Record<string, string> = { 'Sec-Fetch-Site': 'same-origin' },
    ) =>
      keep(
        await app.request(`${BASE}${path}`, {
          method: 'POST',
          headers: headers({ 'Content-Type': 'application/x-www-form-urlencoded', ...more }),
          body: new URLSearchParams(fields).toString(),
        }),
      ),
  };
}
