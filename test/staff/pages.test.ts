/** The pages for staff, as a browser without script meets them. */
import type { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { safeNext } from '../../src/pages/staff/routes.tsx';
import { inviteMember, memberByEmail } from '../../src/staff/members.ts';
import { organisationById } from '../../src/staff/organisations.ts';
import { browser, texts, wholeApp } from './app.ts';
import { codeOf, insider, type Office, openOffice, PASSWORD, person } from './office.ts';

let office: Office;
let app: Hono;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T09:00:10.000Z') });
  office = await openOffice();
  app = wholeApp(office);
});
afterEach(async () => {
  await office.close();
  vi.useRealTimers();
});

const hidden = (html: string, name: string): string =>
  (new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '').replaceAll('&amp;', '&');

describe('from an invitation to the account', () => {
  it('goes over the link, a password, the app, and says it again after a slip', async () => {
    const { token = '' } = await inviteMember(office, person(office.here), 'test');
    const me = browser(app);
    const link = `/staff/invite/${token}`;
    expect(await (await me.get(link)).text()).toContain('Welkom, Marjan');
    const slip = await me.post(link, { password: PASSWORD, again: 'iets anders' });
    expect(slip.status).toBe(400);
    expect(await slip.text()).toContain('role="alert"');

    const setUp = await (await me.post(link, { password: PASSWORD, again: PASSWORD })).text();
    const [uri, codes] = [hidden(setUp, 'uri'), hidden(setUp, 'codes')];
    expect(uri).toMatch(/^otpauth:\/\/totp\/Stuur/);
    expect(setUp).toMatch(/<svg class="qr"[^>]*role="img" aria-label="QR-code/);
    expect(codes.split(' ')).toHaveLength(10);
    expect((await me.get('/staff')).status).toBe(302);

    const wrong = await me.post('/staff/login/app', { uri, codes, code: '000000' });
    expect(wrong.status).toBe(400);
    expect(hidden(await wrong.text(), 'uri')).toBe(uri);
    const done = await me.post('/staff/login/app', { uri, codes, code: codeOf(uri) });
    expect([done.status, done.headers.get('Location')]).toEqual([303, '/staff']);
    expect(await (await me.get('/staff')).text()).toContain('Marjan, maatschappelijk werker · Welzijn Hier');
    expect((await me.get(link)).status).toBe(410);
  });
});

describe('the login page', () => {
  it('leads through the code to where one wanted to go, and nowhere else', async () => {
    const { email, uri } = await insider(office, office.here);
    const me = browser(app);
    const asked = await me.get('/staff/members');
    expect(asked.headers.get('Location')).toBe('/staff/login?next=%2Fstaff%2Fmembers');
    const first = await me.post('/staff/login', { email, password: PASSWORD, next: '/inbox?open=1' });
    expect(first.headers.get('Location')).toBe('/staff/login/code?next=%2Finbox%3Fopen%3D1');
    const second = await me.post('/staff/login/code', { code: codeOf(uri), next: '/inbox?open=1' });
    expect([second.status, second.headers.get('Location')]).toEqual([303, '/inbox?open=1']);
    for (const bad of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/staff//evil',
      '/inbox\n',
      '/',
      7,
    ])
      expect(safeNext(bad)).toBe('/staff');
  });

  it('says the same of an account that does not exist as of a wrong password', async () => {
    const { email } = await insider(office, office.here);
    const answer = async (who: string) => {
      const response = await browser(app).post('/staff/login', {
        email: who,
        password: 'fout wachtwoord',
        next: '',
      });
      return [response.status, (await response.text()).replaceAll(who, 'X'), response.headers.getSetCookie()];
    };
    expect(await answer(email)).toEqual(await answer('niemand@voorbeeld.nl'));
  });

  it('answers with the whole set of headers, and no script', async () => {
    const page = await browser(app).get('/staff/login');
    expect(page.headers.get('Content-Security-Policy')).toContain("form-action 'self'");
    expect(page.headers.get('Cache-Control')).toBe('no-store');
    expect(page.headers.get('Referrer-Policy')).toBe('same-origin');
    expect(page.headers.get('X-Frame-Options')).toBe('DENY');
    expect(await page.text()).not.toMatch(/<script|<style| style=|\son\w+=/);
  });

  it('shows no sentence that came along in the address', async () => {
    const html = await (
      await browser(app).get('/staff/login?error=Bel+0900-1234&error_description=nu')
    ).text();
    expect(html).toContain('Vraag je beheerder of je bent uitgenodigd');
    expect(html).not.toContain('0900');
  });
});

describe('a form of another site', () => {
  it.each([
    ['another origin', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    ['no word of where it stands', {}],
    ['a site beside ours', { 'Sec-Fetch-Site': 'same-site', Origin: 'https://x.voorbeeld.nl' }],
  ])('is refused: %s', async (_, headers: Record<string, string>) => {
    const { cookies } = await insider(office, office.here, ['admin']);
    const me = browser(app);
    me.give(cookies);
    for (const path of ['/staff/out', '/staff/members', '/staff/organisation', '/staff/login'])
      expect((await me.post(path, {}, headers)).status, path).toBe(403);
    expect((await me.get('/staff')).status).toBe(200);
  });

  it('and one of our own, in a browser that only says its origin, is not', async () => {
    const me = browser(app);
    const own = { Origin: 'http://127.0.0.1:3978' };
    expect((await me.post('/staff/login', { email: 'a@b.nl', password: 'x' }, own)).status).toBe(400);
  });
});

describe('an admin', () => {
  const admin = async (organisation = office.here, name = 'admin') => {
    const { cookies, id } = await insider(office, organisation, ['admin'], name);
    const me = browser(app);
    me.give(cookies);
    return { ...me, id };
  };

  it('invites, sees the link once, changes roles and removes', async () => {
    const me = await admin();
    const fields: [string, string][] = [
      ['name', 'Youssef'],
      ['function', 'wijkcoach'],
      ['email', 'Youssef@Voorbeeld.nl'],
      ['roles', 'professional'],
      ['roles', 'editor'],
    ];
    const made = await (await me.post('/staff/members', fields)).text();
    expect(made).toMatch(/http:\/\/127\.0\.0\.1:3978\/staff\/invite\/[\w-]{43}</);
    const youssef = await memberByEmail(office.db, 'youssef@voorbeeld.nl');
    expect(youssef?.roles).toEqual(['professional', 'editor']);
    const list = await (await me.get('/staff/members')).text();
    expect(list).toContain('Youssef');
    expect(list).toContain('nog niet binnen geweest');
    expect(list).not.toContain('/staff/invite/');

    await me.post(`/staff/members/${youssef?.id}/roles`, { roles: 'analyst' });
    expect((await memberByEmail(office.db, 'youssef@voorbeeld.nl'))?.roles).toEqual(['analyst']);
    expect((await me.get(`/staff/members/${youssef?.id}/remove`)).status).toBe(200);
    expect((await me.post(`/staff/members/${youssef?.id}/remove`)).status).toBe(303);
    expect(await memberByEmail(office.db, 'youssef@voorbeeld.nl')).toBeUndefined();
    // The address is free again.
    expect((await me.post('/staff/members', fields)).status).toBe(200);
  });

  it('is told in words what is wrong, and loses nothing that was typed', async () => {
    const me = await admin();
    const wrong = await me.post('/staff/members', { name: '<b>', function: 'x', email: 'geen adres' });
    expect(wrong.status).toBe(400);
    const said = await wrong.text();
    for (const part of ['Naam:', 'Functie:', 'E-mailadres:', 'Rol:']) expect(said).toContain(part);
    const fields = {
      about: 'Wij helpen je met geld en wonen.',
      opening: 'maandag',
      answer_hours: '8',
      municipalities: 'GM0363',
      phone: '',
    };
    const refused = await me.post('/staff/organisation', fields);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('value="maandag"');
    expect(
      (await me.post('/staff/organisation', { ...fields, opening: '', municipalities: 'GM9999' })).status,
    ).toBe(400);
    const good = { ...fields, opening: 'ma-do 9:00-17:00; vr 09.00-12.00', municipalities: 'gm0363, GM0599' };
    expect(
      (await me.post('/staff/organisation', [...Object.entries(good), ['topics', 'money']])).status,
    ).toBe(200);
    expect(await organisationById(office.db, office.here)).toMatchObject({
      municipalities: ['GM0363', 'GM0599'],
      topics: ['money'],
      opening: [
        { days: ['MO', 'TU', 'WE', 'TH'], opens: '09:00', closes: '17:00' },
        { days: ['FR'], opens: '09:00', closes: '12:00' },
      ],
      phone: null,
    });
  });

  it('reaches nobody of another organisation, and is not told that they exist', async () => {
    const me = await admin();
    const other = await insider(office, office.there, ['professional'], 'other');
    for (const id of [other.id, crypto.randomUUID()]) {
      const answers = [
        await me.get(`/staff/members/${id}/remove`),
        await me.post(`/staff/members/${id}/remove`),
        await me.post(`/staff/members/${id}/link`, { purpose: 'all' }),
        await me.post(`/staff/members/${id}/roles`, { roles: 'admin' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    }
    expect(await (await me.get('/staff/members')).text()).not.toContain('other@');
    // A form cannot say for which organisation somebody is.
    const fields = {
      ...person(office.there, ['admin'], 'planted'),
      roles: 'admin',
      organisation: office.there,
    };
    await me.post('/staff/members', fields);
    expect((await memberByEmail(office.db, 'planted@voorbeeld.nl'))?.organisation).toBe(office.here);
  });

  it('cannot leave the organisation without one', async () => {
    const me = await admin();
    expect((await me.post(`/staff/members/${me.id}/remove`)).status).toBe(400);
    expect((await me.post(`/staff/members/${me.id}/roles`, { roles: 'editor' })).status).toBe(400);
    await insider(office, office.here, ['admin'], 'second');
    expect(
      (await me.post(`/staff/members/${me.id}/roles`, { roles: 'editor' })).headers.get('Location'),
    ).toBe('/staff');
    expect((await me.get('/staff/members')).status).toBe(403);
  });
});

it('has a word for everything that the log can say', () => {
  expect(Object.keys(texts.staff.deeds)).toHaveLength(12);
});
