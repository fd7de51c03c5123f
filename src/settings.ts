/**
 * All settings, read from the environment once, at the start. A wrong one stops the start with a sentence
 * that says what to write. README.md lists the same names; a test compares them.
 */
import { z } from 'zod';
import { closest } from './domain/distance.ts';

/** What the rest of the program sees. Folders and keys only: nothing here opens or makes anything. */
export interface Settings {
  /** 0: any free port. */
  port: number;
  host: string;
  production: boolean;
  /** As written; relative to the folder the program was started in. */
  dataFolder: string;
  /** Where backups are, as written. Absent: the server does nothing about backups. */
  backupFolder?: string;
  /** 32 bytes that wrap each client's own key. Absent: make one in the data folder (never in production). */
  key?: Uint8Array;
  /** Former keys, which can still open what was not put under `key` yet. */
  previousKeys?: Uint8Array[];
  /** Absent: `/api/messages` answers local callers only, and not at all in production. */
  bot?: BotSettings;
  /** Without a slash at the end. Absent: taken from where the server listens. */
  publicUrl?: string;
  /** Where the button that leaves the page goes to. */
  exitUrl: string;
  /** After how many minutes without a sign of life a page of the client covers itself. */
  coverMinutes: number;
  /** How long chat text is kept; 0: not at all. */
  chatHours: number;
  /** How long a plan is kept after its last use. */
  planDays: number;
  /** How long a web conversation without a return code is kept after its last use. */
  sessionHours: number;
  /** How long an organisation's copy of a handoff is kept. */
  handoffDays: number;
  /** The organisation that runs this copy, as clients read it. */
  organisation?: string;
  /** The organisation whose handoffs a contact centre takes on Bot Framework channels. */
  hub?: string;
  /** `mailto:` or `https:` where clients reach that organisation about this site. */
  contact?: string;
  /** `mailto:` or `https:` for who found a weakness. Absent: there is no `/.well-known/security.txt`. */
  securityContact?: string;
  /** The provider at which staff log in. Absent: with a password and a code only. */
  oidc?: { issuer: string; clientId: string; clientSecret: string; name?: string };
  /** Own proxies in front of this server, whose `X-Forwarded-For` is believed. */
  proxies: number;
  /** Takes any number of messages from one sender: for benchmarks. */
  unlimited: boolean;
  /** Sentences to show at the start; none of them stops it. */
  warnings: string[];
}

export interface BotSettings {
  appId: string;
  type: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI';
  password?: string;
  tenant?: string;
}

/** Every variable that is read, with its default ('' when it has none) and its meaning. Source of README's table. */
export const SETTINGS = {
  PORT: ['3978', 'port to listen on; 0 takes any free one'],
  HOST: ['127.0.0.1', 'address to listen on; 0.0.0.0 opens it to other machines'],
  NODE_ENV: ['development', '`production` refuses what is only safe on your own machine'],
  STUUR_DATA: ['./.stuur', 'folder for the database and, outside production, the key'],
  STUUR_KEY: ['', 'base64 of 32 random bytes that protect all stored conversations; required in production'],
  STUUR_KEY_PREVIOUS: ['', 'former keys, separated by commas, until `npm run rotate-key` is done'],
  STUUR_BACKUPS: ['', 'folder for backups; the server takes the keys of wiped clients out of it each minute'],
  STUUR_PUBLIC_URL: ['', 'address at which people reach this server, such as https://stuur.example.nl'],
  STUUR_EXIT_URL: ['https://www.knmi.nl/', 'neutral site that the button to leave goes to'],
  STUUR_COVER_MINUTES: ['5', 'minutes without a sign of life after which a page covers itself; 1 to 60'],
  STUUR_CHAT_HOURS: ['24', 'hours that chat text is kept; 0 keeps none'],
  STUUR_PLAN_DAYS: ['90', 'days that a plan is kept after its last use'],
  STUUR_SESSION_HOURS: [
    '24',
    'hours that a web conversation without a return code is kept after its last use',
  ],
  STUUR_HANDOFF_DAYS: ['30', 'days that the copy sent to an organisation is kept'],
  STUUR_ORGANISATION: ['', 'name of the organisation that runs this copy, as clients read it'],
  STUUR_CONTACT: [
    '',
    'where clients ask that organisation about privacy and accessibility: mailto:privacy@example.nl or an https: address',
  ],
  STUUR_SECURITY_CONTACT: [
    '',
    'where a weakness can be reported: mailto:security@example.nl or an https: address; makes `/.well-known/security.txt`',
  ],
  STUUR_HUB: [
    '',
    'id of the organisation whose requests a contact centre takes over on Bot Framework channels (docs/handoff.md)',
  ],
  STUUR_OIDC_ISSUER: [
    '',
    'OpenID provider at which staff log in, such as https://login.example.nl; without it they have a password and a code',
  ],
  STUUR_OIDC_CLIENT_ID: ['', 'the name by which that provider knows Stuur'],
  STUUR_OIDC_CLIENT_SECRET: ['', 'the secret that belongs to it'],
  STUUR_OIDC_NAME: ['', 'what the button to that provider says, such as Gemeente Voorbeeld'],
  STUUR_PROXIES: ['0', 'how many of your own proxies stand in front; their `X-Forwarded-For` is believed'],
  STUUR_LIMITS: [
    'on',
    '`off` takes any number of messages from one sender; for benchmarks, not in production',
  ],
  MICROSOFT_APP_ID: ['', 'app id for Azure Bot Service channels'],
  MICROSOFT_APP_PASSWORD: ['', 'its secret'],
  MICROSOFT_APP_TENANT: ['', 'its tenant, when the type is SingleTenant or UserAssignedMSI'],
  MICROSOFT_APP_TYPE: ['MultiTenant', '`MultiTenant`, `SingleTenant` or `UserAssignedMSI`'],
} as const satisfies Record<string, readonly [byDefault: string, meaning: string]>;

type Name = keyof typeof SETTINGS;

/** Thrown by `loadSettings`; the message holds one sentence per wrong setting. */
export class SettingsError extends Error {
  override name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Stuur cannot start with these settings:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const whole = (from: number, to: number, example: number) => {
  const remedy = `write a whole number from ${from} to ${to}, such as ${example}`;
  return z
    .string()
    .regex(/^\d{1,6}$/, remedy)
    .transform(Number)
    .pipe(z.number().min(from, remedy).max(to, remedy));
};

const webAddress = (example: string) => {
  const remedy = `write a full web address, such as ${example}`;
  return z.string().refine((text) => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    return ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
  }, remedy);
};

/** For links and for security.txt, where a line break would begin another field. */
const contact = (mailto: string) => {
  const remedy = `write ${mailto} or a full https:// address`;
  return z.string().refine((text) => {
    if (!URL.canParse(text) || /[\s<>"\p{Cc}]/u.test(text)) return false;
    const { protocol, pathname, username, password } = new URL(text);
    if (protocol === 'mailto:') return /^[^@]+@[^@]+\.[^@.]+$/.test(pathname);
    return protocol === 'https:' && username === '' && password === '';
  }, remedy);
};

const KEY_REMEDY =
  'write 32 random bytes in base64; make them once with `openssl rand -base64 32` and keep them safe, ' +
  'because without them no stored plan can be read';

const readKey = (text: string, context: z.RefinementCtx): Uint8Array => {
  // Also accepts the URL-safe alphabet: secret stores often write that one.
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  if (/^[A-Za-z0-9+/]{43}=?$/.test(plain)) {
    const bytes = Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
    if (new Set(bytes).size > 8) return bytes;
    context.addIssue(`these bytes are not random; ${KEY_REMEDY}`);
    return z.NEVER;
  }
  context.addIssue(KEY_REMEDY);
  return z.NEVER;
};
const key = z.string().transform(readKey);
const keys = z.string().transform((text, context) =>
  text
    .split(',')
    .filter((each) => each.trim() !== '')
    .map((each) => readKey(each.trim(), context)),
);

const folder = z.string().refine((text) => !text.includes('\0'), 'write a folder, such as ./.stuur');
const oneOf = <const T extends readonly [string, ...string[]]>(choices: T) =>
  z.enum(choices, `write ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`);
const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'write the id as 8-4-4-4-12 digits and letters a-f');

const schema = z.object({
  PORT: whole(0, 65_535, 3978),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'write an address without http:// or a port, such as 127.0.0.1'),
  NODE_ENV: oneOf(['development', 'production', 'test']),
  STUUR_DATA: folder,
  STUUR_KEY: key.optional(),
  STUUR_KEY_PREVIOUS: keys.optional(),
  STUUR_BACKUPS: folder.optional(),
  STUUR_PUBLIC_URL: webAddress('https://stuur.example.nl').optional(),
  STUUR_EXIT_URL: webAddress('https://www.knmi.nl/'),
  STUUR_COVER_MINUTES: whole(1, 60, 5),
  STUUR_CHAT_HOURS: whole(0, 8760, 24),
  STUUR_PLAN_DAYS: whole(1, 3650, 90),
  STUUR_SESSION_HOURS: whole(1, 8760, 24),
  STUUR_HANDOFF_DAYS: whole(1, 365, 30),
  STUUR_HUB: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]{0,62}$/,
      'write the id of an organisation, as `npm run staff -- organisation list` shows it',
    )
    .optional(),
  STUUR_ORGANISATION: z.string().max(100, 'write a name of at most 100 letters').optional(),
  STUUR_CONTACT: contact('mailto:privacy@example.nl').optional(),
  STUUR_SECURITY_CONTACT: contact('mailto:security@example.nl').optional(),
  STUUR_OIDC_ISSUER: webAddress('https://login.example.nl').optional(),
  STUUR_OIDC_CLIENT_ID: z.string().max(500, 'write the name of at most 500 letters').optional(),
  STUUR_OIDC_CLIENT_SECRET: z.string().max(500, 'write the secret of at most 500 letters').optional(),
  STUUR_OIDC_NAME: z.string().max(60, 'write a name of at most 60 letters').optional(),
  STUUR_PROXIES: whole(0, 9, 1),
  STUUR_LIMITS: oneOf(['on', 'off']),
  MICROSOFT_APP_ID: uuid.optional(),
  MICROSOFT_APP_PASSWORD: z.string().optional(),
  MICROSOFT_APP_TENANT: uuid.optional(),
  MICROSOFT_APP_TYPE: oneOf(['MultiTenant', 'SingleTenant', 'UserAssignedMSI']),
} satisfies Record<Name, z.ZodType>);

type Parsed = z.output<typeof schema>;

/** These hold secrets: what was written is never repeated in a message. */
const SECRET: readonly Name[] = [
  'STUUR_KEY',
  'STUUR_KEY_PREVIOUS',
  'STUUR_OIDC_CLIENT_SECRET',
  'MICROSOFT_APP_PASSWORD',
];

/** What only goes wrong in combination. */
function problemsTogether(parsed: Parsed): string[] {
  const problems: string[] = [];
  const production = parsed.NODE_ENV === 'production';
  if (production && !parsed.STUUR_KEY) problems.push(`STUUR_KEY is missing in production: ${KEY_REMEDY}.`);
  if (parsed.STUUR_KEY_PREVIOUS && !parsed.STUUR_KEY)
    problems.push('STUUR_KEY_PREVIOUS is set without STUUR_KEY: write the new key as STUUR_KEY.');
  if (production && parsed.STUUR_PUBLIC_URL?.startsWith('http:'))
    problems.push('STUUR_PUBLIC_URL begins with http:// in production: write the https:// address.');
  if (production && parsed.STUUR_LIMITS === 'off')
    problems.push('STUUR_LIMITS is off in production: leave it out, or write on.');
  if (parsed.STUUR_OIDC_ISSUER && !(parsed.STUUR_OIDC_CLIENT_ID && parsed.STUUR_OIDC_CLIENT_SECRET))
    problems.push(
      'STUUR_OIDC_ISSUER is set without STUUR_OIDC_CLIENT_ID and STUUR_OIDC_CLIENT_SECRET: write all three, or none.',
    );
  if (!parsed.STUUR_OIDC_ISSUER && (parsed.STUUR_OIDC_CLIENT_ID || parsed.STUUR_OIDC_CLIENT_SECRET))
    problems.push(
      'STUUR_OIDC_ISSUER is missing beside STUUR_OIDC_CLIENT_ID: write the provider’s https:// address.',
    );
  if (production && parsed.STUUR_OIDC_ISSUER?.startsWith('http:'))
    problems.push('STUUR_OIDC_ISSUER begins with http:// in production: write the https:// address.');
  const type = parsed.MICROSOFT_APP_TYPE;
  if (parsed.MICROSOFT_APP_ID) {
    if (!parsed.MICROSOFT_APP_PASSWORD && type !== 'UserAssignedMSI')
      problems.push('MICROSOFT_APP_PASSWORD is missing beside MICROSOFT_APP_ID: write the app’s secret.');
    if (!parsed.MICROSOFT_APP_TENANT && type !== 'MultiTenant')
      problems.push(`MICROSOFT_APP_TENANT is missing for type ${type}: write the tenant’s id.`);
  } else if (parsed.MICROSOFT_APP_PASSWORD) {
    problems.push('MICROSOFT_APP_PASSWORD is set without MICROSOFT_APP_ID: write both, or neither.');
  }
  return problems;
}

/** One sentence for each `STUUR_` or `MICROSOFT_APP_` name that nothing reads: most likely a typing error. */
function unknownNames(environment: Readonly<Record<string, string | undefined>>): string[] {
  const names = Object.keys(SETTINGS);
  return Object.keys(environment)
    .filter((name) => /^(STUUR_|MICROSOFT_APP_|MICROSOFTAPP)/i.test(name) && !names.includes(name))
    .sort()
    .map((name) => {
      const near = closest(name.toUpperCase(), names);
      const hint = near ? ` Did you mean ${near}?` : '';
      return `${name} is not a setting, so it does nothing.${hint}`;
    });
}

/**
 * Reads the settings. An empty variable counts as absent.
 * @throws {SettingsError} with one sentence for each thing that is wrong
 */
export function loadSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const written: Partial<Record<Name, string>> = {};
  for (const [name, [byDefault]] of Object.entries(SETTINGS)) {
    const value = environment[name]?.trim() || byDefault;
    if (value !== '') written[name as Name] = value;
  }
  const result = schema.safeParse(written);
  if (!result.success) {
    throw new SettingsError(
      result.error.issues.map((issue) => {
        const name = issue.path[0] as Name;
        const shown = SECRET.includes(name) ? 'is not right' : `is '${written[name]}'`;
        return `${name} ${shown}: ${issue.message}.`;
      }),
    );
  }
  const parsed = result.data;
  const problems = problemsTogether(parsed);
  if (problems.length > 0) throw new SettingsError(problems);
  return {
    port: parsed.PORT,
    host: parsed.HOST,
    production: parsed.NODE_ENV === 'production',
    dataFolder: parsed.STUUR_DATA,
    ...(parsed.STUUR_KEY && { key: parsed.STUUR_KEY }),
    ...(parsed.STUUR_KEY_PREVIOUS && { previousKeys: parsed.STUUR_KEY_PREVIOUS }),
    ...(parsed.STUUR_BACKUPS && { backupFolder: parsed.STUUR_BACKUPS }),
    ...(parsed.MICROSOFT_APP_ID && {
      bot: {
        appId: parsed.MICROSOFT_APP_ID,
        type: parsed.MICROSOFT_APP_TYPE,
        ...(parsed.MICROSOFT_APP_PASSWORD && { password: parsed.MICROSOFT_APP_PASSWORD }),
        ...(parsed.MICROSOFT_APP_TENANT && { tenant: parsed.MICROSOFT_APP_TENANT }),
      },
    }),
    ...(parsed.STUUR_PUBLIC_URL && { publicUrl: parsed.STUUR_PUBLIC_URL.replace(/\/+$/, '') }),
    exitUrl: parsed.STUUR_EXIT_URL,
    coverMinutes: parsed.STUUR_COVER_MINUTES,
    chatHours: parsed.STUUR_CHAT_HOURS,
    planDays: parsed.STUUR_PLAN_DAYS,
    sessionHours: parsed.STUUR_SESSION_HOURS,
    handoffDays: parsed.STUUR_HANDOFF_DAYS,
    ...(parsed.STUUR_ORGANISATION && { organisation: parsed.STUUR_ORGANISATION }),
    ...(parsed.STUUR_HUB && { hub: parsed.STUUR_HUB }),
    ...(parsed.STUUR_CONTACT && { contact: parsed.STUUR_CONTACT }),
    ...(parsed.STUUR_SECURITY_CONTACT && { securityContact: parsed.STUUR_SECURITY_CONTACT }),
    ...(parsed.STUUR_OIDC_ISSUER &&
      parsed.STUUR_OIDC_CLIENT_ID &&
      parsed.STUUR_OIDC_CLIENT_SECRET && {
        oidc: {
          issuer: parsed.STUUR_OIDC_ISSUER.replace(/\/+$/, ''),
          clientId: parsed.STUUR_OIDC_CLIENT_ID,
          clientSecret: parsed.STUUR_OIDC_CLIENT_SECRET,
          ...(parsed.STUUR_OIDC_NAME && { name: parsed.STUUR_OIDC_NAME }),
        },
      }),
    proxies: parsed.STUUR_PROXIES,
    unlimited: parsed.STUUR_LIMITS === 'off',
    warnings: unknownNames(environment),
  };
}
