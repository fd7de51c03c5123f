/** The frame of every page for staff: plain forms, no script. */
import type { Child } from 'hono/jsx';
import type { StaffMember } from '../../staff/who.ts';
import { type Assets, addressOf } from '../assets.ts';
import { Mark } from '../layout.tsx';
import type { StaffTexts } from './texts.ts';

export interface StaffFrame {
  assets: Assets;
  /** The product's name. */
  name: string;
  texts: StaffTexts;
}

export interface StaffPageProps {
  frame: StaffFrame;
  title: string;
  heading: string;
  /** Who is signed in. */
  staff?: StaffMember | undefined;
  /** Something that went wrong with what was sent; read aloud first. */
  problem?: string | undefined;
  /** Something that went well. */
  done?: string | undefined;
  children: Child;
}

export const StaffPage = ({ frame, title, heading, staff, problem, done, children }: StaffPageProps) => {
  const { assets, name, texts } = frame;
  return (
    <html lang="nl">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {/* Who hears the page, hears at once that it did not work. */}
        <title>{problem ? `${texts.problem.heading}: ${title}` : title}</title>
        <meta name="robots" content="noindex, nofollow, noarchive" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" type="image/svg+xml" href={addressOf(assets, 'icon.svg')} />
        <link rel="stylesheet" href={addressOf(assets, 'staff.css')} />
      </head>
      <body>
        <a class="skip" href="#begin">
          {texts.frame.skip}
        </a>
        <header class="bar">
          <div class="bar-inner">
            <p class="name">
              <Mark />
              {name}
            </p>
            {staff ? <Navigation texts={texts.frame} staff={staff} /> : null}
          </div>
        </header>
        <main id="begin" class="reading" tabindex={-1}>
          <h1>{heading}</h1>
          {problem ? (
            <div class="problem" role="alert">
              {problem.split('\n').map((line) => (
                <p>{line}</p>
              ))}
            </div>
          ) : null}
          {done ? (
            <p class="done" role="status">
              {done}
            </p>
          ) : null}
          {children}
        </main>
      </body>
    </html>
  );
};

const Navigation = ({ texts, staff }: { texts: StaffTexts['frame']; staff: StaffMember }) => (
  <nav class="staff-nav" aria-label={texts.nav}>
    <a href="/staff">{texts.account}</a>
    {staff.roles.includes('admin') ? (
      <>
        <a href="/staff/members">{texts.members}</a>
        <a href="/staff/organisation">{texts.organisation}</a>
      </>
    ) : null}
    <form method="post" action="/staff/out">
      <button type="submit" class="quiet-button">
        {texts.out}
      </button>
    </form>
  </nav>
);

export interface FieldProps {
  label: string;
  name: string;
  type?: 'text' | 'email' | 'password' | 'number' | 'tel';
  value?: string | number;
  autocomplete?: string;
  inputmode?: 'numeric';
  optional?: boolean;
  readonly?: boolean;
  /** Below the field, and read with it. */
  hint?: string;
}

export const Field = ({
  label,
  name,
  type = 'text',
  value,
  autocomplete,
  inputmode,
  optional,
  readonly = false,
  hint,
}: FieldProps) => (
  <p class="form-field">
    <label for={`f-${name}`}>{label}</label>
    <input
      id={`f-${name}`}
      name={name}
      type={type}
      required={!optional}
      readonly={readonly}
      autocomplete={autocomplete ?? 'off'}
      autocapitalize="none"
      spellcheck={false}
      {...(value === undefined ? {} : { value: String(value) })}
      {...(inputmode ? { inputmode } : {})}
      {...(hint ? { 'aria-describedby': `h-${name}` } : {})}
    />
    {hint ? (
      <span id={`h-${name}`} class="hint">
        {hint}
      </span>
    ) : null}
  </p>
);

export interface ChoicesProps {
  legend: string;
  name: string;
  type: 'checkbox' | 'radio';
  options: readonly (readonly [value: string, label: string])[];
  chosen: readonly string[];
  /** Makes ids differ where the same choices stand on a page more than once. */
  of?: string;
}

export const Choices = ({ legend, name, type, options, chosen, of = '' }: ChoicesProps) => (
  <fieldset class="form-choices">
    <legend>{legend}</legend>
    {options.map(([value, label]) => (
      <label class="choice" for={`c-${name}-${value}${of}`}>
        <input
          id={`c-${name}-${value}${of}`}
          type={type}
          name={name}
          value={value}
          checked={chosen.includes(value)}
        />
        <span>{label}</span>
      </label>
    ))}
  </fieldset>
);

export const Button = ({ children }: { children: Child }) => (
  <button type="submit" class="send">
    {children}
  </button>
);
