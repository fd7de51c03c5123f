/** Logging in at an organisation's own provider: a real one (`oidc-provider`), on this machine, with its own pages. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { inviteMember, removeMember } from '../../src/staff/members.ts';
import { stopOrganisation } from '../../src/staff/organisations.ts';
import { staff, staff_account, staff_session } from '../../src/store/schema_staff.ts';
import { browser, wholeApp } from './app.ts';
import { BASE, insider, type Office, openOffice, PASSWORD, person } from './office.ts';

const CLIENT = { clientId: 'stuur', clientSecret: 'geheim van deze test' };

/** Who is known at the provider: what it says of them. */
const people: Record<string, { email: string; email_verified: boolean }> = {
  marjan: { email: 'Marjan@voorbeeld.nl', email_verified: true },
  unverified: { email: 'marjan@voorbeeld.nl', email_verified: false },
  impostor: { email: 'marjan@voorbeeld.nl', email_verified: true },
  stranger: { email: 'vreemde@voorbeeld.nl', email_verified: true },
};

let server: Server;
let issuer: string;
let office: Office;

beforeAll(async () => {
  // It warns that it is not set up for production.
  for (const level of ['info', 'warn'] as const) vi.spyOn(console, level).mockReturnValue(undefined);
  // Its address is part of what it is: the port first.
  server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [`${BASE}/staff/auth/callback/oidc`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    cookies: { keys: ['a key of these tests'] },
    pkce: { required: () => true },
    findAccount: async (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...people[id] }),
    }),
  });
  server.on('request', provider.callback());
});
afterAll(() => void server.close());

beforeEach(async () => {
  office = await openOffice({ issuer, ...CLIENT, name: 'Gemeente Voorbeeld' });
});
afterEach(() => office.close());

/** Through the provider's pages as this person; gives the address to which it sends back. */
async function atProvider(start: string, who: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = start;
  for (let steps = 0; steps < 12 && !url.startsWith(BASE); steps += 1) {
    const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const keep = (response: Response) => {
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        jar.set(name, value);
      }
      return response;
    };
    let response = keep(await fetch(url, { redirect: 'manual', headers: { Cookie: cookie() } }));
    if (response.status === 200) {
      const html = await response.text();
      const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
      const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1] ?? '';
      response = keep(
        await fetch(new URL(action, url), {
          method: 'POST',
          redirect: 'manual',
          headers: { Cookie: cookie(), 'Content-Type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ prompt, login: who, password: 'x' }),
        }),
      );
    }
    url = new URL(response.headers.get('Location') ?? 'missing:', url).href;
  }
  return url;
}

/** From the button to where one ends up. */
async function comeIn(who: string, me = browser(wholeApp(office))) {
  const start = await me.get('/staff/login/provider?next=/inbox');
  const back = new URL(await atProvider(start.headers.get('Location') ?? '', who));
  const response = await me.get(back.pathname + back.search);
  return { me, back, to: response.headers.get('Location') ?? '' };
}

const byProvider = () => ({ ...person(office.here, ['professional', 'admin']), login: 'oidc' });

describe('at the provider', () => {
  it('comes in who was invited with that address, without a second factor of ours', async () => {
    const { token } = await inviteMember(office, byProvider(), 'test');
    expect(token).toBeUndefined();
    const { me, to } = await comeIn('marjan');
    expect(to).toBe('/inbox');
    const page = await (await me.get('/staff')).text();
    expect(page).toContain('Marjan, maatschappelijk werker');
    expect(page).not.toContain('name="current"');
    // And again, by the identity that is known now, with another address at the provider.
    people.marjan = { email: 'marjan.nieuw@voorbeeld.nl', email_verified: true };
    expect((await comeIn('marjan')).to).toBe('/inbox');
    people.marjan = { email: 'Marjan@voorbeeld.nl', email_verified: true };
    expect(await office.db.select().from(staff_session)).toMatchObject([
      { proof: 'oidc' },
      { proof: 'oidc' },
    ]);
  });

  it('keeps no token of the provider', async () => {
    await inviteMember(office, byProvider(), 'test');
    await comeIn('marjan');
    const [account] = await office.db.select().from(staff_account);
    expect(account).toMatchObject({
      provider_id: 'oidc',
      account_id: 'marjan',
      access_token: null,
      refresh_token: null,
      id_token: null,
    });
  });

  it.each(['stranger', 'unverified'])('does not come in who is %s, and no account is made', async (who) => {
    await inviteMember(office, byProvider(), 'test');
    const { me, to } = await comeIn(who);
    expect(to).toMatch(/^http:\/\/127\.0\.0\.1:3978\/staff\/login\?error=|^\/staff\/login\?error=/);
    expect((await me.get('/staff')).status).toBe(302);
    expect(await office.db.select().from(staff)).toHaveLength(1);
    expect(await office.db.select().from(staff_session)).toHaveLength(0);
    const shown = new URL(to, BASE);
    expect(await (await me.get(shown.pathname + shown.search)).text()).toContain('is niet gelukt');
  });

  it('does not come in as somebody who has a password of their own', async () => {
    await insider(office, office.there, ['professional']);
    const { me, to } = await comeIn('impostor');
    expect(to).toContain('error=');
    expect((await me.get('/staff')).status).toBe(302);
    expect((await office.db.select().from(staff_account)).map(({ provider_id }) => provider_id)).toEqual([
      'credential',
    ]);
  });

  it('does not come in who was removed, or whose organisation stopped, also with a session that was open', async () => {
    const { id } = await inviteMember(office, byProvider(), 'test');
    const { me } = await comeIn('marjan');
    await removeMember(office, id, 'test', { lastAdminToo: true });
    expect((await me.get('/staff')).status).toBe(302);
    expect((await comeIn('marjan')).to).toContain('error=');
    // Invited anew, it is a new account.
    await inviteMember(office, { ...byProvider(), organisation: office.there }, 'test');
    const again = await comeIn('marjan');
    expect((await again.me.get('/staff')).status).toBe(200);
    await stopOrganisation(office, office.there, 'test');
    expect((await again.me.get('/staff')).status).toBe(302);
    expect((await comeIn('marjan')).to).toContain('error=');
  });

  it('does not take an answer that another browser asked for, or twice', async () => {
    await inviteMember(office, byProvider(), 'test');
    const app = wholeApp(office);
    const [attacker, victim] = [browser(app), browser(app)];
    const start = await attacker.get('/staff/login/provider');
    const back = new URL(await atProvider(start.headers.get('Location') ?? '', 'marjan'));
    await victim.get('/staff/login/provider');
    expect((await victim.get(back.pathname + back.search)).headers.get('Location')).toContain('error=');
    expect((await victim.get('/staff')).status).toBe(302);

    const own = await comeIn('marjan', victim);
    expect((await victim.get('/staff')).status).toBe(200);
    expect((await victim.get(own.back.pathname + own.back.search)).headers.get('Location')).toContain(
      'error=',
    );
  });

  it('has no password that could be tried, and gets no link', async () => {
    await inviteMember(office, byProvider(), 'test');
    await comeIn('marjan');
    const result = await office.login.withPassword('marjan@voorbeeld.nl', PASSWORD, '192.0.2.1');
    expect(result.kind).toBe('refused');
  });
});
