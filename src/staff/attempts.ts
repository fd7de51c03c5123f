/**
 * How often logging in may fail. Counted in the database, so that a restart forgives nothing; under a keyed hash of
 * what was typed, whether that account exists or not, so that the answer tells nobody which accounts there are.
 */
import { eq, lte, sql } from 'drizzle-orm';
import type { World } from '../run/ports.ts';
import { staff_attempt } from '../store/schema_staff.ts';
import { first, type StaffDatabase } from './database.ts';

/** Tries in an hour. An office shares one network address. */
export const TRIES = { account: 10, address: 50 } as const;
export const LOCK_MINUTES = 15;
const COUNT_MINUTES = 60;

export interface Attempts {
  /** Counts a try beforehand, so that many at once do not slip through. Gives whether it may be made. */
  begin(kind: keyof typeof TRIES, value: string): Promise<'go' | 'locked' | 'locked now'>;
  /** The try was a good one: an account begins anew, an address gets its one back. */
  succeeded(kind: keyof typeof TRIES, value: string): Promise<void>;
  /** Forgets counts that no longer matter. */
  sweep(): Promise<void>;
}

export async function createAttempts(db: StaffDatabase, world: World, secret: string): Promise<Attempts> {
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(`attempts:${secret}`),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const hash = async (kind: string, value: string): Promise<string> => {
    const text = new TextEncoder().encode(`${kind}:${value.trim().toLowerCase()}`);
    const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, text));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  };
  const minutesFromNow = (minutes: number): string =>
    new Date(world.now().getTime() + minutes * 60_000).toISOString();

  return {
    async begin(kind, value) {
      const who = await hash(kind, value);
      const now = world.now().toISOString();
      const { failed, since, locked_until } = staff_attempt;
      // After an hour, and after a lock: who waited may try as often as anyone.
      const anew = sql`(${since} <= ${minutesFromNow(-COUNT_MINUTES)} or coalesce(${locked_until} <= ${now}, false))`;
      const locked = sql`coalesce(${locked_until}, '') > ${now}`;
      const row = await first(
        db
          .insert(staff_attempt)
          .values({ who, failed: 1, since: now })
          .onConflictDoUpdate({
            target: staff_attempt.who,
            set: {
              failed: sql`case when ${locked} then ${failed} when ${anew} then 1 else ${failed} + 1 end`,
              since: sql`case when ${anew} and not ${locked} then ${now} else ${since} end`,
              locked_until: sql`case when ${locked} then ${locked_until}
                when ${anew} or ${failed} < ${TRIES[kind]} then null
                else ${minutesFromNow(LOCK_MINUTES)} end`,
            },
          })
          .returning(),
      );
      if (!row?.locked_until || row.locked_until <= now) return 'go';
      return row.locked_until === minutesFromNow(LOCK_MINUTES) ? 'locked now' : 'locked';
    },

    async succeeded(kind, value) {
      const same = eq(staff_attempt.who, await hash(kind, value));
      if (kind === 'account') await db.delete(staff_attempt).where(same);
      else
        await db
          .update(staff_attempt)
          .set({ failed: sql`max(${staff_attempt.failed} - 1, 0)` })
          .where(same);
    },

    async sweep() {
      await db.delete(staff_attempt).where(lte(staff_attempt.since, minutesFromNow(-24 * 60)));
    },
  };
}
