/** The routes under `/staff`: coming in and going out, one's own account, and for admins people and organisation. */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import type { Child } from 'hono/jsx';
import type { Log, World } from '../../run/ports.ts';
import { LOCK_MINUTES } from '../../staff/attempts.ts';
import { type StaffDatabase, unlessWrong } from '../../staff/database.ts';
import type { CodeResult, Login, PasswordResult, SetUp } from '../../staff/login.ts';
import { signOutEverywhere } from '../../staff/members.ts';
import { organisationById } from '../../staff/organisations.ts';
import { requireRole, type StaffMember } from '../../staff/who.ts';
import type { Assets } from '../assets.ts';
import { pageHeaders } from '../headers.ts';
import type { PageTexts } from '../texts.ts';
import { AccountPage } from './account.tsx';
import { adminPages } from './admin.tsx';
import type { StaffFrame } from './frame.tsx';
import { CodePage, GonePage, InvitePage, LoginPage, SetUpPage } from './login.tsx';
import { put } from './texts.ts';

export interface StaffPagesDeps {
  texts: Pick<PageTexts, 'frame' | 'staff'>;
  assets: Assets;
  login: Login;
  db: StaffDatabase;
  world: World;
  /** CBS codes that exist. */
  municipalities: ReadonlySet<string>;
  /** Where staff reach this server, without a slash at the end. */
  baseUrl(): string;
  /** Of who asks; several people can share one. */
  addressOf(c: Context): string;
  /** Whole seconds until this address may begin another login at the provider; 0: now. Counts the try. */
  wait(c: Context): number;
  log: Log;
}

export type StaffApp = Hono<{ Variables: { staff: StaffMember } }>;
/** Sends a page. */
export type Show = (c: Context, page: Child, status?: 200 | 400 | 403 | 404 | 410 | 429) => Response;

/** More than any of the forms needs. */
const MOST_BYTES = 32_768;
const BEGIN = '/staff';

/** Only to where staff work, on this server: anything else is where someone else wants them to go. */
export function safeNext(next: unknown): string {
  const good = /^\/(staff|inbox|trends|directory)(?:[/?][\w\-./?=&%]*)?$/;
  if (typeof next !== 'string' || !good.test(next) || next.includes('//') || next.startsWith('/staff/'))
    return BEGIN;
  return next;
}

export function staffPages(deps: StaffPagesDeps): StaffApp {
  const { texts, assets, login, db, world, baseUrl, addressOf, log } = deps;
  const frame: StaffFrame = { assets, name: texts.frame.name, texts: texts.staff };
  const words = texts.staff;
  const app: StaffApp = new Hono();

  const headers = pageHeaders({ forms: true });
  app.use('/staff/*', async (c, next) => {
    await headers(c, next);
    // To our own pages a browser says where a form stood: with 'no-referrer' it would say `Origin: null`.
    c.res.headers.set('Referrer-Policy', 'same-origin');
    c.res.headers.set('Cache-Control', 'no-store');
  });
  app.use(
    '/staff/*',
    csrf({
      origin: (origin, c) => origin === new URL(c.req.url).origin || origin === new URL(baseUrl()).origin,
    }),
    bodyLimit({ maxSize: MOST_BYTES }),
  );

  const show: Show = (c, page, status = 200) => c.html(`<!doctype html>${String(page)}`, status);
  const keep = (c: Context, cookies: readonly string[]): void => {
    for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true });
  };
  const fields = async (c: Context): Promise<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(await c.req.parseBody()).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : '',
      ]),
    );

  /** `problem` is the name of a sentence, never one that came along in the address. */
  const loginPage = (c: Context, next: string, sentence = '', typed: { email?: string } = {}) => {
    const status = sentence === '' ? 200 : sentence === 'locked' ? 429 : 400;
    const problem = problems[sentence];
    const page = { frame, next: safeNext(next), provider: login.provider, problem, ...typed };
    return show(c, <LoginPage {...page} />, status);
  };
  const problems: Record<string, string> = {
    refused: words.login.refused,
    locked: put(words.login.locked, LOCK_MINUTES),
    expired: words.login.expired,
    provider_refused: words.login.provider_refused,
    provider_away: words.login.provider_away,
  };

  /** What follows a password that was right, or was not. */
  const afterPassword = (c: Context, result: PasswordResult, next: string, email: string): Response => {
    if (result.kind === 'refused' || result.kind === 'locked')
      return loginPage(c, next, result.kind, { email });
    keep(c, result.cookies);
    if (result.kind === 'code')
      return c.redirect(`/staff/login/code?next=${encodeURIComponent(safeNext(next))}`, 303);
    return show(c, <SetUpPage frame={frame} setUp={result} />);
  };
  const afterCode = (c: Context, result: CodeResult, next: string, again: () => Child): Response => {
    if (result.kind === 'in') {
      keep(c, result.cookies);
      return c.redirect(safeNext(next), 303);
    }
    if (result.kind === 'locked') return loginPage(c, next, 'locked');
    return result.again ? show(c, again(), 400) : loginPage(c, next, 'expired');
  };

  app.get('/staff/login', (c) => {
    // From the provider's way back: `error` is a code of its own, and stands for 'not let in'.
    if (c.req.query('error') !== undefined) {
      log('staff.provider_refused', {
        code: (c.req.query('error') ?? '').replaceAll(/[^\w]/g, '').slice(0, 40),
      });
      return loginPage(c, BEGIN, 'provider_refused');
    }
    return loginPage(c, c.req.query('next') ?? BEGIN);
  });
  app.post('/staff/login', async (c) => {
    const { email = '', password = '', next = '' } = await fields(c);
    return afterPassword(c, await login.withPassword(email, password, addressOf(c)), next, email);
  });
  app.get('/staff/login/code', (c) =>
    show(c, <CodePage frame={frame} next={safeNext(c.req.query('next'))} />),
  );
  app.post('/staff/login/code', async (c) => {
    const { code = '', next = '' } = await fields(c);
    const result = await login.withCode(c.req.raw, code, addressOf(c));
    return afterCode(c, result, next, () => (
      <CodePage frame={frame} next={safeNext(next)} problem={words.code.refused} />
    ));
  });
  app.post('/staff/login/app', async (c) => {
    const { code = '', uri = '', codes = '' } = await fields(c);
    const result = await login.finishSetUp(c.req.raw, code);
    const setUp: SetUp = { uri, backupCodes: codes.split(' ').filter((one) => /^[\w-]{1,20}$/.test(one)) };
    if (!/^otpauth:\/\/totp\/[^\s]{1,400}$/.test(uri)) return loginPage(c, BEGIN, 'expired');
    return afterCode(c, result, BEGIN, () => (
      <SetUpPage frame={frame} setUp={setUp} problem={words.set_up.refused} />
    ));
  });

  app.get('/staff/login/provider', async (c) => {
    if (!login.provider) return c.notFound();
    if (deps.wait(c) > 0) return loginPage(c, BEGIN, 'locked');
    const start = await login.toProvider(safeNext(c.req.query('next')));
    if (!start) return loginPage(c, BEGIN, 'provider_away');
    keep(c, start.cookies);
    return c.redirect(start.url, 302);
  });
  app.get('/staff/auth/callback/oidc', async (c) => {
    if (!login.provider) return c.notFound();
    if (deps.wait(c) > 0) return loginPage(c, BEGIN, 'locked');
    return login.fromProvider(c.req.raw);
  });

  app.get('/staff/invite/:token', async (c) => {
    const invited = await login.linkOf(c.req.param('token'));
    if (!invited) return show(c, <GonePage frame={frame} />, 410);
    return show(c, <InvitePage frame={frame} invited={invited} />);
  });
  app.post('/staff/invite/:token', async (c) => {
    const token = c.req.param('token');
    const invited = await login.linkOf(token);
    if (!invited) return show(c, <GonePage frame={frame} />, 410);
    const { password = '', again = '' } = await fields(c);
    const anew = (problem: string) =>
      show(c, <InvitePage frame={frame} invited={invited} problem={problem} />, 400);
    if (password !== again) return anew(words.invite.different);
    const joined = await unlessWrong(() => login.join(token, password));
    if (typeof joined === 'string') return anew(joined);
    if (!joined) return show(c, <GonePage frame={frame} />, 410);
    return afterPassword(c, joined.next, BEGIN, joined.email);
  });

  // Everything from here on is for who is signed in.
  const inside = requireRole(login.whoIs);
  const accountPage = async (
    c: Context,
    staff: StaffMember,
    more: { problem?: string; done?: string; codes?: readonly string[] } = {},
  ) => {
    const organisation = (await organisationById(db, staff.organisation)).name;
    const byProvider = (await login.loginOf(staff.id)) === 'oidc';
    const page = { frame, staff, organisation, byProvider, ...more };
    return show(c, <AccountPage {...page} />, more.problem ? 400 : 200);
  };
  app.get('/staff', inside, (c) => accountPage(c, c.var.staff));
  app.post('/staff/password', inside, async (c) => {
    const { current = '', fresh = '' } = await fields(c);
    const { staff } = c.var;
    const changed = await unlessWrong(() => login.changePassword(c.req.raw, staff, current, fresh));
    if (typeof changed === 'string') return accountPage(c, staff, { problem: changed });
    return accountPage(
      c,
      staff,
      changed ? { done: words.account.password_done } : { problem: words.account.password_refused },
    );
  });
  app.post('/staff/codes', inside, async (c) => {
    const { password = '' } = await fields(c);
    const codes = await login.newBackupCodes(c.req.raw, c.var.staff, password);
    if (!codes) return accountPage(c, c.var.staff, { problem: words.account.password_refused });
    return accountPage(c, c.var.staff, { done: words.account.codes_done, codes });
  });
  app.post('/staff/out', inside, async (c) => {
    keep(c, await login.signOut(c.req.raw));
    return c.redirect('/staff/login', 303);
  });
  app.post('/staff/out/everywhere', inside, async (c) => {
    keep(c, await login.signOut(c.req.raw));
    await signOutEverywhere({ db, world }, c.var.staff, c.var.staff.id);
    return c.redirect('/staff/login', 303);
  });

  adminPages(app, deps, frame, show);
  return app;
}
