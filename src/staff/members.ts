/** The people of an organisation: invited, given roles, given a new link, removed. Whether it is allowed, the caller knows. */
import { and, asc, eq, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { World } from '../run/ports.ts';
import {
  staff,
  staff_account,
  staff_invitation,
  staff_second_factor,
  staff_session,
} from '../store/schema_staff.ts';
import { type StaffDatabase, StaffError } from './database.ts';
import { makeLink, type Purpose } from './links.ts';
import { record } from './log.ts';
import { organisationById } from './organisations.ts';
import { ROLES, type Role } from './who.ts';

export interface MemberDeps {
  db: StaffDatabase;
  world: World;
}

export interface Member {
  id: string;
  name: string;
  function: string;
  email: string;
  organisation: string;
  roles: readonly Role[];
  login: 'password' | 'oidc';
  active: boolean;
  /** Has been in, so is no longer only invited. */
  joined: boolean;
}

const words = (field: string) =>
  z
    .string()
    .trim()
    .min(2, `${field}: schrijf minstens 2 letters.`)
    .max(60, `${field}: schrijf hoogstens 60 letters.`)
    .regex(/^[\p{L}\p{M}\d .,'’()&/-]+$/u, `${field}: gebruik alleen letters, cijfers en gewone leestekens.`);

const roles = z
  .array(z.enum(ROLES, `Rol: kies uit ${ROLES.join(', ')}.`))
  .min(1, 'Rol: kies er minstens één.')
  .transform((some) => ROLES.filter((role) => some.includes(role)));

export const memberSchema = z.strictObject({
  name: words('Naam'),
  function: words('Functie'),
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(200, 'E-mailadres: dit is te lang.')
    .pipe(z.email('E-mailadres: schrijf een adres zoals naam@organisatie.nl.')),
  organisation: z.string(),
  roles,
  login: z.enum(['password', 'oidc']).default('password'),
});

function checked<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw new StaffError(parsed.error.issues.map(({ message }) => message).join('\n'));
  return parsed.data;
}

/** Makes an account that only its link opens; for who logs in at the provider there is no link. */
export async function inviteMember(
  { db, world }: MemberDeps,
  data: unknown,
  by: string,
): Promise<{ id: string; token?: string }> {
  const { roles, ...person } = checked(memberSchema, data);
  const { active } = await organisationById(db, person.organisation);
  if (!active) throw new StaffError('Deze organisatie is gestopt. Voeg haar eerst opnieuw toe.');
  if (await memberByEmail(db, person.email)) {
    throw new StaffError(
      `E-mailadres: ${person.email} heeft al een account. Geef een nieuwe link, of verwijder dat account eerst.`,
    );
  }
  const id = world.id();
  const now = world.now().toISOString();
  await db.insert(staff).values({
    id,
    ...person,
    roles: JSON.stringify(roles),
    email_verified: false,
    active: true,
    second_factor: false,
    created_at: now,
    updated_at: now,
  });
  await record(db, world, { by, did: 'invited', staff: id, organisation: person.organisation });
  return person.login === 'oidc' ? { id } : { id, token: await makeLink(db, world, id, 'all') };
}

/** A new link. What it replaces works until it is used: a link made by mistake locks nobody out. */
export async function relink(
  { db, world }: MemberDeps,
  id: string,
  purpose: Purpose,
  by: string,
): Promise<string> {
  const member = await memberById(db, id);
  if (member.login === 'oidc')
    throw new StaffError(`${member.name} logt in bij de eigen organisatie. Daar is geen link voor nodig.`);
  // Who never finished has no second factor that could stay.
  const token = await makeLink(db, world, id, member.joined ? purpose : 'all');
  await record(db, world, { by, did: 'linked', staff: id, organisation: member.organisation });
  return token;
}

export async function changeRoles(
  { db, world }: MemberDeps,
  id: string,
  wanted: unknown,
  by: string,
): Promise<void> {
  const member = await memberById(db, id);
  const good = checked(roles, wanted);
  if (member.roles.includes('admin') && !good.includes('admin')) await assertAnotherAdmin(db, member);
  await db
    .update(staff)
    .set({ roles: JSON.stringify(good), updated_at: world.now().toISOString() })
    .where(eq(staff.id, id));
  await record(db, world, { by, did: 'roles_changed', staff: id, organisation: member.organisation });
}

/**
 * From this moment nothing opens for them. Name and function stay, for clients to whom it was told who read;
 * the address goes, so that it can be invited again.
 */
export async function removeMember(
  { db, world }: MemberDeps,
  id: string,
  by: string,
  { lastAdminToo = false }: { lastAdminToo?: boolean } = {},
): Promise<void> {
  const member = await memberById(db, id);
  if (member.roles.includes('admin') && !lastAdminToo) await assertAnotherAdmin(db, member);
  const gone = { active: false, second_factor: false, email: `${id}@removed.invalid`, email_verified: false };
  await db
    .update(staff)
    .set({ ...gone, updated_at: world.now().toISOString() })
    .where(eq(staff.id, id));
  await db.delete(staff_session).where(eq(staff_session.staff, id));
  await db.delete(staff_invitation).where(eq(staff_invitation.staff, id));
  await db.delete(staff_second_factor).where(eq(staff_second_factor.staff, id));
  await db.delete(staff_account).where(eq(staff_account.staff, id));
  await record(db, world, { by, did: 'removed', staff: id, organisation: member.organisation });
}

/** On every device. */
export async function signOutEverywhere(
  { db, world }: MemberDeps,
  member: Pick<Member, 'id' | 'organisation'>,
  by: string,
): Promise<void> {
  await db.delete(staff_session).where(eq(staff_session.staff, member.id));
  await record(db, world, {
    by,
    did: 'signed_out',
    staff: member.id,
    organisation: member.organisation,
  });
}

async function assertAnotherAdmin(db: StaffDatabase, { id, organisation }: Member): Promise<void> {
  const others = await members(db, organisation);
  if (others.some((other) => other.id !== id && other.joined && other.roles.includes('admin'))) return;
  throw new StaffError('Dit is de enige beheerder. Maak eerst iemand anders beheerder.');
}

/** Of one organisation, or all. */
export const members = (db: StaffDatabase, organisation?: string): Promise<Member[]> =>
  find(db, organisation === undefined ? undefined : eq(staff.organisation, organisation));

/** @throws {StaffError} when there is none */
export async function memberById(db: StaffDatabase, id: string): Promise<Member> {
  const [found] = await find(db, eq(staff.id, id));
  if (!found) throw new StaffError('Dit account is er niet (meer).');
  return found;
}

export const memberByEmail = async (db: StaffDatabase, email: string): Promise<Member | undefined> =>
  (await find(db, eq(staff.email, email.trim().toLowerCase())))[0];

/** Whether they were in at the provider shows in the identity that came of it. */
async function find(db: StaffDatabase, which: SQL | undefined): Promise<Member[]> {
  const rows = await db
    .select({ staff, identity: staff_account.id })
    .from(staff)
    .leftJoin(staff_account, and(eq(staff_account.staff, staff.id), eq(staff_account.provider_id, 'oidc')))
    .where(and(eq(staff.active, true), which))
    .orderBy(asc(staff.name));
  return rows.map(({ staff, identity }) => read(staff, identity !== null));
}

function read(row: typeof staff.$inferSelect, wasAtProvider: boolean): Member {
  const { id, name, email, organisation, login, active, second_factor } = row;
  return {
    id,
    name,
    function: row.function,
    email,
    organisation,
    roles: JSON.parse(row.roles),
    login,
    active,
    joined: login === 'oidc' ? wasAtProvider : second_factor,
  };
}
