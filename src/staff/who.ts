/**
 * Who of the staff makes a request, and who may come in: what every page for staff is built on.
 */
import type { Context, MiddlewareHandler } from 'hono';

export const ROLES = ['professional', 'analyst', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface StaffMember {
  /** Random; stands for the person in logs and other tables. */
  id: string;
  /** As clients read it: 'Marjan'. */
  name: string;
  /** As clients read it: 'maatschappelijk werker'. */
  function: string;
  /** Id of the organisation; nobody works for two with one account. */
  organisation: string;
  roles: readonly Role[];
}

/**
 * The signed-in staff member of a request, with second factor done; undefined otherwise, also when the account or
 * the organisation was stopped a moment ago. Cheap enough for each request. A request for an event stream does not
 * count as a sign of life: a page that is only open lets a session end.
 */
export type WhoIs = (request: Request) => Promise<StaffMember | undefined>;

export const LOGIN = '/staff/login';

/**
 * Lets in who has one of these roles; without roles: everyone who is signed in. Others get 302 to the login page for
 * a page, 401 JSON for anything else, and 403 when they are signed in without the role. Sets `c.var.staff`.
 */
export function requireRole(
  whoIs: WhoIs,
  ...roles: Role[]
): MiddlewareHandler<{ Variables: { staff: StaffMember } }> {
  return async (c, next) => {
    // Nothing that staff see stays in a cache, a refusal included.
    c.header('Cache-Control', 'no-store');
    const staff = await whoIs(c.req.raw);
    if (!staff) {
      if (!wantsPage(c)) return c.json({ error: { code: 'SignedOut', message: 'Log opnieuw in.' } }, 401);
      return c.redirect(loginFor(c), 302);
    }
    if (roles.length > 0 && !roles.some((role) => staff.roles.includes(role))) {
      if (!wantsPage(c))
        return c.json({ error: { code: 'NoAccess', message: 'Jouw rol geeft hier geen toegang.' } }, 403);
      return c.text('Jouw rol geeft hier geen toegang. Ga naar /staff, of vraag je beheerder.\n', 403);
    }
    c.set('staff', staff);
    await next();
  };
}

/** A browser that goes somewhere says so; scripts and event streams do not ask for HTML. */
const wantsPage = (c: Context): boolean => (c.req.header('Accept') ?? '').includes('text/html');

/** Back to where they wanted to go, except for a form: what was typed is lost and must not be sent unseen. */
function loginFor(c: Context): string {
  if (c.req.method !== 'GET') return LOGIN;
  const { pathname, search } = new URL(c.req.url);
  return `${LOGIN}?next=${encodeURIComponent(pathname + search)}`;
}

type Listener = (staffId: string) => void;
const listeners = new Set<Listener>();

/**
 * Called when somebody may no longer read: removed, role taken, signed out. Close their open streams then; a browser
 * that may still read comes back by itself.
 * @returns stops listening
 */
export function onRevoked(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Tells whoever listens that this staff member may no longer read. */
export function revoked(staffId: string): void {
  for (const listener of listeners) listener(staffId);
}
