/**
 * What was done to accounts and organisations, by whom and when; and who may no longer read because of it, also when
 * another process (`npm run staff`) did it.
 */
import { desc, eq, gt, lte, or, sql } from 'drizzle-orm';
import type { World } from '../run/ports.ts';
import { staff_log, staff_session } from '../store/schema_staff.ts';
import { first, type StaffDatabase } from './database.ts';
import { revoked } from './who.ts';

export type Deed = (typeof staff_log.$inferInsert)['did'];

/** Whoever uses `npm run staff` on the machine itself. */
export const COMMAND = 'command';

export interface Entry {
  by: string;
  did: Deed;
  staff?: string;
  organisation?: string;
}

export async function record(db: StaffDatabase, world: World, entry: Entry): Promise<void> {
  await db.insert(staff_log).values({ at: world.now().toISOString(), ...entry });
}

/** The last entries about an organisation and its people, newest first. */
export async function lastEntries(db: StaffDatabase, organisation: string, count = 50) {
  return db
    .select()
    .from(staff_log)
    .where(eq(staff_log.organisation, organisation))
    .orderBy(desc(staff_log.number))
    .limit(count);
}

/** After these somebody may have lost what they could read a moment ago. */
const REVOKES: readonly Deed[] = [
  'removed',
  'roles_changed',
  'signed_out',
  'password_changed',
  'joined',
  'locked',
];

/** Without a sign of life for so long a session is over; and in any case after twelve hours. */
export const IDLE_MINUTES = 60;
export const SESSION_HOURS = 12;

export const idleSince = (now: Date): string => new Date(now.getTime() - IDLE_MINUTES * 60_000).toISOString();

/**
 * Looks which entries are new and which sessions ended, and tells whoever listens (`onRevoked`). Each call is two
 * look-ups by index.
 */
export function watchRevocations(db: StaffDatabase, world: World): { look(): Promise<void> } {
  let seen: number | undefined;
  return {
    async look() {
      if (seen === undefined) {
        const last = await first(
          db.select({ number: sql<number>`coalesce(max(${staff_log.number}), 0)` }).from(staff_log),
        );
        seen = last?.number ?? 0;
      }
      const gone = new Set<string>();
      const entries = await db.select().from(staff_log).where(gt(staff_log.number, seen));
      for (const { number, did, staff } of entries) {
        seen = Math.max(seen, number);
        if (staff && REVOKES.includes(did)) gone.add(staff);
        // All who work there.
        if (did === 'organisation_stopped') for (const id of await everyone(db)) gone.add(id);
      }
      const now = world.now();
      const over = or(
        lte(staff_session.expires_at, now.toISOString()),
        lte(staff_session.seen_at, idleSince(now)),
      );
      for (const { staff } of await db
        .delete(staff_session)
        .where(over)
        .returning({ staff: staff_session.staff }))
        gone.add(staff);
      for (const id of gone) revoked(id);
    },
  };
}

const everyone = async (db: StaffDatabase): Promise<string[]> =>
  (await db.selectDistinct({ staff: staff_session.staff }).from(staff_session)).map(({ staff }) => staff);
