/**
 * Coming in and going out: password, then code; or the organisation's provider. Takes and gives plain values, so that
 * the pages know nothing of better-auth.
 */
import { and, eq, gt, isNull, lt, lte, ne } from 'drizzle-orm';
import type { World } from '../run/ports.ts';
import { organisation } from '../store/schema.ts';
import {
  staff,
  staff_second_factor,
  staff_session,
  staff_used_code,
  staff_verification,
} from '../store/schema_staff.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import {
  AUTH_PATH,
  type Auth,
  createAuth,
  type Hashing,
  OIDC,
  type OidcSettings,
  PASSWORD,
} from './better-auth.ts';
import { first, type StaffDatabase, StaffError } from './database.ts';
import { type Invited, linkOf, sweepLinks, takeLink } from './links.ts';
import { idleSince, record } from './log.ts';
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

/** What a browser is told to keep, as `Set-Cookie` lines. */
type Cookies = readonly string[];

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

/** @throws {StaffError} that says what is wrong with a password that someone chose */
export function assertPassword(password: string, email: string): void {
  const { length } = [...password];
  if (length < PASSWORD.min) throw new StaffError(`Kies een wachtwoord van minstens ${PASSWORD.min} tekens.`);
  if (length > PASSWORD.max)
    throw new StaffError(`Kies een wachtwoord van hoogstens ${PASSWORD.max} tekens.`);
  const plain = password.toLowerCase();
  const [name = ''] = email.toLowerCase().split('@');
  if (new Set(plain).size < 5 || plain.includes(email) || (name.length > 3 && plain.includes(name)))
    throw new StaffError(
      'Dit wachtwoord is te makkelijk te raden. Kies bijvoorbeeld 4 woorden die niet bij elkaar horen.',
    );
}

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
    return made;
  };
  const cookieName = (name: string): RegExp => new RegExp(`(?:^|; ?)(?:__Secure-)?stuur\\.${name}=`);
  const SESSION = cookieName('session_token');
  const CODE = cookieName('two_factor');

  /** Only these cookies: a session of before must not stand in for the one that is being made. */
  const withCookies = (request: Request, name: RegExp): Headers => {
    const cookies = (request.headers.get('Cookie') ?? '').split(/; ?/).filter((cookie) => name.test(cookie));
    return new Headers({ Cookie: cookies.join('; '), Origin: new URL(baseUrl()).origin });
  };
  const fresh = (): Headers => new Headers({ Origin: new URL(baseUrl()).origin });
  const asCookies = (cookies: Cookies): Headers =>
    new Headers({
      Cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; '),
      Origin: new URL(baseUrl()).origin,
    });

  const sessionOf = async (request: Request) => {
    if (!SESSION.test(request.headers.get('Cookie') ?? '')) return undefined;
    const auth = await parts().auth;
    return (await auth.api.getSession({ headers: withCookies(request, SESSION) })) ?? undefined;
  };

  const whoIs: WhoIs = async (request) => {
    const session = await sessionOf(request);
    if (!session) return undefined;
    const now = world.now();
    const row = await first(
      db
        .select({ staff, proof: staff_session.proof, seen_at: staff_session.seen_at })
        .from(staff_session)
        .innerJoin(staff, eq(staff.id, staff_session.staff))
        .innerJoin(organisation, eq(organisation.id, staff.organisation))
        .where(
          and(
            eq(staff_session.id, session.session.id),
            gt(staff_session.seen_at, idleSince(now)),
            eq(staff.active, true),
            eq(organisation.active, 1),
          ),
        ),
    );
    if (!row?.proof) return undefined;
    const { id, name, organisation: worksFor } = row.staff;
    const minuteAgo = new Date(now.getTime() - 60_000).toISOString();
    const onlyOpen = request.headers.get('Accept')?.includes('text/event-stream');
    if (row.seen_at < minuteAgo && !onlyOpen) {
      await db
        .update(staff_session)
        .set({ seen_at: now.toISOString() })
        .where(and(eq(staff_session.id, session.session.id), lt(staff_session.seen_at, minuteAgo)));
    }
    return {
      id,
      name,
      function: row.staff.function,
      organisation: worksFor,
      roles: JSON.parse(row.staff.roles),
    };
  };

  /** The password is good. A code comes next, or the making of a second factor. */
  async function afterPassword(email: string, password: string): Promise<PasswordResult> {
    const auth = await parts().auth;
    const response = await auth.api.signInEmail({
      body: { email, password },
      headers: fresh(),
      asResponse: true,
    });
    if (!response.ok) return { kind: 'refused' };
    const cookies = response.headers.getSetCookie();
    if ('twoFactorRedirect' in (await response.json())) return { kind: 'code', cookies };
    const enabled = await auth.api.enableTwoFactor({
      body: { password, method: 'totp' },
      headers: asCookies(cookies),
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
    const auth = await parts().auth;
    const context = await auth.$context;
    const [cookie] = (withCookies(request, CODE).get('Cookie') ?? '').split('; ');
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

  const isTheirs = async (id: string, password: string): Promise<boolean> => {
    const auth = await parts().auth;
    const { internalAdapter, password: hashing } = await auth.$context;
    const credential = (await internalAdapter.findAccounts(id)).find(
      ({ providerId }) => providerId === 'credential',
    );
    if (!credential?.password) return false;
    return hashing.verify({ hash: credential.password, password });
  };

  async function setPassword(id: string, password: string): Promise<void> {
    const auth = await parts().auth;
    const { internalAdapter, password: hashing } = await auth.$context;
    const hash = await hashing.hash(password);
    const accounts = await internalAdapter.findAccounts(id);
    if (accounts.some(({ providerId }) => providerId === 'credential'))
      await internalAdapter.updatePassword(id, hash);
    else
      await internalAdapter.createAccount({
        userId: id,
        providerId: 'credential',
        accountId: id,
        password: hash,
      });
  }

  /** Counts the try against account and address. */
  async function mayTry(account: string, address: string): Promise<boolean> {
    const attempts = await parts().attempts;
    const [byAddress, byAccount] = [
      await attempts.begin('address', address),
      await attempts.begin('account', account),
    ];
    if (byAccount === 'locked now') {
      const whose = await first(db.select().from(staff).where(eq(staff.email, account.trim().toLowerCase())));
      if (whose)
        await record(db, world, {
          by: whose.id,
          did: 'locked',
          staff: whose.id,
          organisation: whose.organisation,
        });
    }
    return byAddress === 'go' && byAccount === 'go';
  }

  return {
    whoIs,

    async withPassword(email, password, address) {
      if (!(await mayTry(email, address))) return { kind: 'locked' };
      const result = await afterPassword(email.trim().toLowerCase(), password);
      if (result.kind === 'refused') return result;
      const attempts = await parts().attempts;
      await attempts.succeeded('account', email);
      await attempts.succeeded('address', address);
      return result;
    },

    async withCode(request, typed, address) {
      const auth = await parts().auth;
      const attempts = await parts().attempts;
      if ((await attempts.begin('address', address)) !== 'go') return { kind: 'locked' };
      const headers = withCookies(request, CODE);
      const id = await awaited(request);
      const code = typed.replaceAll(/\s/g, '');
      if (!id) return { kind: 'refused', again: false };
      if (!SIX_DIGITS.test(code)) {
        const response = await auth.api.verifyBackupCode({ body: { code }, headers, asResponse: true });
        const result = await tried(response);
        if (result.kind === 'in') await attempts.succeeded('address', address);
        return result;
      }
      // Before it is checked: of two who type the same code at once, one comes in.
      const good = await firstTime(id, code);
      const response = await auth.api.verifyTOTP({
        body: { code: good ? code : 'used' },
        headers,
        asResponse: true,
      });
      const result = await tried(response);
      if (result.kind === 'in') await attempts.succeeded('address', address);
      return result;
    },

    async finishSetUp(request, typed) {
      const auth = await parts().auth;
      const session = await sessionOf(request);
      const code = typed.replaceAll(/\s/g, '');
      if (!session) return { kind: 'refused', again: false };
      const { id } = session.user;
      // Someone else finished it meanwhile, in another window: it begins anew with the password.
      const { verified } =
        (await first(db.select().from(staff_second_factor).where(eq(staff_second_factor.staff, id)))) ?? {};
      if (verified !== false) return { kind: 'refused', again: false };
      const good = SIX_DIGITS.test(code) && (await firstTime(id, code));
      const headers = withCookies(request, SESSION);
      const response = await auth.api.verifyTOTP({
        body: { code: good ? code : 'used' },
        headers,
        asResponse: true,
      });
      const result = await tried(response);
      if (result.kind === 'in') {
        // A session from before the second factor opens nothing, and is of no use any more.
        await db.delete(staff_session).where(and(eq(staff_session.staff, id), isNull(staff_session.proof)));
        const member = await first(db.select().from(staff).where(eq(staff.id, id)));
        await record(db, world, {
          by: id,
          did: 'joined',
          staff: id,
          organisation: member?.organisation ?? '',
        });
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
      await setPassword(id, password);
      const member = await first(db.select().from(staff).where(eq(staff.id, id)));
      await record(db, world, {
        by: id,
        did: 'password_changed',
        staff: id,
        organisation: member?.organisation ?? '',
      });
      await (await parts().attempts).succeeded('account', invited.email);
      return { ...invited, next: await afterPassword(invited.email, password) };
    },

    async changePassword(request, member, current, wanted) {
      const session = await sessionOf(request);
      const row = await first(db.select().from(staff).where(eq(staff.id, member.id)));
      if (!session || !row) return false;
      assertPassword(wanted, row.email);
      if ((await (await parts().attempts).begin('account', row.email)) !== 'go') return false;
      if (!(await isTheirs(member.id, current))) return false;
      await (await parts().attempts).succeeded('account', row.email);
      await setPassword(member.id, wanted);
      await db
        .delete(staff_session)
        .where(and(eq(staff_session.staff, member.id), ne(staff_session.id, session.session.id)));
      const { id, organisation } = member;
      await record(db, world, { by: id, did: 'password_changed', staff: id, organisation });
      return true;
    },

    async newBackupCodes(request, member, password) {
      const auth = await parts().auth;
      const row = await first(db.select().from(staff).where(eq(staff.id, member.id)));
      if (!row || (await (await parts().attempts).begin('account', row.email)) !== 'go') return undefined;
      if (!(await isTheirs(member.id, password))) return undefined;
      await (await parts().attempts).succeeded('account', row.email);
      const headers = withCookies(request, SESSION);
      return (await auth.api.generateBackupCodes({ body: { password }, headers })).backupCodes;
    },

    async signOut(request) {
      const session = await sessionOf(request);
      if (!session) return [];
      const auth = await parts().auth;
      const { headers } = await auth.api.signOut({
        headers: withCookies(request, SESSION),
        returnHeaders: true,
      });
      const { id } = session.user;
      const member = await first(db.select().from(staff).where(eq(staff.id, id)));
      await record(db, world, {
        by: id,
        did: 'signed_out',
        staff: id,
        organisation: member?.organisation ?? '',
      });
      return headers.getSetCookie();
    },

    loginOf: async (id) =>
      (await first(db.select({ login: staff.login }).from(staff).where(eq(staff.id, id))))?.login,

    provider: oidc && { name: oidc.name ?? new URL(oidc.issuer).hostname },

    async toProvider(next) {
      if (!oidc) return undefined;
      const auth = await parts().auth;
      const response = await auth.api.signInSocial({
        body: { provider: OIDC, callbackURL: next, errorCallbackURL: '/staff/login', disableRedirect: true },
        headers: fresh(),
        asResponse: true,
      });
      if (!response.ok) return undefined;
      const { url } = (await response.json()) as { url?: string };
      return url ? { url, cookies: response.headers.getSetCookie() } : undefined;
    },

    async fromProvider(request) {
      const auth = await parts().auth;
      const { search } = new URL(request.url);
      const url = `${baseUrl()}${AUTH_PATH}/callback/${OIDC}${search}`;
      return auth.handler(new Request(url, { headers: { Cookie: request.headers.get('Cookie') ?? '' } }));
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
