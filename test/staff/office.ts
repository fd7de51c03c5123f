/** A database with two organisations and their staff, a clock that stands still, and an app with codes. */
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { World } from '../../src/run/ports.ts';
import type { OidcSettings } from '../../src/staff/better-auth.ts';
import type { StaffDatabase } from '../../src/staff/database.ts';
import { createLogin, type Login } from '../../src/staff/login.ts';
import { inviteMember } from '../../src/staff/members.ts';
import { openStaffDatabase } from '../../src/staff/node_database.ts';
import { addOrganisation } from '../../src/staff/organisations.ts';
import type { Role } from '../../src/staff/who.ts';
import { type Keyring, keyringFrom } from '../../src/store/keyring.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';

export const BASE = 'http://127.0.0.1:3978';
export const PASSWORD = 'vijf groene stoelen';
/** Of nobody: documentation addresses. */
export const ADDRESS = '192.0.2.1';

export interface Office {
  /** Of the data, and beside it what a test puts there. */
  folder: string;
  file: string;
  keys: Keyring;
  db: StaffDatabase;
  world: World;
  login: Login;
  /** Ids of organisations. */
  here: string;
  there: string;
  /** Lets go of the database, as a server that stops. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export const organisationData = (name: string) => ({
  name,
  about: 'Wij denken met je mee over geld en wonen.',
  answer_hours: 8,
});

/** In place of scrypt, which takes a tenth of a second on purpose. */
const quick = (password: string) => createHash('sha256').update(password).digest('hex');

/** Times are those of `Date`: a test that needs its own uses fake timers for `Date` alone. */
export async function openOffice(oidc?: OidcSettings): Promise<Office> {
  const folder = mkdtempSync(join(tmpdir(), 'stuur-staff-'));
  const file = join(folder, 'stuur.sqlite');
  const key = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 37 + 11) % 256)).toString(
    'base64',
  );
  const keys = await keyringFrom(key);
  const store = await openSqliteStore({ file, keys });
  const { db, close } = openStaffDatabase(file);
  const world: World = { now: () => new Date(), id: () => crypto.randomUUID() };
  const login = createLogin({
    db,
    world,
    secret: key,
    baseUrl: () => BASE,
    production: false,
    hashing: {
      hash: async (password) => quick(password),
      verify: async ({ hash, password }) => hash === quick(password),
    },
    ...(oidc ? { oidc } : {}),
  });
  let open = true;
  const stop = async () => {
    if (!open) return;
    open = false;
    close();
    await store.close();
  };
  return {
    folder,
    file,
    keys,
    db,
    world,
    login,
    here: await addOrganisation({ db, world }, organisationData('Welzijn Hier'), 'test'),
    there: await addOrganisation({ db, world }, organisationData('Welzijn Daar'), 'test'),
    stop,
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const person = (organisation: string, roles: readonly Role[] = ['professional'], name = 'marjan') => ({
  name: 'Marjan',
  function: 'maatschappelijk werker',
  email: `${name}@voorbeeld.nl`,
  organisation,
  roles: [...roles],
});

/** The code that an app shows, from what its QR code holds. `later`: half minutes from now. */
export function codeOf(uri: string, later = 0): string {
  const secret = base32(new URL(uri).searchParams.get('secret') ?? '');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const start = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function base32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
}

/** A request by a browser that keeps these cookies. */
export const asking = (cookies: readonly string[], path = '/staff', headers: Record<string, string> = {}) =>
  new Request(`${BASE}${path}`, {
    headers: { Cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; '), ...headers },
  });

export interface Insider {
  id: string;
  email: string;
  uri: string;
  backupCodes: readonly string[];
  cookies: readonly string[];
}

/** Invited, with password and app, and signed in. */
export async function insider(
  { db, world, login }: Office,
  organisation: string,
  roles: readonly Role[] = ['professional'],
  name = 'marjan',
): Promise<Insider> {
  const data = person(organisation, roles, name);
  const { id, token = '' } = await inviteMember({ db, world }, data, 'test');
  const joined = await login.join(token, PASSWORD);
  if (joined?.next.kind !== 'set up') throw new Error(`joining gave ${joined?.next.kind}`);
  const { uri, backupCodes, cookies: before } = joined.next;
  const result = await login.finishSetUp(asking(before), codeOf(uri, -1));
  if (result.kind !== 'in') throw new Error(`the set-up gave ${result.kind}`);
  return { id, email: data.email, uri, backupCodes, cookies: result.cookies };
}
