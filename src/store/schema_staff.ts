/**
 * The tables of who works here: accounts, sessions, invitations, tries and the log. The first five are those that
 * better-auth works on, under our names (`src/staff/login.ts` maps them); nothing in them is about a client.
 */
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import { organisation } from './schema.ts';

/** Someone who works for an organisation. A row stays when they leave: what they did is told to clients by it. */
export const staff = sqliteTable(
  'staff',
  {
    id: text().primaryKey(),
    /** As clients read it, such as 'Marjan'. */
    name: text().notNull(),
    /** As clients read it, such as 'maatschappelijk werker'. */
    function: text().notNull(),
    /** Lower case. Of who left: an address that cannot exist. */
    email: text().notNull(),
    email_verified: integer({ mode: 'boolean' }).notNull(),
    image: text(),
    organisation: text()
      .notNull()
      .references(() => organisation.id),
    /** JSON: a set of professional, analyst, editor, admin */
    roles: text().notNull(),
    /** By which door they come in, chosen at the invitation; the other one stays shut. */
    login: text({ enum: ['password', 'oidc'] }).notNull(),
    active: integer({ mode: 'boolean' }).notNull(),
    /** Has a second factor of their own. */
    second_factor: integer({ mode: 'boolean' }).notNull(),
    created_at: text().notNull(),
    updated_at: text().notNull(),
  },
  (t) => [
    unique('staff_email').on(t.email),
    index('staff_organisation').on(t.organisation),
    check('staff_login_known', sql`${t.login} in ('password', 'oidc')`),
  ],
);

export const staff_session = sqliteTable(
  'staff_session',
  {
    id: text().primaryKey(),
    /** Of no use without the signature in the cookie. */
    token: text().notNull(),
    staff: text()
      .notNull()
      .references(() => staff.id, { onDelete: 'cascade' }),
    /** How the second factor was shown. Null: it was not, and the session opens nothing but its set-up. */
    proof: text({ enum: ['totp', 'backup', 'oidc'] }),
    /** To the minute. */
    seen_at: text().notNull(),
    expires_at: text().notNull(),
    created_at: text().notNull(),
    updated_at: text().notNull(),
    /** Always empty: where staff work from is not kept. */
    ip_address: text(),
    user_agent: text(),
  },
  (t) => [
    unique('staff_session_token').on(t.token),
    index('staff_session_staff').on(t.staff),
    index('staff_session_expires').on(t.expires_at),
    check('staff_session_proof_known', sql`${t.proof} is null or ${t.proof} in ('totp', 'backup', 'oidc')`),
  ],
);

/** A password (scrypt), or the identity at the organisation's provider. Tokens of a provider are not kept. */
export const staff_account = sqliteTable(
  'staff_account',
  {
    id: text().primaryKey(),
    account_id: text().notNull(),
    provider_id: text().notNull(),
    staff: text()
      .notNull()
      .references(() => staff.id, { onDelete: 'cascade' }),
    password: text(),
    access_token: text(),
    refresh_token: text(),
    id_token: text(),
    access_token_expires_at: text(),
    refresh_token_expires_at: text(),
    scope: text(),
    created_at: text().notNull(),
    updated_at: text().notNull(),
  },
  (t) => [
    unique('staff_account_identity').on(t.provider_id, t.account_id),
    index('staff_account_staff').on(t.staff),
  ],
);

/** What waits for an answer for some minutes: a code that is to be typed, a way back from the provider. */
export const staff_verification = sqliteTable(
  'staff_verification',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expires_at: text().notNull(),
    created_at: text().notNull(),
    updated_at: text().notNull(),
  },
  (t) => [
    index('staff_verification_identifier').on(t.identifier),
    index('staff_verification_expires').on(t.expires_at),
  ],
);

/** The secret of an app with codes, and spare codes; both encrypted under the installation's secret. */
export const staff_second_factor = sqliteTable(
  'staff_second_factor',
  {
    id: text().primaryKey(),
    staff: text()
      .notNull()
      .references(() => staff.id, { onDelete: 'cascade' }),
    secret: text().notNull(),
    backup_codes: text().notNull(),
    verified: integer({ mode: 'boolean' }).notNull(),
    failed: integer().notNull(),
    locked_until: text(),
  },
  (t) => [unique('staff_second_factor_staff').on(t.staff)],
);

/** A code of the app that was typed: it is good once, also within its half minute. */
export const staff_used_code = sqliteTable(
  'staff_used_code',
  {
    staff: text()
      .notNull()
      .references(() => staff.id, { onDelete: 'cascade' }),
    code: text().notNull(),
    until: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.staff, t.code] }), index('staff_used_code_until').on(t.until)],
);

/** A link that an admin gives to someone, good once. One for each person: a new one ends the one before. */
export const staff_invitation = sqliteTable(
  'staff_invitation',
  {
    staff: text()
      .primaryKey()
      .references(() => staff.id, { onDelete: 'cascade' }),
    /** SHA-256 of what is secret in the link. */
    token: text().notNull(),
    /** `password`: a new one; the second factor stays. `all`: both anew, as for who begins. */
    purpose: text({ enum: ['password', 'all'] }).notNull(),
    expires_at: text().notNull(),
  },
  (t) => [
    unique('staff_invitation_token').on(t.token),
    check('staff_invitation_purpose_known', sql`${t.purpose} in ('password', 'all')`),
  ],
);

/** Failed tries to log in, by keyed hash of an e-mail address (whether it exists or not) or a network address. */
export const staff_attempt = sqliteTable(
  'staff_attempt',
  {
    who: text().primaryKey(),
    failed: integer().notNull(),
    /** When the count began; an hour later it begins anew. */
    since: text().notNull(),
    locked_until: text(),
  },
  (t) => [index('staff_attempt_since').on(t.since)],
);

/** Who did what to accounts and organisations, and when. Never what: no content, no names. */
export const staff_log = sqliteTable(
  'staff_log',
  {
    number: integer().primaryKey({ autoIncrement: true }),
    at: text().notNull(),
    /** A staff member's id, or `command` for `npm run staff`. */
    by: text().notNull(),
    did: text({
      enum: [
        'organisation_added',
        'organisation_changed',
        'organisation_stopped',
        'invited',
        'linked',
        'joined',
        'signed_in',
        'signed_out',
        'locked',
        'password_changed',
        'roles_changed',
        'removed',
      ],
    }).notNull(),
    /** To whom: a staff member's id. */
    staff: text(),
    organisation: text(),
  },
  (t) => [index('staff_log_at').on(t.at)],
);
