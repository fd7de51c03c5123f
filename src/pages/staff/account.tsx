/** One's own account. */
import type { StaffMember } from '../../staff/who.ts';
import { Button, Field, type StaffFrame, StaffPage } from './frame.tsx';
import { BackupCodes } from './login.tsx';

export interface AccountProps {
  frame: StaffFrame;
  staff: StaffMember;
  /** The organisation's name. */
  organisation: string;
  byProvider: boolean;
  codes?: readonly string[];
  problem?: string;
  done?: string;
}

export const AccountPage = ({
  frame,
  staff,
  organisation,
  byProvider,
  codes,
  problem,
  done,
}: AccountProps) => {
  const { account, roles } = frame.texts;
  return (
    <StaffPage
      frame={frame}
      title={account.title}
      heading={staff.name}
      staff={staff}
      problem={problem}
      done={done}
    >
      {codes ? <BackupCodes codes={codes} /> : null}
      <p>
        {staff.name}, {staff.function} · {organisation}
      </p>
      <p>{account.shown}</p>
      <h2>{account.roles}</h2>
      <ul>
        {staff.roles.map((role) => (
          <li>{roles[role]}</li>
        ))}
      </ul>
      {byProvider ? <p>{account.provider}</p> : <OwnPassword texts={account} />}
      <h2>{account.out_heading}</h2>
      <p>{account.out_text}</p>
      <form method="post" action="/staff/out/everywhere">
        <Button>{account.out_button}</Button>
      </form>
    </StaffPage>
  );
};

const OwnPassword = ({ texts }: { texts: StaffFrame['texts']['account'] }) => (
  <>
    <h2>{texts.password_heading}</h2>
    <form method="post" action="/staff/password">
      <Field label={texts.current} name="current" type="password" autocomplete="current-password" />
      <Field label={texts.fresh} name="fresh" type="password" autocomplete="new-password" />
      <Button>{texts.password_button}</Button>
    </form>
    <h2>{texts.codes_heading}</h2>
    <p>{texts.codes_text}</p>
    <form method="post" action="/staff/codes">
      <Field label={texts.current} name="password" type="password" autocomplete="current-password" />
      <Button>{texts.codes_button}</Button>
    </form>
  </>
);
