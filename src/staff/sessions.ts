/**
 * Sessions and the cookies they travel in. Each step of a login gets the cookies that it may see, and no others: a
 * session of before must not stand in for the one that is being made.
 */
import { and, eq, gt, lt } from 'drizzle-orm';
import type { World } from '../run/ports.ts';
import { organisation } from '../store/schema.ts';
import { staff, staff_session } from '../store/schema_staff.ts';
import type { Auth } from './better-auth.ts';
import { first, type StaffDatabase } from './database.ts';
import { idleSince } from './log.ts';
import type { WhoIs } from './who.ts';

/** What a browser is told to keep, as `Set-Cookie` lines. */
export type Cookies = readonly string[];

const named = (name: string): RegExp => new RegExp(`^(?:__Secure-)?stuur\\.${name}=`);
/** Of who is signed in, and of who gave a password and has a code to type. */
export const COOKIE = { session: named('session_token'), code: named('two_factor') } as const;

const written = (request: Request): string[] => (request.headers.get('Cookie') ?? '').split(/; ?/);

/** As a request of our own page with these cookies alone. */
export function withCookies(origin: string, cookies: readonly string[]): Headers {
  return new Headers({ Origin: origin, ...(cookies.length > 0 ? { Cookie: cookies.join('; ') } : {}) });
}

/** The cookies of a request with this name. */
export const cookiesOf = (request: Request, name: RegExp): string[] =>
  written(request).filter((cookie) => name.test(cookie));

/** What a browser sends back of what it was just told to keep. */
export const sentBack = (cookies: Cookies): string[] => cookies.map((cookie) => cookie.split(';')[0] ?? '');

/** The session of a request, whatever it may open. Costs nothing where there is no cookie. */
export async function sessionOf(request: Request, auth: () => Promise<Auth>, origin: () => string) {
  const cookies = cookiesOf(request, COOKIE.session);
  if (cookies.length === 0) return undefined;
  return (await (await auth()).api.getSession({ headers: withCookies(origin(), cookies) })) ?? undefined;
}

export interface WhoIsDeps {
  db: StaffDatabase;
  world: World;
  session(request: Request): Promise<{ session: { id: string } } | undefined>;
}

export function createWhoIs({ db, world, session }: WhoIsDeps): WhoIs {
  return async (request) => {
    const found = await session(request);
    if (!found) return undefined;
    const now = world.now();
    const row = await first(
      db
        .select({ staff, proof: staff_session.proof, seen_at: staff_session.seen_at })
        .from(staff_session)
        .innerJoin(staff, eq(staff.id, staff_session.staff))
        .innerJoin(organisation, eq(organisation.id, staff.organisation))
        .where(
          and(
            eq(staff_session.id, found.session.id),
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
        .where(and(eq(staff_session.id, found.session.id), lt(staff_session.seen_at, minuteAgo)));
    }
    return {
      id,
      name,
      function: row.staff.function,
      organisation: worksFor,
      roles: JSON.parse(row.staff.roles),
    };
  };
}
