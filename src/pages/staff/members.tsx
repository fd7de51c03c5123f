/** For an admin: who works for the organisation, what they may do, and what was done to accounts. */
import type { lastEntries } from '../../staff/log.ts';
import type { Member } from '../../staff/members.ts';
import { ROLES, type StaffMember } from '../../staff/who.ts';
import { Button, Choices, Field, type StaffFrame, StaffPage } from './frame.tsx';
import { put } from './texts.ts';

interface Props {
  frame: StaffFrame;
  staff: StaffMember;
}

export interface MembersProps extends Props {
  organisation: string;
  members: readonly Member[];
  entries: Awaited<ReturnType<typeof lastEntries>>;
  provider: { name: string } | undefined;
  problem?: string | undefined;
  done?: string | undefined;
}

export const MembersPage = ({
  frame,
  staff,
  organisation,
  members,
  entries,
  provider,
  problem,
  done,
}: MembersProps) => {
  const { texts } = frame;
  const roles = ROLES.map((role) => [role, texts.roles[role]] as const);
  const heading = put(texts.members.heading, organisation);
  return (
    <StaffPage
      frame={frame}
      title={texts.members.title}
      heading={heading}
      staff={staff}
      problem={problem}
      done={done}
    >
      {members.map((member) => (
        <section class="member">
          <h2>{member.name}</h2>
          <p>
            {member.function} · {member.email}
            {member.joined ? null : ` · ${texts.members.invited}`}
          </p>
          <form method="post" action={`/staff/members/${member.id}/roles`}>
            <Choices
              legend={`${texts.members.roles}: ${member.name}`}
              name="roles"
              type="checkbox"
              options={roles}
              chosen={member.roles}
              of={`-${member.id}`}
            />
            <Button>{texts.members.roles_button}</Button>
          </form>
          {member.login === 'password' ? (
            <form method="post" action={`/staff/members/${member.id}/link`} class="row">
              <button type="submit" name="purpose" value="password" class="quiet-button">
                {texts.members.link_button}
              </button>
              <button type="submit" name="purpose" value="all" class="quiet-button">
                {texts.members.link_all_button}
              </button>
            </form>
          ) : null}
          <p>
            <a href={`/staff/members/${member.id}/remove`}>{put(texts.members.remove_button, member.name)}</a>
          </p>
        </section>
      ))}
      <section class="member">
        <h2>{texts.members.invite_heading}</h2>
        <form method="post" action="/staff/members">
          <Field label={texts.members.name} name="name" />
          <Field label={texts.members.function} name="function" />
          <Field label={texts.members.email} name="email" type="email" />
          <Choices
            legend={texts.members.roles}
            name="roles"
            type="checkbox"
            options={roles}
            chosen={['professional']}
          />
          {provider ? (
            <Choices
              legend={texts.members.login}
              name="login"
              type="radio"
              options={[
                ['oidc', put(texts.members.login_oidc, provider.name)],
                ['password', texts.members.login_password],
              ]}
              chosen={['oidc']}
            />
          ) : null}
          <Button>{texts.members.invite_button}</Button>
        </form>
      </section>
      <h2>{texts.members.log_heading}</h2>
      <ul class="log-list">
        {entries.map(({ at, by, did, staff: whom }) => (
          <li>
            {WHEN.format(new Date(at))} · {nameOf(by, frame, members)}: {texts.deeds[did]}
            {whom && whom !== by ? ` (${nameOf(whom, frame, members)})` : null}
          </li>
        ))}
      </ul>
    </StaffPage>
  );
};

const WHEN = new Intl.DateTimeFormat('nl-NL', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'Europe/Amsterdam',
});

const nameOf = (id: string, { texts }: StaffFrame, members: readonly Member[]): string =>
  id === 'command'
    ? texts.members.command
    : (members.find((member) => member.id === id)?.name ?? id.slice(0, 8));

export const LinkPage = ({
  frame,
  staff,
  name,
  link,
}: Props & { name: string; link: string | undefined }) => {
  const { members } = frame.texts;
  return (
    <StaffPage frame={frame} title={members.title} heading={put(members.link_heading, name)} staff={staff}>
      {link ? (
        <>
          <p>{put(members.link_text, name)}</p>
          <p>
            <code class="link">{link}</code>
          </p>
        </>
      ) : (
        <p>{put(members.no_link, name)}</p>
      )}
      <p>
        <a href="/staff/members">{members.title}</a>
      </p>
    </StaffPage>
  );
};

export const RemovePage = ({ frame, staff, member }: Props & { member: Member }) => {
  const { members } = frame.texts;
  return (
    <StaffPage
      frame={frame}
      title={members.title}
      heading={put(members.remove_heading, member.name)}
      staff={staff}
    >
      <p>{put(members.remove_text, member.name)}</p>
      <form method="post" action={`/staff/members/${member.id}/remove`}>
        <Button>{put(members.remove_sure, member.name)}</Button>
      </form>
      <p>
        <a href="/staff/members">{members.remove_back}</a>
      </p>
    </StaffPage>
  );
};
