/**
 * better-auth, set up for staff: our tables, sessions that do not grow, a second factor, one OpenID provider. Nothing
 * of it is reachable from outside but what `login.ts` asks it to do, and the way back from the provider.
 *
 * Loaded when the first member of staff comes by: a server without staff does without its memory.
 */
import { and, eq } from 'drizzle-orm';
import type { World } from '../run/ports.ts';
import { organisation } from '../store/schema.ts';
import {
  staff,
  staff_account,
  staff_second_factor,
  staff_session,
  staff_verification,
} from '../store/schema_staff.ts';
import { first, type StaffDatabase } from './database.ts';
import { record, SESSION_HOURS } from './log.ts';

export const AUTH_PATH = '/staff/auth';
export const OIDC = 'oidc';

export interface OidcSettings {
  /** Without a slash at the end; its discovery document stands under `/.well-known/openid-configuration`. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** On the button, such as 'Gemeente Voorbeeld'. */
  name?: string;
}

export interface AuthDeps {
  db: StaffDatabase;
  world: World;
  /** Encrypts second factors and signs cookies. */
  secret: string;
  /** Where staff reach this server, without a slash at the end. */
  baseUrl: string;
  /** Cookies go over https only. */
  secure: boolean;
  oidc?: OidcSettings;
  /** How passwords are kept; absent: scrypt, as better-auth does. A test takes one that costs nothing. */
  hashing?: Hashing;
}

export interface Hashing {
  hash(password: string): Promise<string>;
  verify(both: { hash: string; password: string }): Promise<boolean>;
}

/** Minutes between the password and the code. */
const CODE_SECONDS = 600;

/** What a session's second factor was, by the path that makes it. Any other path makes one that opens nothing. */
const PROOFS: Readonly<Record<string, 'totp' | 'backup' | 'oidc'>> = {
  '/two-factor/verify-totp': 'totp',
  '/two-factor/verify-backup-code': 'backup',
  '/callback/:id': 'oidc',
};

const dates = { createdAt: 'created_at', updatedAt: 'updated_at' };

export async function createAuth({ db, world, secret, baseUrl, secure, oidc, hashing }: AuthDeps) {
  const [{ betterAuth }, { drizzleAdapter }, { twoFactor }, { genericOAuth }] = await Promise.all([
    import('better-auth/minimal'),
    import('better-auth/adapters/drizzle'),
    import('better-auth/plugins/two-factor'),
    import('better-auth/plugins/generic-oauth'),
  ]);

  /** The door by which this person may come in now, if any. */
  const doorOf = async (id: string): Promise<'password' | 'oidc' | undefined> =>
    (
      await first(
        db
          .select({ login: staff.login })
          .from(staff)
          .innerJoin(organisation, eq(organisation.id, staff.organisation))
          .where(and(eq(staff.id, id), eq(staff.active, true), eq(organisation.active, 1))),
      )
    )?.login;

  return betterAuth({
    appName: 'Stuur',
    baseURL: baseUrl,
    basePath: AUTH_PATH,
    trustedOrigins: [new URL(baseUrl).origin],
    secret,
    database: drizzleAdapter(db, {
      provider: 'sqlite',
      schema: { staff, staff_session, staff_account, staff_verification, staff_second_factor },
    }),
    user: {
      modelName: 'staff',
      fields: { emailVerified: 'email_verified', ...dates },
      // Written by `members.ts` only, which makes the row.
      additionalFields: {
        function: { type: 'string', required: true, input: false },
        organisation: { type: 'string', required: true, input: false },
        roles: { type: 'string', required: true, input: false },
        login: { type: 'string', required: true, input: false },
        active: { type: 'boolean', required: true, input: false },
      },
    },
    session: {
      modelName: 'staff_session',
      fields: {
        userId: 'staff',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...dates,
      },
      additionalFields: {
        proof: { type: 'string', required: false, input: false },
        seen_at: { type: 'string', required: false, input: false },
      },
      expiresIn: SESSION_HOURS * 3600,
      // Use does not lengthen it; `whoIs` ends it earlier when it is not used.
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    account: {
      modelName: 'staff_account',
      fields: {
        userId: 'staff',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...dates,
      },
      updateAccountOnSignIn: false,
      // An account is only ever made by an admin, for this address: that it is theirs, the provider says.
      accountLinking: { enabled: true, requireLocalEmailVerified: false, trustedProviders: [] },
    },
    verification: {
      modelName: 'staff_verification',
      fields: { expiresAt: 'expires_at', ...dates },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      ...(hashing ? { password: hashing } : {}),
      minPasswordLength: PASSWORD.min,
      maxPasswordLength: PASSWORD.max,
    },
    plugins: [
      twoFactor({
        issuer: 'Stuur',
        twoFactorCookieMaxAge: CODE_SECONDS,
        schema: {
          user: { fields: { twoFactorEnabled: 'second_factor' } },
          twoFactor: {
            modelName: 'staff_second_factor',
            fields: {
              userId: 'staff',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
      ...(oidc
        ? [
            genericOAuth({
              config: [
                {
                  providerId: OIDC,
                  clientId: oidc.clientId,
                  clientSecret: oidc.clientSecret,
                  discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
                  requireIdTokenVerification: true,
                  scopes: ['openid', 'email'],
                  pkce: true,
                  disableSignUp: true,
                },
              ],
            }),
          ]
        : []),
    ],
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            const proof = PROOFS[context?.path ?? ''] ?? null;
            if ((await doorOf(session.userId)) !== (proof === 'oidc' ? 'oidc' : 'password')) return false;
            const seen_at = world.now().toISOString();
            return { data: { ...session, proof, seen_at, ipAddress: null, userAgent: null } };
          },
          after: async ({ userId, proof }) => {
            if (!proof) return;
            const member = await first(
              db.select({ organisation: staff.organisation }).from(staff).where(eq(staff.id, userId)),
            );
            await record(db, world, { by: userId, did: 'signed_in', staff: userId, ...member });
          },
        },
      },
      account: {
        create: {
          before: async (account) => {
            if (account.providerId === OIDC && (await doorOf(account.userId)) !== 'oidc') return false;
            // Nothing here acts at the provider in anyone's name.
            const none = { accessToken: null, refreshToken: null, idToken: null, scope: null };
            return { data: { ...account, ...none } };
          },
        },
      },
    },
    advanced: {
      cookiePrefix: 'stuur',
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => world.id() },
    },
    // Counted in the database instead (`attempts.ts`).
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // It would name e-mail addresses.
    logger: { disabled: true },
    onAPIError: { errorURL: `${baseUrl}/staff/login` },
  });
}

/** In letters. Long and free rather than short and strange. */
export const PASSWORD = { min: 12, max: 128 } as const;

export type Auth = Awaited<ReturnType<typeof createAuth>>;
