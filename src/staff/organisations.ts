/** Organisations that clients can ask for: added, changed, listed and stopped, each field checked in plain words. */
import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { WEEKDAYS } from '../domain/service.ts';
import { TOPICS } from '../domain/vocabulary.ts';
import type { World } from '../run/ports.ts';
import { organisation } from '../store/schema.ts';
import { first, type StaffDatabase, StaffError } from './database.ts';
import { record } from './log.ts';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

const opening = z.strictObject({
  days: z.array(z.enum(WEEKDAYS)).min(1),
  opens: z.string().regex(TIME).optional(),
  closes: z.string().regex(TIME).optional(),
});

const line = (from: number, to: number, what: string) =>
  z
    .string()
    .trim()
    .regex(/^[^\p{Cc}<>]*$/u, `${what}: gebruik alleen gewone letters en leestekens`)
    .min(from, `${what}: schrijf iets op`)
    .max(to, `${what}: schrijf hoogstens ${to} tekens`);

/** An organisation as it is written and shown. */
export const organisationSchema = z.strictObject({
  name: line(2, 80, 'Naam'),
  municipalities: z.array(z.string().regex(/^GM\d{4}$/, 'Gemeenten: schrijf codes zoals GM0363')).default([]),
  topics: z.array(z.enum(TOPICS, `Onderwerpen: kies uit ${TOPICS.join(', ')}`)).default([]),
  opening: z.array(opening).default([]),
  /** In how many working hours someone answers. */
  answer_hours: z.coerce
    .number('Antwoordtijd: schrijf een getal')
    .int('Antwoordtijd: schrijf een heel getal')
    .min(1, 'Antwoordtijd: schrijf minstens 1 uur')
    .max(80, 'Antwoordtijd: schrijf hoogstens 80 werkuren'),
  /** One plain sentence for clients. */
  about: line(10, 200, 'Uitleg voor inwoners'),
  phone: z
    .string()
    .trim()
    .regex(/^[\d +()-]{3,20}$/, 'Telefoon: schrijf een nummer zoals 010 123 45 67')
    .nullable()
    .default(null),
});
export type OrganisationData = z.output<typeof organisationSchema>;
export type Organisation = OrganisationData & { id: string; active: boolean };

/**
 * Opening hours as people write them: `ma-vr 09:00-17:00; za 10:00-12:00`. Dutch day names of two letters.
 * @throws {StaffError} that says what to write
 */
export function openingFrom(text: string): OrganisationData['opening'] {
  return text
    .split(/[;\n]/)
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
    .map((part) => {
      const found =
        /^(ma|di|wo|do|vr|za|zo)(?:\s*-\s*(ma|di|wo|do|vr|za|zo))?\s+(\d{1,2}[:.]\d{2})\s*-\s*(\d{1,2}[:.]\d{2})$/.exec(
          part,
        );
      const [, from = '', to = from, opens = '', closes = ''] = found ?? [];
      const hours = [opens, closes].map((time) => time.replace('.', ':').padStart(5, '0'));
      const start = DAYS.indexOf(from);
      const end = DAYS.indexOf(to);
      if (!found || end < start || !hours.every((time) => TIME.test(time)))
        throw new StaffError(
          `Openingstijden: '${part}' lukt niet. Schrijf bijvoorbeeld: ma-vr 09:00-17:00; za 10:00-12:00`,
        );
      const [first = '', last = ''] = hours;
      return { days: WEEKDAYS_IN_ORDER.slice(start, end + 1), opens: first, closes: last };
    });
}

const DAYS = ['ma', 'di', 'wo', 'do', 'vr', 'za', 'zo'];
const WEEKDAYS_IN_ORDER = [
  'MO',
  'TU',
  'WE',
  'TH',
  'FR',
  'SA',
  'SU',
] as const satisfies readonly (typeof WEEKDAYS)[number][];

/** The same hours as `openingFrom` reads them. */
export function openingText(lines: OrganisationData['opening']): string {
  return lines
    .map(({ days, opens, closes }) => {
      const places = days.map((day) => WEEKDAYS_IN_ORDER.indexOf(day)).sort((a, b) => a - b);
      return runs(places)
        .map(
          ([from, to]) =>
            `${DAYS[from]}${to > from ? `-${DAYS[to]}` : ''} ${opens ?? '00:00'}-${closes ?? '23:59'}`,
        )
        .join('; ');
    })
    .join('; ');
}

function runs(places: readonly number[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (const place of places) {
    const last = found.at(-1);
    if (last && place === last[1] + 1) last[1] = place;
    else found.push([place, place]);
  }
  return found;
}

/** @throws {StaffError} with a sentence for each field that is wrong */
function checked(data: unknown, knownMunicipalities?: ReadonlySet<string>): OrganisationData {
  const parsed = organisationSchema.safeParse(data);
  if (!parsed.success) throw new StaffError(parsed.error.issues.map(sentence).join('\n'));
  const unknown = parsed.data.municipalities.filter(
    (code) => knownMunicipalities && !knownMunicipalities.has(code),
  );
  if (unknown.length > 0)
    throw new StaffError(
      `Gemeenten: ${unknown.join(', ')} bestaat niet. De codes staan in data/municipalities.csv.`,
    );
  return parsed.data;
}

const FIELDS: Record<string, string> = {
  name: 'Naam',
  municipalities: 'Gemeenten',
  topics: 'Onderwerpen',
  opening: 'Openingstijden',
  answer_hours: 'Antwoordtijd',
  about: 'Uitleg voor inwoners',
  phone: 'Telefoon',
};

function sentence({ path, message }: z.core.$ZodIssue): string {
  const field = FIELDS[String(path[0])] ?? String(path[0]);
  return message.startsWith(field) ? `${message}.` : `${field}: dit is niet goed ingevuld.`;
}

export interface OrganisationDeps {
  db: StaffDatabase;
  world: World;
  /** CBS codes that exist; absent: any code of the right form. */
  municipalities?: ReadonlySet<string>;
}

/** Adds one, and gives its id. */
export async function addOrganisation(
  { db, world, municipalities }: OrganisationDeps,
  data: unknown,
  by: string,
): Promise<string> {
  const good = checked(data, municipalities);
  const same = await first(
    db.select({ id: organisation.id }).from(organisation).where(eq(organisation.name, good.name)),
  );
  if (same) throw new StaffError(`Naam: ${good.name} bestaat al, met nummer ${same.id}.`);
  const id = world.id();
  await db.insert(organisation).values({ id, ...stored(good), active: 1 });
  await record(db, world, { by, did: 'organisation_added', organisation: id });
  return id;
}

/** Changes the fields that are given; the others stay. */
export async function changeOrganisation(
  { db, world, municipalities }: OrganisationDeps,
  id: string,
  change: Partial<Record<keyof OrganisationData, unknown>>,
  by: string,
): Promise<void> {
  const { id: _, active, ...now } = await organisationById(db, id);
  if (!active) throw new StaffError(`${now.name} is gestopt. Voeg de organisatie opnieuw toe.`);
  const good = checked({ ...now, ...change }, municipalities);
  await db.update(organisation).set(stored(good)).where(eq(organisation.id, id));
  await record(db, world, { by, did: 'organisation_changed', organisation: id });
}

/** From now on nobody can ask for it, and nobody who works there gets in. What it still holds ends as it would. */
export async function stopOrganisation(
  { db, world }: OrganisationDeps,
  id: string,
  by: string,
): Promise<void> {
  await organisationById(db, id);
  await db.update(organisation).set({ active: 0 }).where(eq(organisation.id, id));
  await record(db, world, { by, did: 'organisation_stopped', organisation: id });
}

export async function organisations(db: StaffDatabase): Promise<Organisation[]> {
  return (await db.select().from(organisation).orderBy(asc(organisation.name))).map(read);
}

/** @throws {StaffError} when there is none */
export async function organisationById(db: StaffDatabase, id: string): Promise<Organisation> {
  const row = await first(db.select().from(organisation).where(eq(organisation.id, id)));
  if (!row)
    throw new StaffError(`Er is geen organisatie ${id}. \`npm run staff -- organisation list\` noemt ze.`);
  return read(row);
}

const stored = ({ municipalities, topics, opening, ...plain }: OrganisationData) => ({
  ...plain,
  municipalities: JSON.stringify(municipalities),
  topics: JSON.stringify(topics),
  opening: JSON.stringify(opening),
});

function read(row: typeof organisation.$inferSelect): Organisation {
  const { id, name, municipalities, topics, opening, answer_hours, about, phone, active } = row;
  return {
    id,
    name,
    municipalities: JSON.parse(municipalities),
    topics: JSON.parse(topics),
    opening: JSON.parse(opening),
    answer_hours,
    about,
    phone,
    active: Boolean(active),
  };
}
