/**
 * Who may reach what: every route of the whole app, for nobody, each role, a session without its second factor, an
 * admin of another organisation, and someone who was just removed. A route that is not in the table fails.
 */
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inviteMember, removeMember } from '../../src/staff/members.ts';
import { ROLES, type Role } from '../../src/staff/who.ts';
import { browser, wholeApp } from './app.ts';
import { type Insider, insider, type Office, openOffice, PASSWORD, person } from './office.ts';

/** `open`: for everyone, staff or not. Otherwise who may come in; everybody else is refused. */
type Access = 'open' | readonly Role[];
const EVERYONE = ROLES;

/** In a path under `/staff`, `:id` is somebody of the organisation of who asks. */
const ROUTES: Record<string, Access> = {
  'GET /': 'open',
  'GET /uitleg': 'open',
  'GET /privacy': 'open',
  'GET /toegankelijkheid': 'open',
  'GET /weg': 'open',
  'POST /weg': 'open',
  'GET /d/:ticket': 'open',
  'POST /d/:ticket': 'open',
  'GET /assets/:path': 'open',
  'GET /robots.txt': 'open',
  'GET /.well-known/security.txt': 'open',
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'GET /metrics': 'open',
  'POST /api/messages': 'open',
  'POST /v3/directline/tokens/generate': 'open',
  // These ask for a token of one conversation, which no member of staff has: test/channels/directline.test.ts.
  'POST /v3/directline/tokens/refresh': 'open',
  'POST /v3/directline/conversations': 'open',
  'GET /v3/directline/conversations/:id': 'open',
  'GET /v3/directline/conversations/:id/activities': 'open',
  'POST /v3/directline/conversations/:id/activities': 'open',
  'GET /v3/directline/conversations/:id/stream': 'open',
  'POST /v3/directline/conversations/:id/upload': 'open',
  // The way in.
  'GET /staff/login': 'open',
  'POST /staff/login': 'open',
  'GET /staff/login/code': 'open',
  'POST /staff/login/code': 'open',
  'POST /staff/login/app': 'open',
  'GET /staff/login/provider': 'open',
  'GET /staff/auth/callback/oidc': 'open',
  'GET /staff/invite/:token': 'open',
  'POST /staff/invite/:token': 'open',
  // Inside.
  'GET /staff': EVERYONE,
  'POST /staff/password': EVERYONE,
  'POST /staff/codes': EVERYONE,
  'POST /staff/out': EVERYONE,
  'POST /staff/out/everywhere': EVERYONE,
  'GET /staff/members': ['admin'],
  'POST /staff/members': ['admin'],
  'POST /staff/members/:id/roles': ['admin'],
  'POST /staff/members/:id/link': ['admin'],
  'GET /staff/members/:id/remove': ['admin'],
  'POST /staff/members/:id/remove': ['admin'],
  'GET /staff/organisation': ['admin'],
  'POST /staff/organisation': ['admin'],
  'GET /inbox': ['professional'],
  'GET /inbox/fragment': ['professional'],
  'GET /inbox/events': ['professional'],
  'GET /inbox/:id': ['professional'],
  'GET /inbox/:id/fragment': ['professional'],
  'POST /inbox/:id/accept': ['professional'],
  'POST /inbox/:id/decline': ['professional'],
  'POST /inbox/:id/reply': ['professional'],
  'POST /inbox/:id/follow-up': ['professional'],
  'POST /inbox/:id/transfer': ['professional'],
  'POST /inbox/:id/close': ['professional'],
};

/** These end the session that asks, so each asker gets another one for them. */
const ENDS_SESSION = /^POST \/staff\/out/;

let office: Office;
let app: Hono;
const inside = new Map<string, Insider>();

beforeAll(async () => {
  office = await openOffice();
  app = wholeApp(office);
  for (const role of ROLES) inside.set(role, await insider(office, office.here, [role], role));
  // So that nobody is the only one.
  await insider(office, office.here, ['admin'], 'second');
  inside.set('admin elsewhere', await insider(office, office.there, ['admin'], 'elsewhere'));
  const removed = await insider(office, office.here, ['admin', 'professional'], 'removed');
  await removeMember(office, removed.id, 'test');
  inside.set('removed', removed);
  const { id, token = '' } = await inviteMember(office, person(office.here, ['admin'], 'half'), 'test');
  const joined = await office.login.join(token, PASSWORD);
  if (joined?.next.kind !== 'set up') throw new Error('no set-up');
  const { uri, backupCodes, cookies } = joined.next;
  inside.set('without second factor', { id, email: joined.email, uri, backupCodes, cookies });
});
afterAll(() => office.close());

/** Without what an id must look like: `/inbox/:id{[0-9a-z]{1,64}}/close` is `/inbox/:id/close`. */
const routesOf = (hono: Hono): string[] => [
  ...new Set(
    hono.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '')}`),
  ),
];

/** What a route answers to somebody. */
async function ask(route: string, who: string, subject: string): Promise<Response> {
  const [method, pattern = ''] = route.split(' ');
  const me = browser(app);
  const known = inside.get(who);
  if (known) me.give(known.cookies);
  const path = pattern.replace(':id', subject).replace(/:(\w+)/g, 'x');
  if (method === 'GET') {
    const response = await me.get(path);
    // One that never ends by itself.
    if (response.headers.get('Content-Type')?.includes('event-stream')) await response.body?.cancel();
    return response;
  }
  return me.post(path, { roles: 'editor', purpose: 'password', name: 'x' });
}

const REFUSED = [302, 401, 403];
const isRefused = (response: Response): boolean =>
  REFUSED.includes(response.status) &&
  (response.status !== 302 || (response.headers.get('Location') ?? '').startsWith('/staff/login'));

it('knows every route of the app, and none that is not there', () => {
  expect(routesOf(app).sort()).toEqual(Object.keys(ROUTES).sort());
});

it('has no route for every method, except what stands around others', () => {
  // `app.all` would hide a route from the table.
  const wide = app.routes.filter(({ method }) => method === 'ALL').map(({ path }) => path);
  expect(wide.filter((path) => !path.endsWith('*'))).toEqual([]);
});

const closed = Object.entries(ROUTES).filter(
  (entry): entry is [string, readonly Role[]] => entry[1] !== 'open' && !ENDS_SESSION.test(entry[0]),
);

describe('what is for staff', () => {
  const strangers = ['nobody', 'removed', 'without second factor'];

  it.each(Object.entries(ROUTES).filter(([, access]) => access !== 'open'))(
    '%s is shut for strangers',
    async (route) => {
      for (const who of strangers) {
        const response = await ask(route, who, inside.get('editor')?.id ?? '');
        expect([who, response.status, isRefused(response)]).toEqual([who, response.status, true]);
      }
    },
  );

  it.each(closed)('%s opens for who it is meant for, and nobody else', async (route, allowed) => {
    for (const role of ROLES) {
      const { id } = await inviteMember(
        office,
        person(office.here, ['editor'], `s-${crypto.randomUUID()}`),
        'test',
      );
      const response = await ask(route, role, id);
      expect([role, response.status, !isRefused(response)]).toEqual([
        role,
        response.status,
        allowed.includes(role),
      ]);
      expect(response.headers.get('Cache-Control')).toBe('no-store');
    }
  });

  it.each(closed.filter(([route]) => route.includes('/staff/') && route.includes(':id')))(
    '%s does not exist for an admin of another organisation',
    async (route) => {
      for (const id of [inside.get('professional')?.id ?? '', inside.get('admin')?.id ?? ''])
        expect((await ask(route, 'admin elsewhere', id)).status).toBe(404);
    },
  );

  it('tells a script in JSON that it is signed out, and a page where to go', async () => {
    const me = browser(app);
    const script = await me.get('/staff/members', { Accept: 'application/json' });
    expect([script.status, await script.json()]).toMatchObject([401, { error: { code: 'SignedOut' } }]);
    expect((await me.get('/staff/members')).status).toBe(302);
  });

  it('is not changed by anyone who was refused', async () => {
    const names = (await import('../../src/staff/members.ts')).members;
    const before = await names(office.db);
    for (const route of Object.keys(ROUTES).filter((one) => one.startsWith('POST /staff/')))
      for (const who of ['nobody', 'removed', 'without second factor', 'admin elsewhere'])
        if (!/out|login|members$/.test(route)) await ask(route, who, inside.get('professional')?.id ?? '');
    expect(await names(office.db)).toEqual(before);
  });

  // Last: it ends the sessions.
  it.each(Object.keys(ROUTES).filter((route) => ENDS_SESSION.test(route)))(
    '%s is for everyone inside',
    async (route) => {
      for (const role of ROLES) {
        const { cookies } = await insider(office, office.here, [role], `${role}-${crypto.randomUUID()}`);
        const me = browser(app);
        me.give(cookies);
        const response = await me.post(route.split(' ')[1] ?? '');
        expect([response.status, response.headers.get('Location')]).toEqual([303, '/staff/login']);
        expect((await me.get('/staff')).status).toBe(302);
      }
    },
  );
});
