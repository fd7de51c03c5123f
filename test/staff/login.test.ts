/** Coming in with a password and a code, and everything that does not let anyone in. */
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAttempts } from '../../src/staff/attempts.ts';
import { makeLink } from '../../src/staff/links.ts';
import { watchRevocations } from '../../src/staff/log.ts';
import {
  changeRoles,
  inviteMember,
  relink,
  removeMember,
  signOutEverywhere,
} from '../../src/staff/members.ts';
import { stopOrganisation } from '../../src/staff/organisations.ts';
import { onRevoked } from '../../src/staff/who.ts';
import { staff, staff_attempt, staff_invitation, staff_session } from '../../src/store/schema_staff.ts';
import { ADDRESS, asking, codeOf, insider, type Office, openOffice, PASSWORD, person } from './office.ts';

let office: Office;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T09:00:10.000Z') });
  office = await openOffice();
});
afterEach(async () => {
  await office.close();
  vi.useRealTimers();
});

const later = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000);
const cookiesOf = (result: object): readonly string[] =>
  'cookies' in result ? (result.cookies as readonly string[]) : [];

describe('coming in', () => {
  it('takes an invitation, a password and a code, and then says who it is', async () => {
    const { id, cookies } = await insider(office, office.here, ['professional', 'admin']);
    expect(await office.login.whoIs(asking(cookies))).toEqual({
      id,
      name: 'Marjan',
      function: 'maatschappelijk werker',
      organisation: office.here,
      roles: ['professional', 'admin'],
    });
  });

  it('opens nothing between the password and the code', async () => {
    const { login, here, db, world } = office;
    const { token = '' } = await inviteMember({ db, world }, person(here), 'test');
    const joined = await login.join(token, PASSWORD);
    expect(joined?.next.kind).toBe('set up');
    expect(await login.whoIs(asking(cookiesOf(joined?.next ?? {})))).toBeUndefined();
  });

  it('takes the same e-mail address in other letters', async () => {
    const { email } = await insider(office, office.here);
    later(1);
    expect((await office.login.withPassword(` ${email.toUpperCase()} `, PASSWORD, ADDRESS)).kind).toBe(
      'code',
    );
  });

  it('opens nothing with the password alone, also when the app was set up in another window meanwhile', async () => {
    const { login, here, db, world } = office;
    const { id, token = '' } = await inviteMember({ db, world }, person(here), 'test');
    await login.join(token, PASSWORD);
    const early = await login.withPassword('marjan@voorbeeld.nl', PASSWORD, ADDRESS);
    const mine = await login.withPassword('marjan@voorbeeld.nl', PASSWORD, ADDRESS);
    if (early.kind !== 'set up' || mine.kind !== 'set up') throw new Error('no set-up');
    expect((await login.finishSetUp(asking(mine.cookies), codeOf(mine.uri))).kind).toBe('in');
    expect(await login.whoIs(asking(early.cookies))).toBeUndefined();
    expect(await login.finishSetUp(asking(early.cookies), codeOf(mine.uri, 1))).toEqual({
      kind: 'refused',
      again: false,
    });
    expect((await login.withPassword('marjan@voorbeeld.nl', PASSWORD, ADDRESS)).kind).toBe('code');
    expect(id).not.toBe('');
  });

  it('gives every login a session of its own name, whatever the browser brought along', async () => {
    const { cookies, email, uri } = await insider(office, office.here);
    later(1);
    const asked = await office.login.withPassword(email, PASSWORD, ADDRESS);
    const fixed = [...cookiesOf(asked), cookies.find((cookie) => cookie.includes('session_token')) ?? ''];
    const result = await office.login.withCode(asking(fixed), codeOf(uri), ADDRESS);
    const token = (some: readonly string[]) =>
      some.find((cookie) => cookie.includes('session_token='))?.split(';')[0];
    expect(result.kind).toBe('in');
    expect(token(cookiesOf(result))).toBeTruthy();
    expect(token(cookiesOf(result))).not.toBe(token(cookies));
  });

  it('keeps cookies from scripts and from other sites, for twelve hours at most', async () => {
    const { cookies } = await insider(office, office.here);
    const session = cookies.find((cookie) => cookie.includes('session_token='));
    expect(session).toMatch(/HttpOnly/i);
    expect(session).toMatch(/SameSite=Lax/i);
    expect(session).toMatch(/Max-Age=43200/i);
  });
});

describe('a code', () => {
  it('is good once, also within its own half minute, and for two who type it at once', async () => {
    const { email, uri } = await insider(office, office.here);
    later(1);
    const code = codeOf(uri);
    const tries = await Promise.all(
      [1, 2].map(async () => {
        const asked = await office.login.withPassword(email, PASSWORD, ADDRESS);
        return office.login.withCode(asking(cookiesOf(asked)), code, ADDRESS);
      }),
    );
    expect(tries.map(({ kind }) => kind).sort()).toEqual(['in', 'refused']);
    const again = await office.login.withPassword(email, PASSWORD, ADDRESS);
    expect(await office.login.withCode(asking(cookiesOf(again)), code, ADDRESS)).toEqual({
      kind: 'refused',
      again: true,
    });
    // The next one is another.
    vi.setSystemTime(Date.now() + 30_000);
    expect((await office.login.withCode(asking(cookiesOf(again)), codeOf(uri), ADDRESS)).kind).toBe('in');
  });

  it('of the set-up is not good for a login after it', async () => {
    const { email, uri } = await insider(office, office.here);
    const asked = await office.login.withPassword(email, PASSWORD, ADDRESS);
    expect((await office.login.withCode(asking(cookiesOf(asked)), codeOf(uri, -1), ADDRESS)).kind).toBe(
      'refused',
    );
  });

  it('is tried five times, then the password is asked again; ten times, and the account waits', async () => {
    const { email, uri } = await insider(office, office.here);
    const outcomes: string[] = [];
    for (let challenge = 0; challenge < 2; challenge += 1) {
      const asked = await office.login.withPassword(email, PASSWORD, ADDRESS);
      for (let nth = 0; nth < 6; nth += 1) {
        later(1);
        const wrong = String((Number(codeOf(uri)) + 7) % 1_000_000).padStart(6, '0');
        const result = await office.login.withCode(asking(cookiesOf(asked)), wrong, ADDRESS);
        outcomes.push(result.kind === 'refused' ? String(result.again) : result.kind);
      }
    }
    const five = ['true', 'true', 'true', 'true', 'true', 'false'];
    expect(outcomes).toEqual([...five, ...five]);
    const good = async () => {
      const asked = await office.login.withPassword(email, PASSWORD, ADDRESS);
      return (await office.login.withCode(asking(cookiesOf(asked)), codeOf(uri), ADDRESS)).kind;
    };
    expect(await good()).toBe('refused');
    later(16);
    expect(await good()).toBe('in');
  });

  it('can be a spare one, which is good once', async () => {
    const { email, backupCodes } = await insider(office, office.here);
    const [spare = ''] = backupCodes;
    expect(backupCodes).toHaveLength(10);
    const asked = await office.login.withPassword(email, PASSWORD, ADDRESS);
    const result = await office.login.withCode(asking(cookiesOf(asked)), spare, ADDRESS);
    expect(await office.login.whoIs(asking(cookiesOf(result)))).toBeDefined();
    const again = await office.login.withPassword(email, PASSWORD, ADDRESS);
    expect((await office.login.withCode(asking(cookiesOf(again)), spare, ADDRESS)).kind).toBe('refused');
  });

  it('is not asked of who gave no password', async () => {
    const { uri } = await insider(office, office.here);
    later(1);
    expect(await office.login.withCode(asking([]), codeOf(uri), ADDRESS)).toEqual({
      kind: 'refused',
      again: false,
    });
  });
});

describe('too many tries', () => {
  it('lock an account for a quarter of an hour, whether it exists or not, in the same words', async () => {
    const { email, uri } = await insider(office, office.here);
    for (const [nth, who] of [email, 'niemand@voorbeeld.nl'].entries()) {
      const outcomes: string[] = [];
      for (let turn = 0; turn < 11; turn += 1)
        outcomes.push(
          (await office.login.withPassword(who, `fout wachtwoord ${turn}`, `192.0.2.${nth + 10}`)).kind,
        );
      expect(outcomes).toEqual([...Array<string>(10).fill('refused'), 'locked']);
    }
    // From anywhere, also with the right password, and nothing of it shows which exists.
    expect((await office.login.withPassword(email, PASSWORD, '192.0.2.99')).kind).toBe('locked');
    later(16);
    const asked = await office.login.withPassword(email, PASSWORD, '192.0.2.99');
    expect((await office.login.withCode(asking(cookiesOf(asked)), codeOf(uri), '192.0.2.99')).kind).toBe(
      'in',
    );
  });

  it('do not slip through when they come all at once', async () => {
    const { email } = await insider(office, office.here);
    const tries = Array.from({ length: 30 }, (_, nth) =>
      office.login.withPassword(email, `fout wachtwoord ${nth}`, ADDRESS),
    );
    const kinds = (await Promise.all(tries)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(10);
  });

  it('from one address stop at fifty, over any number of accounts', async () => {
    const attempts = await createAttempts(office.db, office.world, 'test');
    const outcomes: string[] = [];
    for (let nth = 0; nth < 52; nth += 1) outcomes.push(await attempts.begin('address', ADDRESS));
    expect(outcomes.slice(49)).toEqual(['go', 'locked now', 'locked now']);
    // Also for a process that was started again.
    const restarted = await createAttempts(office.db, office.world, 'test');
    later(5);
    expect(await restarted.begin('address', ADDRESS)).toBe('locked');
    expect(await restarted.begin('address', '192.0.2.2')).toBe('go');
    later(60);
    expect(await restarted.begin('address', ADDRESS)).toBe('go');
  });

  it('leave no address in the database', async () => {
    await office.login.withPassword('geheim@voorbeeld.nl', 'fout wachtwoord', '192.0.2.77');
    expect(JSON.stringify(await office.db.select().from(staff_attempt))).not.toMatch(/geheim|192\.0/);
  });

  it('are forgotten after a good one', async () => {
    const { email } = await insider(office, office.here);
    for (let round = 0; round < 3; round += 1) {
      for (let nth = 0; nth < 9; nth += 1) await office.login.withPassword(email, 'fout wachtwoord', ADDRESS);
      expect((await office.login.withPassword(email, PASSWORD, ADDRESS)).kind).toBe('code');
    }
  });
});

describe('a session', () => {
  it('ends after an hour without a sign of life, and after twelve hours anyway', async () => {
    const idle = await insider(office, office.here, ['professional'], 'idle');
    later(59);
    expect(await office.login.whoIs(asking(idle.cookies))).toBeDefined();
    later(61);
    expect(await office.login.whoIs(asking(idle.cookies))).toBeUndefined();

    const busy = await insider(office, office.here, ['professional'], 'busy');
    for (let minutes = 0; minutes < 700; minutes += 50) {
      expect(await office.login.whoIs(asking(busy.cookies))).toBeDefined();
      later(50);
    }
    later(25);
    expect(await office.login.whoIs(asking(busy.cookies))).toBeUndefined();
  });

  it('is not kept alive by a page that is only open', async () => {
    const { cookies } = await insider(office, office.here);
    const stream = () => asking(cookies, '/inbox/events', { Accept: 'text/event-stream' });
    later(40);
    expect(await office.login.whoIs(stream())).toBeDefined();
    later(40);
    expect(await office.login.whoIs(stream())).toBeUndefined();
  });

  it('cannot be made up', async () => {
    const { cookies } = await insider(office, office.here);
    const [name = '', value = ''] =
      cookies
        .find((one) => one.includes('session_token='))
        ?.split(';')[0]
        ?.split('=') ?? [];
    const token = decodeURIComponent(value).split('.')[0] ?? '';
    expect(await office.login.whoIs(asking([`${name}=${value}`]))).toBeDefined();
    for (const forged of [token, `${token}.`, `${token}.AAAA`, `x${value}`])
      expect(await office.login.whoIs(asking([`${name}=${forged}`]))).toBeUndefined();
  });

  it('ends at once when its owner is removed, signs out, or their organisation stops', async () => {
    const { login, db, world, here, there } = office;
    const ends: [string, (id: string, cookies: readonly string[]) => Promise<unknown>][] = [
      ['removed', (id) => removeMember({ db, world }, id, 'test')],
      ['signed-out', (_, cookies) => login.signOut(asking(cookies))],
      ['everywhere', (id) => signOutEverywhere({ db, world }, { id, organisation: there }, id)],
      ['stopped', () => stopOrganisation({ db, world }, there, 'test')],
    ];
    const other = await insider(office, here, ['admin'], 'other');
    for (const [name, end] of ends) {
      const { id, cookies } = await insider(office, there, ['professional'], name);
      expect(await login.whoIs(asking(cookies)), name).toBeDefined();
      await end(id, cookies);
      expect(await login.whoIs(asking(cookies)), name).toBeUndefined();
    }
    expect(await login.whoIs(asking(other.cookies))).toBeDefined();
  });

  it('opens nothing for an account that is not active, whatever became of its sessions', async () => {
    const { id, cookies } = await insider(office, office.here);
    await office.db.update(staff).set({ active: false }).where(eq(staff.id, id));
    expect(await office.db.select().from(staff_session)).toHaveLength(1);
    expect(await office.login.whoIs(asking(cookies))).toBeUndefined();
  });

  it('is not made by a password for who comes in at the provider, even when there is one', async () => {
    const { db, world, here, login } = office;
    const { id } = await inviteMember({ db, world }, { ...person(here), login: 'oidc' }, 'test');
    const joined = await login.join(await makeLink(db, world, id, 'all'), PASSWORD);
    expect(joined?.next.kind).toBe('refused');
    expect(await db.select().from(staff_session)).toHaveLength(0);
  });

  it('has the roles of this moment', async () => {
    const { id, cookies } = await insider(office, office.here, ['professional']);
    await changeRoles(office, id, ['editor'], 'test');
    expect((await office.login.whoIs(asking(cookies)))?.roles).toEqual(['editor']);
  });

  it('that ends is told to open pages, also when another process ended it', async () => {
    const { db, world, here } = office;
    const told: string[] = [];
    const stop = onRevoked((id) => told.push(id));
    const removed = await insider(office, here, ['professional'], 'removed');
    const idle = await insider(office, here, ['professional'], 'idle');
    const watch = watchRevocations(db, world);
    await watch.look();
    expect(told).toEqual([]);
    await removeMember({ db, world }, removed.id, 'command');
    await watch.look();
    expect(told).toEqual([removed.id]);
    later(61);
    await watch.look();
    await watch.look();
    expect(told).toEqual([removed.id, idle.id]);
    stop();
  });
});

describe('a link', () => {
  it('works once, for seven days, and not for who was removed', async () => {
    const { login, db, world, here } = office;
    const used = (await inviteMember({ db, world }, person(here, ['editor'], 'used'), 'test')).token ?? '';
    expect((await login.join(used, PASSWORD))?.next.kind).toBe('set up');
    expect(await login.linkOf(used)).toBeUndefined();
    expect(await login.join(used, PASSWORD)).toBeUndefined();

    const late = (await inviteMember({ db, world }, person(here, ['editor'], 'late'), 'test')).token ?? '';
    later(7 * 24 * 60 - 1);
    expect(await login.linkOf(late)).toBeDefined();
    later(2);
    expect(await login.join(late, PASSWORD)).toBeUndefined();

    const gone = await inviteMember({ db, world }, person(here, ['editor'], 'gone'), 'test');
    await removeMember({ db, world }, gone.id, 'test');
    expect(await login.join(gone.token ?? '', PASSWORD)).toBeUndefined();
    for (const wrong of ['', 'x', `${late}x`, '%00']) expect(await login.linkOf(wrong)).toBeUndefined();
  });

  it('is taken by one of two who use it at once, and is not in the database as it is', async () => {
    const { login, db, world, here } = office;
    const { token = '' } = await inviteMember({ db, world }, person(here), 'test');
    expect(JSON.stringify(await db.select().from(staff_invitation))).not.toContain(token);
    const both = await Promise.all([login.join(token, PASSWORD), login.join(token, PASSWORD)]);
    expect(both.filter((one) => one !== undefined)).toHaveLength(1);
  });

  it('for a password leaves the second factor as it is, and ends what was open', async () => {
    const { login } = office;
    const { id, cookies, email, uri } = await insider(office, office.here);
    const token = await relink(office, id, 'password', 'test');
    // Until it is used nothing changes.
    expect(await login.whoIs(asking(cookies))).toBeDefined();
    expect((await login.join(token, 'een heel ander wachtwoord'))?.next.kind).toBe('code');
    expect(await login.whoIs(asking(cookies))).toBeUndefined();
    expect((await login.withPassword(email, PASSWORD, ADDRESS)).kind).toBe('refused');
    const asked = await login.withPassword(email, 'een heel ander wachtwoord', ADDRESS);
    later(1);
    expect((await login.withCode(asking(cookiesOf(asked)), codeOf(uri), ADDRESS)).kind).toBe('in');
  });

  it('for everything makes the former app worthless', async () => {
    const { login } = office;
    const { id, uri } = await insider(office, office.here);
    const joined = await login.join(await relink(office, id, 'all', 'test'), PASSWORD);
    if (joined?.next.kind !== 'set up') throw new Error('no set-up');
    later(1);
    expect((await login.finishSetUp(asking(joined.next.cookies), codeOf(uri))).kind).toBe('refused');
    expect((await login.finishSetUp(asking(joined.next.cookies), codeOf(joined.next.uri))).kind).toBe('in');
  });

  it('ends the one before it', async () => {
    const { db, world, here, login } = office;
    const { id, token = '' } = await inviteMember({ db, world }, person(here), 'test');
    const fresh = await makeLink(db, world, id, 'all');
    expect(await login.linkOf(token)).toBeUndefined();
    expect(await login.linkOf(fresh)).toBeDefined();
  });

  it('takes no password that is short or easy to guess', async () => {
    const { db, world, here, login } = office;
    const { token = '' } = await inviteMember({ db, world }, person(here), 'test');
    for (const bad of ['', 'kort', 'aaaaaaaaaaaaaaaa', 'marjan marjan 12', 'x'.repeat(129)])
      await expect(login.join(token, bad)).rejects.toThrow(/wachtwoord/);
    expect(await login.linkOf(token)).toBeDefined();
  });
});

describe('one’s own password', () => {
  it('is changed by who knows it, and ends other sessions', async () => {
    const { login } = office;
    const { cookies, email, uri } = await insider(office, office.here);
    const me = await login.whoIs(asking(cookies));
    if (!me) throw new Error('not in');
    later(1);
    const asked = await login.withPassword(email, PASSWORD, ADDRESS);
    const elsewhere = cookiesOf(await login.withCode(asking(cookiesOf(asked)), codeOf(uri), ADDRESS));
    expect(
      await login.changePassword(asking(cookies), me, 'niet mijn wachtwoord', 'een heel nieuw wachtwoord'),
    ).toBe(false);
    expect(await login.changePassword(asking(cookies), me, PASSWORD, 'een heel nieuw wachtwoord')).toBe(true);
    expect(await login.whoIs(asking(elsewhere))).toBeUndefined();
    expect(await login.whoIs(asking(cookies))).toBeDefined();
    expect((await login.withPassword(email, PASSWORD, ADDRESS)).kind).toBe('refused');
  });

  it('gives new spare codes, after which the old ones are worthless', async () => {
    const { login } = office;
    const { cookies, email, backupCodes } = await insider(office, office.here);
    const me = await login.whoIs(asking(cookies));
    if (!me) throw new Error('not in');
    expect(await login.newBackupCodes(asking(cookies), me, 'niet mijn wachtwoord')).toBeUndefined();
    const fresh = (await login.newBackupCodes(asking(cookies), me, PASSWORD)) ?? [];
    const enter = async (code: string) => {
      const asked = await login.withPassword(email, PASSWORD, ADDRESS);
      return (await login.withCode(asking(cookiesOf(asked)), code, ADDRESS)).kind;
    };
    expect(await enter(backupCodes[0] ?? '')).toBe('refused');
    expect(await enter(fresh[0] ?? '')).toBe('in');
  });
});
