/**
 * One local service as it comes in and goes out: the HSDS 3.0 `service` in full, as far as it is kept. Messages are
 * Dutch, for who keeps the list.
 */
import { z } from 'zod';
import { WEEKDAYS } from '../domain/service.ts';
import type { Municipalities } from './municipality.ts';
import { normalise } from './words.ts';

const id = z.uuid('is geen UUID; elke id heeft de vorm ac148810-d857-441c-9679-408f346de14b');
const text = z.string('hoort tekst te zijn').trim().max(5000, 'is te lang; hoogstens 5000 tekens');
const filled = text.min(1, 'is leeg; vul het in');
const url = z.url({
  protocol: /^https?$/,
  error: 'is geen webadres; schrijf het als https://www.voorbeeld.nl',
});
const email = z.email('is geen e-mailadres; schrijf het als naam@voorbeeld.nl');
const date = z.iso.date('is geen datum die bestaat; schrijf 2026-01-31');
const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d/, 'is geen tijd; schrijf 09:00')
  .transform((at) => at.slice(0, 5));
const byday = z
  .string()
  .refine(
    (days) => days.split(',').every((day) => (WEEKDAYS as readonly string[]).includes(day)),
    'zijn geen dagen; schrijf MO,TU,WE,TH,FR,SA,SU',
  );
const age = z
  .number('is geen getal; schrijf alleen cijfers')
  .min(0, 'is lager dan 0')
  .max(150, 'is hoger dan 150');

const term = z.object({
  id,
  code: text.optional(),
  name: filled,
  description: text.default(''),
  taxonomy: text.optional(),
});
const attribute = z.object({ id, value: text.optional(), taxonomy_term: term });

const location = z.object({
  id,
  location_type: z.enum(['physical', 'postal', 'virtual'], 'kies uit physical, postal, virtual'),
  url: url.optional(),
  name: text.optional(),
  alternate_name: text.optional(),
  description: text.optional(),
  transportation: text.optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  addresses: z
    .array(
      z.object({
        id,
        attention: text.optional(),
        address_1: filled,
        address_2: text.optional(),
        city: filled,
        region: text.optional(),
        state_province: text,
        postal_code: text,
        country: filled,
        address_type: z.enum(['physical', 'postal', 'virtual'], 'kies uit physical, postal, virtual'),
      }),
    )
    .default([]),
  accessibility: z
    .array(z.object({ id, description: text.optional(), details: text.optional(), url: url.optional() }))
    .default([]),
});

const area = z.object({
  id,
  name: text.optional(),
  description: text.optional(),
  /** After reading: a CBS code, or NL. */
  extent: text.optional(),
  extent_type: text.optional(),
});

const LISTS = [
  'phones',
  'schedules',
  'cost_options',
  'languages',
  'service_areas',
  'required_documents',
] as const;

const service = z
  .object({
    id,
    organization: z.object({
      id,
      name: filled,
      alternate_name: text.optional(),
      description: text.default(''),
      email: email.optional(),
      website: url.optional(),
    }),
    name: filled,
    alternate_name: text.optional(),
    description: text.optional(),
    url: url.optional(),
    email: email.optional(),
    status: z.enum(
      ['active', 'inactive', 'defunct', 'temporarily closed'],
      'kies uit active, inactive, defunct, temporarily closed',
    ),
    application_process: text.optional(),
    fees_description: text.optional(),
    wait_time: text.optional(),
    eligibility_description: text.optional(),
    minimum_age: age.optional(),
    maximum_age: age.optional(),
    assured_date: date.optional(),
    assurer_email: email.optional(),
    alert: text.optional(),
    last_modified: z.iso.datetime({ offset: true, error: 'is geen tijdstip' }).optional(),
    phones: z
      .array(
        z.object({
          id,
          number: z
            .string()
            .trim()
            .regex(/^\+?[0-9(][0-9 ()-]{1,18}[0-9]$/, 'is geen telefoonnummer; schrijf het als 020-1234567'),
          type: text.optional(),
          description: text.optional(),
        }),
      )
      .default([]),
    schedules: z
      .array(
        z.object({
          id,
          freq: text.optional(),
          byday: byday.optional(),
          opens_at: time.optional(),
          closes_at: time.optional(),
          valid_from: date.optional(),
          valid_to: date.optional(),
          description: text.optional(),
        }),
      )
      .default([]),
    cost_options: z
      .array(
        z.object({
          id,
          option: text.optional(),
          currency: text.optional(),
          amount: z.number('is geen bedrag').min(0, 'is minder dan 0').optional(),
          amount_description: text.optional(),
        }),
      )
      .default([]),
    languages: z
      .array(z.object({ id, name: text.optional(), code: text.optional(), note: text.optional() }))
      .default([]),
    service_areas: z.array(area).default([]),
    required_documents: z.array(z.object({ id, document: text.optional(), uri: url.optional() })).default([]),
    service_at_locations: z.array(z.object({ id, description: text.optional(), location })).default([]),
    attributes: z.array(attribute).default([]),
  })
  .refine((s) => (s.minimum_age ?? 0) <= (s.maximum_age ?? 150), {
    message: 'ligt boven de maximumleeftijd',
    path: ['minimum_age'],
  })
  .superRefine((s, context) => {
    for (const list of [...LISTS, 'service_at_locations', 'attributes'] as const) {
      const ids = s[list].map((part) => part.id);
      const again = ids.findIndex((one, i) => ids.indexOf(one) !== i);
      if (again !== -1)
        context.addIssue({
          code: 'custom',
          path: [list, again, 'id'],
          message: 'staat er twee keer; geef elk een eigen id',
        });
    }
  });

type Read = z.infer<typeof service>;
/** As it is kept: of each area it is certain which municipality it is. */
export type HsdsRecord = Omit<Read, 'service_areas'> & {
  service_areas: (Read['service_areas'][number] & { extent: string })[];
};

/** Something that is wrong: which field, and a Dutch sentence with what to do. */
export interface Problem {
  field: string;
  message: string;
}

/** The whole country, as an extent. */
export const COUNTRY = 'NL';

/** The CBS code or NL that a written area means; several municipalities can share a name, then none. */
export function extentOf(written: string, all: Municipalities): string | undefined {
  const short = written.trim();
  if (/^GM\d{4}$/i.test(short)) return all.byCode.has(short.toUpperCase()) ? short.toUpperCase() : undefined;
  const key = normalise(short).replaceAll(' ', '');
  if (['nl', 'nederland', 'landelijk', 'helenederland', 'heelnederland'].includes(key)) return COUNTRY;
  const codes = all.byName.get(key);
  return codes?.length === 1 ? codes[0] : undefined;
}

/** Others write null for what is absent. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNull(inner)]),
  );
}

/** Reads one HSDS service, or says all that is wrong with it. */
export function readRecord(value: unknown, all: Municipalities): HsdsRecord | Problem[] {
  const parsed = service.safeParse(withoutNull(value));
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => ({
      field: path.map(String).join('.') || 'service',
      message: /^(Invalid|Too|Expected|Unrecognized)/.test(message)
        ? 'ontbreekt of is niet van de goede soort'
        : message,
    }));
  const problems: Problem[] = [];
  const areas = parsed.data.service_areas.map((one, i) => {
    const extent = extentOf(one.extent ?? one.name ?? '', all) ?? extentOf(one.name ?? '', all);
    if (!extent)
      problems.push({
        field: `service_areas.${i}`,
        message: `'${one.name ?? one.extent ?? ''}' is geen gemeente die bestaat; schrijf in extent een code uit data/municipalities.csv, of NL`,
      });
    return { ...one, extent: extent ?? '' };
  });
  if (areas.length === 0)
    problems.push({ field: 'service_areas', message: 'ontbreekt; noem de gemeenten waarvoor dit is, of NL' });
  return problems.length > 0 ? problems : { ...parsed.data, service_areas: areas };
}
