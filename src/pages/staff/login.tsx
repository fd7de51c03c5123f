/** Coming in: password, code, the making of a second factor, and the link with which somebody begins. */
import { encode } from 'uqr';
import type { Invited } from '../../staff/links.ts';
import type { SetUp } from '../../staff/login.ts';
import { Button, Field, type StaffFrame, StaffPage } from './frame.tsx';
import { put } from './texts.ts';

interface Props {
  frame: StaffFrame;
  problem?: string | undefined;
  done?: string | undefined;
}

export const LoginPage = ({
  frame,
  problem,
  done,
  next,
  email,
  provider,
}: Props & { next: string; email?: string; provider: { name: string } | undefined }) => {
  const { login } = frame.texts;
  return (
    <StaffPage frame={frame} title={login.title} heading={login.heading} problem={problem} done={done}>
      {provider ? (
        <>
          <p>
            {/* A link, not a form: a policy on forms would also hold for where the provider sends one on. */}
            <a class="send button-link" href={`/staff/login/provider?next=${encodeURIComponent(next)}`}>
              {put(login.provider, provider.name)}
            </a>
          </p>
          <h2>{login.or}</h2>
        </>
      ) : null}
      <form method="post" action="/staff/login">
        <input type="hidden" name="next" value={next} />
        <Field
          label={login.email}
          name="email"
          type="email"
          autocomplete="username"
          {...(email === undefined ? {} : { value: email })}
        />
        <Field label={login.password} name="password" type="password" autocomplete="current-password" />
        <Button>{login.button}</Button>
      </form>
      <p>{login.lost}</p>
    </StaffPage>
  );
};

export const CodePage = ({ frame, problem, next }: Props & { next: string }) => {
  const { code } = frame.texts;
  return (
    <StaffPage frame={frame} title={code.title} heading={code.heading} problem={problem}>
      <p>{code.text}</p>
      <form method="post" action="/staff/login/code">
        <input type="hidden" name="next" value={next} />
        <Field label={code.label} name="code" autocomplete="one-time-code" hint={code.spare} />
        <Button>{code.button}</Button>
      </form>
    </StaffPage>
  );
};

/**
 * What the app needs goes along in the form, so that a mistyped code shows it again: it is stored encrypted, and this
 * page is the only place where its owner sees it.
 */
export const SetUpPage = ({ frame, problem, setUp }: Props & { setUp: SetUp }) => {
  const { set_up } = frame.texts;
  const key = new URL(setUp.uri).searchParams.get('secret')?.replace(/=+$/, '') ?? '';
  return (
    <StaffPage frame={frame} title={set_up.title} heading={set_up.heading} problem={problem}>
      {set_up.text.map((line) => (
        <p>{line}</p>
      ))}
      <h2>{set_up.scan}</h2>
      <QrCode text={setUp.uri} label={set_up.picture} />
      <p>{set_up.key}:</p>
      <p>
        <code>{key.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <h2>{set_up.spare}</h2>
      <p>{set_up.spare_text}</p>
      <BackupCodes codes={setUp.backupCodes} />
      <h2>{set_up.type}</h2>
      <form method="post" action="/staff/login/app">
        <input type="hidden" name="uri" value={setUp.uri} />
        <input type="hidden" name="codes" value={setUp.backupCodes.join(' ')} />
        <Field label={set_up.label} name="code" autocomplete="one-time-code" inputmode="numeric" />
        <Button>{set_up.button}</Button>
      </form>
    </StaffPage>
  );
};

export const BackupCodes = ({ codes }: { codes: readonly string[] }) => (
  <ul class="codes">
    {codes.map((code) => (
      <li>
        <code>{code}</code>
      </li>
    ))}
  </ul>
);

/** Drawn here: nothing leaves the server, and no script or picture is loaded. */
const QrCode = ({ text, label }: { text: string; label: string }) => {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={squares.join('')} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
};

export const InvitePage = ({ frame, problem, invited }: Props & { invited: Invited }) => {
  const { invite } = frame.texts;
  const heading = invited.purpose === 'all' ? put(invite.heading, invited.name) : invite.heading_again;
  return (
    <StaffPage frame={frame} title={invite.title} heading={heading} problem={problem}>
      <p>{put(invite.text, invited.email)}</p>
      {/* Without an action it goes to the address that it stands at. */}
      <form method="post">
        {/* So that a password manager knows whose it is. */}
        <Field
          label={frame.texts.login.email}
          name="email"
          value={invited.email}
          autocomplete="username"
          readonly
        />
        <Field label={invite.password} name="password" type="password" autocomplete="new-password" />
        <Field label={invite.again} name="again" type="password" autocomplete="new-password" />
        <Button>{invite.button}</Button>
      </form>
    </StaffPage>
  );
};

export const GonePage = ({ frame }: Props) => {
  const { invite } = frame.texts;
  return (
    <StaffPage frame={frame} title={invite.title} heading={invite.gone_heading}>
      <p>{invite.gone}</p>
    </StaffPage>
  );
};
