/** The inbox's pages over an inbox in memory; a cookie says who is signed in. */
import { Hono } from 'hono';
import { type Assets, serveAsset } from '../../src/pages/assets.ts';
import { inboxPages } from '../../src/pages/inbox/routes.tsx';
import { loadPageTextFiles } from '../../src/pages/node-assets.ts';
import { readPageTexts } from '../../src/pages/texts.ts';
import type { StaffMember } from '../../src/staff/who.ts';
import { content } from '../export/client.ts';
import { projectFolder } from '../project/imports.ts';
import { fakeInbox } from './fake-inbox.ts';

const member = (
  id: string,
  name: string,
  roles: StaffMember['roles'],
  organisation = 'welzijn',
): StaffMember => ({
  id,
  name,
  function: 'maatschappelijk werker',
  organisation,
  roles,
});

export const inboxTexts = readPageTexts(loadPageTextFiles(projectFolder), {
  services: content.services,
  chatHours: 24,
  planDays: 90,
  handoffDays: 30,
  sessionHours: 24,
  coverMinutes: 5,
});

export interface InboxStageOptions {
  assets?: Assets;
  now?: () => Date;
  heartbeatMs?: number;
  stopping?: AbortSignal;
}

export function inboxStage({ assets = () => undefined, now, heartbeatMs, stopping }: InboxStageOptions = {}) {
  let at = Date.parse('2026-11-24T13:00:00.000Z');
  const clock = now ?? (() => new Date(at));
  const inbox = fakeInbox(clock);
  const people = new Map(
    [
      member('marjan', 'Marjan', ['professional']),
      member('karim', 'Karim', ['professional']),
      member('ada', 'Ada', ['admin']),
      member('eve', 'Eve', ['professional'], 'elders'),
      member('both', 'Bo', ['admin', 'professional']),
    ].map((one) => [one.id, one]),
  );
  const logged: string[] = [];
  let ids = 0;
  const staffPages = inboxPages({
    inbox,
    whoIs: async (request) => people.get(/staff=(\w+)/.exec(request.headers.get('Cookie') ?? '')?.[1] ?? ''),
    organisations: async () => [
      { id: 'welzijn', name: 'Welzijn Voorbeeld' },
      { id: 'schulden', name: 'Schuldhulp Voorbeeld' },
    ],
    colleagues: async (organisation) =>
      [...people.values()].filter(
        (one) => one.organisation === organisation && one.roles.includes('professional'),
      ),
    texts: inboxTexts,
    assets,
    world: { now: clock, id: () => `key-${String(++ids).padStart(8, '0')}` },
    baseUrl: () => 'https://stuur.example',
    log: (event, fields = {}) => void logged.push(JSON.stringify({ event, ...fields })),
    ...(heartbeatMs ? { heartbeatMs } : {}),
    ...(stopping ? { stopping } : {}),
  });
  const app = new Hono();
  app.route('/', staffPages);
  app.get('/assets/:path', (c) => serveAsset(c, assets, c.req.param('path')) ?? c.notFound());
  app.get('/staff/login', (c) =>
    c.html('<!doctype html><html lang="nl"><title>Inloggen</title><h1>Inloggen</h1>'),
  );

  const headers = (staff: string | undefined, more: Record<string, string>) => ({
    Accept: 'text/html',
    ...(staff ? { Cookie: `staff=${staff}` } : {}),
    ...more,
  });
  return {
    app,
    inbox,
    people,
    logged,
    pass: (ms: number) => {
      at += ms;
    },
    get: (path: string, staff: string | undefined = 'marjan', more: Record<string, string> = {}) =>
      app.request(`https://stuur.example${path}`, { headers: headers(staff, more) }),
    post: (
      path: string,
      fields: Record<string, string> = {},
      staff: string | undefined = 'marjan',
      more: Record<string, string> = {},
    ) =>
      app.request(`https://stuur.example${path}`, {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers: headers(staff, {
          'Content-Type': 'application/x-www-form-urlencoded',
          Origin: 'https://stuur.example',
          ...more,
        }),
      }),
  };
}
