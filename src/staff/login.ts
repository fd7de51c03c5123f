/**
 * Coming in and going out: password, then code; or the organisation's provider. Takes and gives plain values, so that
 * the pages know nothing of better-auth.
 */
import { and, eq, isNull, lte, ne } from 'drizzle-orm';
import type { World } from '../run/ports.ts';
import {
  staff,
  staff_second_factor,
  staff_session,
  staff_used_code,
  staff_verification,
} from '../store/schema_staff.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { AUTH_PATH, type Auth, createAuth, type Hashing, OIDC, type OidcSettings } from './better-auth.ts';
import { first, type StaffDatabase } from './database.ts';
import { type Invited, linkOf, sweepLinks, takeLink } from './links.ts';
import { type Deed, record } from './log.ts';
import { assertPassword, createPasswords } from './passwords.ts';
import {
  COOKIE,
  type Cookies,
  cookiesOf,
  createWhoIs,
  sentBack,
  sessionOf,
  withCookies,
} from './sessions.ts';
import type { StaffMember, WhoIs } from './who.ts';

export interface LoginDeps {
  db: StaffDatabase;
  world: World;
  /** 32 bytes in base64; all that staff login protects is under it. */
  secret: string;
  /** Where staff reach this server; asked at the first visit. */
  baseUrl(): string;
  production: boolean;
  oidc?: OidcSettings;
  hashing?: Hashing;
}

/** What an app with codes needs, and spare codes for who loses it. Shown once. */
export interface SetUp {
  /** `otpauth://totp/...` */
  uri: string;
  backupCodes: readonly string[];
}

export type PasswordResult =
  | { kind: 'refused' }
  | { kind: 'locked' }
  | { kind: 'code'; cookies: Cookies }
  | ({ kind: 'set up'; cookies: Cookies } & SetUp);

export type CodeResult =
  /** `again`: one may try once more; otherwise it begins anew with the password. */
  { kind: 'refused'; again: boolean } | { kind: 'locked' } | { kind: 'in'; cookies: Cookies };

export interface Login {
  whoIs: WhoIs;
  withPassword(email: string, password: string, address: string): Promise<PasswordResult>;
  /** `code`: six digits of the app, or a spare code. */
  withCode(request: Request, code: string, address: string): Promise<CodeResult>;
  /** The first code of a new app: from then on there is a second factor, and this session has shown it. */
  finishSetUp(request: Request, code: string): Promise<CodeResult>;
  linkOf(token: string): Promise<Invited | undefined>;
  /** Takes the link and sets the password. Undefined: the link is not good (any more). */
  join(token: string, password: string): Promise<(Invited & { next: PasswordResult }) | undefined>;
  changePassword(request: Request, member: StaffMember, current: string, fresh: string): Promise<boolean>;
  /** Spare codes anew; undefined when the password is not theirs. */
  newBackupCodes(
    request: Request,
    member: StaffMember,
    password: string,
  ): Promise<readonly string[] | undefined>;
  signOut(request: Request): Promise<Cookies>;
  /** By which door this person comes in. */
  loginOf(id: string): Promise<'password' | 'oidc' | undefined>;
  /** The provider's name, when there is one. */
  provider: { name: string } | undefined;
  toProvider(next: string): Promise<{ url: string; cookies: Cookies } | undefined>;
  fromProvider(request: Request): Promise<Response>;
  sweep(): Promise<void>;
}

const SIX_DIGITS = /^\d{6}$/;
/** A code is taken half a minute before and after its own half minute. */
const CODE_LIVES_MS = 120_000;

export function createLogin({ db, world, secret, baseUrl, production, oidc, hashing }: LoginDeps): Login {
  let made: { auth: Promise<Auth>; attempts: Promise<Attempts> } | undefined;
  const parts = () => {
    if (made) return made;
    const url = baseUrl();
    const secure = production || url.startsWith('https:');
    made = {
      auth: createAuth({
        db,
        world,
        secret,
        baseUrl: url,
        secure,
        ...(oidc ? { oidc } : {}),
        ...(hashing ? { hashing } : {}),
      }),
      attempts: createAttempts(db, world, secret),
    };
    // What failed once is tried anew at the next visit.
    made.auth.catch(() => {
      made = undefined;
    });
    return made;
  };
  const auth = () => parts().auth;
  const attempts = () => parts().attempts;
  const origin = () => new URL(baseUrl()).origin;
  const session = (request: Request) => sessionOf(request, auth, origin);
  const headersOf = (request: Request, name: RegExp) => withCookies(origin(), cookiesOf(request, name));
  const passwords = createPasswords(auth);
  const did = async (deed: Deed, id: string): Promise<void> => {
    const member = await first(
      db.select({ organisation: staff.organisation }).from(staff).where(eq(staff.id, id)),
    );
    await record(db, world, { by: id, did: deed, staff: id, ...member });
  };

  /** The password is good. A code comes next, or the making of a second factor. */
  async function afterPassword(email: string, password: string): Promise<PasswordResult> {
    const { api } = await auth();
    const response = await api.signInEmail({
      body: { email, password },
      headers: withCookies(origin(), []),
      asResponse: true,
    });
    if (!response.ok) return { kind: 'refused' };
    const cookies = response.headers.getSetCookie();
    if ('twoFactorRedirect' in (await response.json())) return { kind: 'code', cookies };
    const enabled = await api.enableTwoFactor({
      body: { password, method: 'totp' },
      headers: withCookies(origin(), sentBack(cookies)),
    });
    if (!('totpURI' in enabled) || !enabled.totpURI) return { kind: 'refused' };
    return { kind: 'set up', cookies, uri: enabled.totpURI, backupCodes: enabled.backupCodes ?? [] };
  }

  async function tried(response: Response): Promise<CodeResult> {
    if (response.ok) return { kind: 'in', cookies: response.headers.getSetCookie() };
    const { code } = (await response.json()) as { code?: string };
    return { kind: 'refused', again: code === 'INVALID_CODE' || code === 'INVALID_BACKUP_CODE' };
  }

  /** Whose code is awaited: the person who just gave their password. */
  async function awaited(request: Request): Promise<string | undefined> {
    const context = await (await auth()).$context;
    const [cookie] = cookiesOf(request, COOKIE.code);
    const identifier = decodeURIComponent(cookie?.split('=').slice(1).join('=') ?? '').split('.')[0];
    if (!identifier) return undefined;
    return (await context.internalAdapter.findVerificationValue(identifier))?.value;
  }

  /** Marks the code as typed. False: it was, a moment ago. */
  async function firstTime(staffId: string, code: string): Promise<boolean> {
    const until = new Date(world.now().getTime() + CODE_LIVES_MS).toISOString();
    const now = world.now().toISOString();
    const rows = await db
      .insert(staff_used_code)
      .values({ staff: staffId, code, until })
      .onConflictDoUpdate({
        target: [staff_used_code.staff, staff_used_code.code],
        set: { until },
        setWhere: lte(staff_used_code.until, now),
      })
      .returning({ code: staff_used_code.code });
    return rows.length === 1;
  }

  /** Counts the try against account and address. */
  async function mayTry(account: string, address: string): Promise<boolean> {
    const counts = await attempts();
    const [byAddress, byAccount] = [
      await counts.begin('address', address),
      await counts.begin('account', account),
    ];
    if (byAccount === 'locked now') {
      const whose = await first(db.select().from(staff).where(eq(staff.email, account.trim().toLowerCase())));
      if (whose) await did('locked', whose.id);
    }
    return byAddress === 'go' && byAccount === 'go';
  }

  return {
    whoIs: createWhoIs({ db, world, session }),

    async withPassword(email, password, address) {
      if (!(await mayTry(email, address))) return { kind: 'locked' };
      const result = await afterPassword(email.trim().toLowerCase(), password);
      if (result.kind === 'refused') return result;
      const counts = await attempts();
      await counts.succeeded('account', email);
      await counts.succeeded('address', address);
      return result;
    },

    async withCode(request, typed, address) {
      const { api } = await auth();
      const counts = await attempts();
      if ((await counts.begin('address', address)) !== 'go') return { kind: 'locked' };
      const headers = headersOf(request, COOKIE.code);
      const id = await awaited(request);
      const code = typed.replaceAll(/\s/g, '');
      if (!id) return { kind: 'refused', again: false };
      if (!SIX_DIGITS.test(code)) {
        const response = await api.verifyBackupCode({ body: { code }, headers, asResponse: true });
        const result = await tried(response);
        if (result.kind === 'in') await counts.succeeded('address', address);
        return result;
      }
      // Before it is checked: of two who type the same code at once, one comes in.
      const good = await firstTime(id, code);
      const response = await api.verifyTOTP({
        body: { code: good ? code : 'used' },
        headers,
        asResponse: true,
      });
      const result = await tried(response);
      if (result.kind === 'in') await counts.succeeded('address', address);
      return result;
    },

    async finishSetUp(request, typed) {
      const { api } = await auth();
      const mine = await session(request);
      const code = typed.replaceAll(/\s/g, '');
      if (!mine) return { kind: 'refused', again: false };
      const { id } = mine.user;
      // Someone else finished it meanwhile, in another window: it begins anew with the password.
      const { verified } =
        (await first(db.select().from(staff_second_factor).where(eq(staff_second_factor.staff, id)))) ?? {};
      if (verified !== false) return { kind: 'refused', again: false };
      const good = SIX_DIGITS.test(code) && (await firstTime(id, code));
      const headers = headersOf(request, COOKIE.session);
      const response = await api.verifyTOTP({
        body: { code: good ? code : 'used' },
        headers,
        asResponse: true,
      });
      const result = await tried(response);
      if (result.kind === 'in') {
        // A session from before the second factor opens nothing, and is of no use any more.
        await db.delete(staff_session).where(and(eq(staff_session.staff, id), isNull(staff_session.proof)));
        await did('joined', id);
      }
      return result;
    },

    linkOf: (token) => linkOf(db, world, token),

    async join(token, password) {
      const seen = await linkOf(db, world, token);
      if (!seen) return undefined;
      assertPassword(password, seen.email);
      const invited = await takeLink(db, world, token);
      if (!invited) return undefined;
      const { staff: id, purpose } = invited;
      await db.delete(staff_session).where(eq(staff_session.staff, id));
      if (purpose === 'all') {
        await db.update(staff).set({ second_factor: false }).where(eq(staff.id, id));
        await db.delete(staff_second_factor).where(eq(staff_second_factor.staff, id));
      }
      await passwords.set(id, password);
      await did('password_changed', id);
      await (await attempts()).succeeded('account', invited.email);
      return { ...invited, next: await afterPassword(invited.email, password) };
    },

    async changePassword(request, member, current, wanted) {
      const mine = await session(request);
      const row = await first(db.select().from(staff).where(eq(staff.id, member.id)));
      if (!mine || !row) return false;
      assertPassword(wanted, row.email);
      if ((await (await attempts()).begin('account', row.email)) !== 'go') return false;
      if (!(await passwords.isTheirs(member.id, current))) return false;
      await (await attempts()).succeeded('account', row.email);
      await passwords.set(member.id, wanted);
      await db
        .delete(staff_session)
        .where(and(eq(staff_session.staff, member.id), ne(staff_session.id, mine.session.id)));
      await did('password_changed', member.id);
      return true;
    },

    async newBackupCodes(request, member, password) {
      const { api } = await auth();
      const row = await first(db.select().from(staff).where(eq(staff.id, member.id)));
      if (!row || (await (await attempts()).begin('account', row.email)) !== 'go') return undefined;
      if (!(await passwords.isTheirs(member.id, password))) return undefined;
      await (await attempts()).succeeded('account', row.email);
      const headers = headersOf(request, COOKIE.session);
      return (await api.generateBackupCodes({ body: { password }, headers })).backupCodes;
    },

    async signOut(request) {
      const mine = await session(request);
      if (!mine) return [];
      const { api } = await auth();
      const { headers } = await api.signOut({
        headers: headersOf(request, COOKIE.session),
        returnHeaders: true,
      });
      const { id } = mine.user;
      await did('signed_out', id);
      return headers.getSetCookie();
    },

    loginOf: async (id) =>
      (await first(db.select({ login: staff.login }).from(staff).where(eq(staff.id, id))))?.login,

    provider: oidc && { name: oidc.name ?? new URL(oidc.issuer).hostname },

    async toProvider(next) {
      if (!oidc) return undefined;
      const { api } = await auth();
      const response = await api.signInSocial({
        body: { provider: OIDC, callbackURL: next, errorCallbackURL: '/staff/login', disableRedirect: true },
        headers: withCookies(origin(), []),
        asResponse: true,
      });
      if (!response.ok) return undefined;
      const { url } = (await response.json()) as { url?: string };
      return url ? { url, cookies: response.headers.getSetCookie() } : undefined;
    },

    async fromProvider(request) {
      const { search } = new URL(request.url);
      const url = `${baseUrl()}${AUTH_PATH}/callback/${OIDC}${search}`;
      return (await auth()).handler(
        new Request(url, { headers: { Cookie: request.headers.get('Cookie') ?? '' } }),
      );
    },

    async sweep() {
      const now = world.now().toISOString();
      await db.delete(staff_used_code).where(lte(staff_used_code.until, now));
      await db.delete(staff_verification).where(lte(staff_verification.expires_at, now));
      await sweepLinks(db, world);
      if (made) await (await made.attempts).sweep();
    },
  };
}
