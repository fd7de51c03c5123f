/** The routes for an admin, who sees and changes nothing but their own organisation. */
import type { Context } from 'hono';
import { unlessWrong } from '../../staff/database.ts';
import { lastEntries } from '../../staff/log.ts';
import {
  changeRoles,
  inviteMember,
  type Member,
  memberById,
  members,
  relink,
  removeMember,
} from '../../staff/members.ts';
import { changeOrganisation, openingFrom, organisationById } from '../../staff/organisations.ts';
import { requireRole, type StaffMember } from '../../staff/who.ts';
import type { StaffFrame } from './frame.tsx';
import { LinkPage, MembersPage, RemovePage } from './members.tsx';
import { OrganisationPage } from './organisation.tsx';
import type { Show, StaffApp, StaffPagesDeps } from './routes.tsx';

export function adminPages(app: StaffApp, deps: StaffPagesDeps, frame: StaffFrame, show: Show): void {
  const { login, db, world, baseUrl, municipalities } = deps;
  const { texts } = frame;
  const admin = requireRole(login.whoIs, 'admin');
  const at = { db, world };

  const membersPage = async (
    c: Context,
    staff: StaffMember,
    more: { problem?: string; done?: string } = {},
  ) => {
    const [{ name }, all, entries] = await Promise.all([
      organisationById(db, staff.organisation),
      members(db, staff.organisation),
      lastEntries(db, staff.organisation),
    ]);
    const page = {
      frame,
      staff,
      organisation: name,
      members: all,
      entries,
      provider: login.provider,
      ...more,
    };
    return show(c, <MembersPage {...page} />, more.problem ? 400 : 200);
  };
  /** Undefined also for someone of another organisation: that they exist is nobody's business here. */
  const theirs = async (staff: StaffMember, id: string): Promise<Member | undefined> => {
    const member = await unlessWrong(() => memberById(db, id));
    return typeof member === 'string' || member.organisation !== staff.organisation ? undefined : member;
  };
  const linkPage = (c: Context, staff: StaffMember, name: string, token: string | undefined) => {
    const link = token && `${baseUrl()}/staff/invite/${token}`;
    return show(c, <LinkPage frame={frame} staff={staff} name={name} link={link} />);
  };

  app.get('/staff/members', admin, (c) => membersPage(c, c.var.staff));
  app.post('/staff/members', admin, async (c) => {
    const { staff } = c.var;
    const { name, function: work, email, roles, login: door } = await c.req.parseBody({ all: true });
    const data = {
      name,
      function: work,
      email,
      roles: list(roles),
      ...(door && login.provider ? { login: door } : {}),
    };
    const made = await unlessWrong(() =>
      inviteMember(at, { ...data, organisation: staff.organisation }, staff.id),
    );
    if (typeof made === 'string') return membersPage(c, staff, { problem: made });
    return linkPage(c, staff, String(name), made.token);
  });
  app.post('/staff/members/:id/roles', admin, async (c) => {
    const member = await theirs(c.var.staff, c.req.param('id'));
    if (!member) return c.notFound();
    const { roles } = await c.req.parseBody({ all: true });
    const problem = await unlessWrong(() => changeRoles(at, member.id, list(roles), c.var.staff.id));
    // Whoever gave up being an admin sees their own page again.
    if (!problem && !(await login.whoIs(c.req.raw))?.roles.includes('admin'))
      return c.redirect('/staff', 303);
    return membersPage(c, c.var.staff, problem ? { problem } : { done: texts.members.done });
  });
  app.post('/staff/members/:id/link', admin, async (c) => {
    const member = await theirs(c.var.staff, c.req.param('id'));
    if (!member) return c.notFound();
    const { purpose } = await c.req.parseBody();
    const link = async () => ({
      token: await relink(at, member.id, purpose === 'all' ? 'all' : 'password', c.var.staff.id),
    });
    const made = await unlessWrong(link);
    if (typeof made === 'string') return membersPage(c, c.var.staff, { problem: made });
    return linkPage(c, c.var.staff, member.name, made.token);
  });
  app.get('/staff/members/:id/remove', admin, async (c) => {
    const member = await theirs(c.var.staff, c.req.param('id'));
    return member ? show(c, <RemovePage frame={frame} staff={c.var.staff} member={member} />) : c.notFound();
  });
  app.post('/staff/members/:id/remove', admin, async (c) => {
    const member = await theirs(c.var.staff, c.req.param('id'));
    if (!member) return c.notFound();
    const problem = await unlessWrong(() => removeMember(at, member.id, c.var.staff.id));
    if (problem) return membersPage(c, c.var.staff, { problem });
    return c.redirect(member.id === c.var.staff.id ? '/staff/login' : '/staff/members', 303);
  });

  const organisationPage = async (
    c: Context,
    staff: StaffMember,
    more: { problem?: string; done?: string; typed?: Record<string, string> } = {},
  ) => {
    const organisation = await organisationById(db, staff.organisation);
    const page = { frame, staff, organisation, ...more };
    return show(c, <OrganisationPage {...page} />, more.problem ? 400 : 200);
  };
  app.get('/staff/organisation', admin, (c) => organisationPage(c, c.var.staff));
  app.post('/staff/organisation', admin, async (c) => {
    const { staff } = c.var;
    const { topics, ...rest } = await c.req.parseBody({ all: true });
    const typed = Object.fromEntries(Object.entries(rest).map(([field, value]) => [field, String(value)]));
    const problem = await unlessWrong(async () => {
      const change = {
        about: typed.about,
        phone: typed.phone?.trim() || null,
        opening: openingFrom(typed.opening ?? ''),
        answer_hours: typed.answer_hours,
        municipalities: (typed.municipalities ?? '')
          .toUpperCase()
          .split(/[\s,;]+/)
          .filter(Boolean),
        topics: list(topics),
      };
      return changeOrganisation({ ...at, municipalities }, staff.organisation, change, staff.id);
    });
    return organisationPage(c, staff, problem ? { problem, typed } : { done: texts.organisation.done });
  });
}

/** One box that is ticked arrives as a word, several as a list, none as nothing. */
const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
