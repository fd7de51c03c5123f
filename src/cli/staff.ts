/**
 * `npm run staff -- ...`: organisations and the people who work for them, on the database itself, while the server runs
 * or not. Makes the first admin; after that an admin does the rest at /staff.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadMunicipalities } from '../directory/load.ts';
import type { World } from '../run/ports.ts';
import { loadSettings, type Settings, SettingsError } from '../settings.ts';
import { type StaffDatabase, StaffError } from '../staff/database.ts';
import { LINK_DAYS } from '../staff/links.ts';
import { COMMAND } from '../staff/log.ts';
import { inviteMember, type Member, memberByEmail, members, relink, removeMember } from '../staff/members.ts';
import { openStaffDatabase } from '../staff/node_database.ts';
import {
  addOrganisation,
  changeOrganisation,
  type Organisation,
  openingFrom,
  openingText,
  organisations,
  stopOrganisation,
} from '../staff/organisations.ts';
import { ROLES } from '../staff/who.ts';
import { DATABASE_FILE } from '../store/connection.ts';
import { StoreError } from '../store/errors.ts';
import { checkSchema } from '../store/migrate.ts';
import { openSqliteRunner } from '../store/sqlite.ts';

const USAGE = `Gebruik:
  npm run staff -- organisation add --name NAAM --about ZIN --answer-hours 8 [--opening 'ma-vr 09:00-17:00']
                   [--municipalities GM0363,GM0599] [--topics money,housing] [--phone NUMMER]
  npm run staff -- organisation list
  npm run staff -- organisation change --organisation NAAM [--name ...] [--about ...] enzovoort
  npm run staff -- organisation stop --organisation NAAM
  npm run staff -- add --email ADRES --name NAAM --function FUNCTIE --organisation NAAM --role ${ROLES.join('|')}
                   [--role ...] [--login password|oidc]
  npm run staff -- list [--organisation NAAM]
  npm run staff -- link --email ADRES [--all]      (nieuw wachtwoord; met --all ook een nieuwe app met codes)
  npm run staff -- remove --email ADRES`;

const text = { type: 'string' } as const;
const OPTIONS = {
  name: text,
  about: text,
  'answer-hours': text,
  opening: text,
  municipalities: text,
  topics: text,
  phone: text,
  organisation: text,
  email: text,
  function: text,
  role: { type: 'string', multiple: true },
  login: text,
  all: { type: 'boolean' },
} as const;

class UsageError extends Error {}

interface Asked {
  values: ReturnType<typeof parse>['values'];
  settings: Settings;
  db: StaffDatabase;
  world: World;
}

function parse() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

const COMMANDS: Record<string, (asked: Asked) => Promise<readonly string[]>> = {
  'organisation add': async ({ values, db, world }) => {
    const id = await addOrganisation({ db, world, municipalities: known() }, given(values), COMMAND);
    return [`Toegevoegd: ${values.name} (${id}).`];
  },
  'organisation list': async ({ db }) => {
    const all = await organisations(db);
    return all.length > 0 ? all.flatMap(organisationLines) : ['Er zijn nog geen organisaties.'];
  },
  'organisation change': async ({ values, db, world }) => {
    const { id, name } = await theOrganisation(db, values.organisation);
    await changeOrganisation({ db, world, municipalities: known() }, id, given(values), COMMAND);
    return [`Veranderd: ${values.name ?? name}.`];
  },
  'organisation stop': async ({ values, db, world }) => {
    const { id, name } = await theOrganisation(db, values.organisation);
    await stopOrganisation({ db, world }, id, COMMAND);
    return [`Gestopt: ${name}. Niemand kan er nog om vragen, en niemand van daar kan nog inloggen.`];
  },
  add: async ({ values, settings, db, world }) => {
    const organisation = (await theOrganisation(db, values.organisation)).id;
    const { email = '', name = '', function: work = '', role = [], login } = values;
    if (login === 'oidc' && !settings.oidc)
      throw new StaffError('--login oidc kan pas als STUUR_OIDC_ISSUER is ingevuld. Zie README.md.');
    const data = { email, name, function: work, organisation, roles: role, ...(login ? { login } : {}) };
    const { token } = await inviteMember({ db, world }, data, COMMAND);
    if (token) return linkLines(settings, name, token);
    return [
      `${name} kan inloggen bij ${settings.oidc?.name ?? settings.oidc?.issuer}, op ${base(settings)}/staff.`,
    ];
  },
  list: async ({ values, db }) => {
    const all = await organisations(db);
    const only = values.organisation ? (await theOrganisation(db, values.organisation)).id : undefined;
    const people = await members(db, only);
    const nameOf = (id: string) => all.find((one) => one.id === id)?.name ?? id;
    return people.length > 0
      ? people.map((member) => memberLine(member, nameOf))
      : ['Er zijn nog geen medewerkers.'];
  },
  link: async ({ values, settings, db, world }) => {
    const member = await theMember(db, values.email);
    const token = await relink({ db, world }, member.id, values.all ? 'all' : 'password', COMMAND);
    return linkLines(settings, member.name, token);
  },
  remove: async ({ values, db, world }) => {
    const { id, name } = await theMember(db, values.email);
    await removeMember({ db, world }, id, COMMAND, { lastAdminToo: true });
    return [`Verwijderd: ${name}. Er gaat niets meer open; wat open stond, sluit binnen een paar seconden.`];
  },
};

const known = (): ReadonlySet<string> => new Set(loadMunicipalities().byCode.keys());
const list = (written: string): string[] => written.split(/[\s,;]+/).filter(Boolean);

/** Only what was written: the rest stays, or gets its default. */
function given(values: Asked['values']): Record<string, unknown> {
  const { name, about, opening, municipalities, topics, phone } = values;
  const fields = {
    name,
    about,
    answer_hours: values['answer-hours'],
    opening: opening === undefined ? undefined : openingFrom(opening),
    municipalities: municipalities === undefined ? undefined : list(municipalities.toUpperCase()),
    topics: topics === undefined ? undefined : list(topics),
    phone: phone === undefined ? undefined : phone.trim() || null,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

async function theOrganisation(db: StaffDatabase, written: string | undefined): Promise<Organisation> {
  const all = await organisations(db);
  const found = all.find(({ id, name }) => id === written || name.toLowerCase() === written?.toLowerCase());
  if (found) return found;
  const names = all.map(({ name }) => `'${name}'`).join(', ');
  throw new StaffError(
    all.length === 0
      ? 'Er is nog geen organisatie. Maak er eerst een met: npm run staff -- organisation add'
      : `--organisation ${written === undefined ? 'ontbreekt' : `'${written}' is er niet`}. Kies uit: ${names}.`,
  );
}

async function theMember(db: StaffDatabase, email: string | undefined): Promise<Member> {
  const found = email === undefined ? undefined : await memberByEmail(db, email);
  if (found) return found;
  throw new StaffError(
    `--email ${email === undefined ? 'ontbreekt' : `${email} heeft geen account`}. \`npm run staff -- list\` noemt ze.`,
  );
}

const base = ({ publicUrl, port }: Settings): string => publicUrl ?? `http://127.0.0.1:${port}`;

const linkLines = (settings: Settings, name: string, token: string): string[] => [
  `Link voor ${name}, 1 keer te gebruiken, ${LINK_DAYS} dagen geldig. Geef hem zelf, niet via een ander:`,
  `${base(settings)}/staff/invite/${token}`,
];

const organisationLines = (one: Organisation): string[] => [
  `${one.name}${one.active ? '' : ' (gestopt)'}  ${one.id}`,
  `  ${one.about}`,
  `  open: ${openingText(one.opening) || 'altijd'}; antwoord binnen ${one.answer_hours} werkuren`,
  `  gemeenten: ${one.municipalities.join(' ') || 'overal'}; onderwerpen: ${one.topics.join(' ') || 'alle'}`,
];

const memberLine = (member: Member, nameOf: (id: string) => string): string =>
  `${member.email}  ${member.name}, ${member.function}  ${nameOf(member.organisation)}  ${member.roles.join(' ')}` +
  `${member.login === 'oidc' ? '  (logt in bij de organisatie)' : ''}${member.joined ? '' : '  (nog niet binnen geweest)'}`;

async function run(): Promise<readonly string[]> {
  const { values, positionals } = parse();
  const work = COMMANDS[positionals.join(' ')];
  if (!work) throw new UsageError(USAGE);
  const settings = loadSettings(process.env);
  const database = join(resolve(settings.dataFolder), DATABASE_FILE);
  if (!existsSync(database)) {
    throw new StaffError(
      `Er is geen database ${database}. Start Stuur eerst een keer (npm start); STUUR_DATA zegt in welke map.`,
    );
  }
  const runner = openSqliteRunner(database);
  await checkSchema(runner).finally(() => runner.close());
  const { db, close } = openStaffDatabase(database);
  try {
    const world: World = { now: () => new Date(), id: () => crypto.randomUUID() };
    return await work({ values, settings, db, world });
  } finally {
    close();
  }
}

try {
  process.stdout.write((await run()).map((line) => `${line}\n`).join(''));
} catch (error) {
  const knownErrors = [SettingsError, StoreError, StaffError, UsageError];
  const isKnown = knownErrors.some((kind) => error instanceof kind);
  process.stderr.write(`${isKnown ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
