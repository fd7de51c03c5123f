/** The links with which someone begins, or sets a new password: made by an admin, shown once, good once, seven days. */
import { and, eq, gt, lte } from 'drizzle-orm';
import type { World } from '../run/ports.ts';
import { staff, staff_invitation } from '../store/schema_staff.ts';
import { first, type StaffDatabase } from './database.ts';

export const LINK_DAYS = 7;

/** `password`: a new password, the second factor stays. `all`: both, as for who begins. */
export type Purpose = 'password' | 'all';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Gives what is secret in the link. A link that this person had before no longer works. */
export async function makeLink(
  db: StaffDatabase,
  world: World,
  staffId: string,
  purpose: Purpose,
): Promise<string> {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const token = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  const expires_at = new Date(world.now().getTime() + LINK_DAYS * 86_400_000).toISOString();
  const values = { token: await digest(token), purpose, expires_at };
  await db
    .insert(staff_invitation)
    .values({ staff: staffId, ...values })
    .onConflictDoUpdate({ target: staff_invitation.staff, set: values });
  return token;
}

export interface Invited {
  staff: string;
  name: string;
  email: string;
  purpose: Purpose;
}

/** Whose link this is, as long as it is good. Looking at it uses nothing up. */
export async function linkOf(db: StaffDatabase, world: World, token: string): Promise<Invited | undefined> {
  if (!TOKEN.test(token)) return undefined;
  return first(
    db
      .select({ staff: staff.id, name: staff.name, email: staff.email, purpose: staff_invitation.purpose })
      .from(staff_invitation)
      .innerJoin(staff, eq(staff.id, staff_invitation.staff))
      .where(
        and(
          eq(staff_invitation.token, await digest(token)),
          gt(staff_invitation.expires_at, world.now().toISOString()),
          eq(staff.active, true),
        ),
      ),
  );
}

/** Takes the link, for whoever comes first; undefined: it is not good (any more). */
export async function takeLink(db: StaffDatabase, world: World, token: string): Promise<Invited | undefined> {
  const found = await linkOf(db, world, token);
  if (!found) return undefined;
  const taken = await db
    .delete(staff_invitation)
    .where(eq(staff_invitation.token, await digest(token)))
    .returning({ staff: staff_invitation.staff });
  return taken.length === 1 ? found : undefined;
}

export async function sweepLinks(db: StaffDatabase, world: World): Promise<void> {
  await db.delete(staff_invitation).where(lte(staff_invitation.expires_at, world.now().toISOString()));
}

async function digest(token: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
