/**
 * The shape of `data/national/*.yaml`: Open Referral HSDS 3.0 names, and one block `stuur` with what HSDS has no
 * field for. Strict, so that a mistyped field name is an error and not a silent loss.
 */
import { z } from 'zod';
import { FORMATS, KINDS, PROVIDERS, ROLES, WEEKDAYS } from '../domain/service.ts';
import { PERSPECTIVES, RISK_KINDS, TOPICS } from '../domain/vocabulary.ts';

const id = z.uuid();
const text = z.string().trim().min(1);
const url = z.url({ protocol: /^https?$/ });
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time as 09:00');
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'write it in small letters, digits and hyphens');
const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'write a date as 2026-01-31')
  .refine(
    (day) => new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true,
    'this day does not exist',
  );
const byday = z
  .string()
  .refine(
    (days) => days.split(',').every((day) => (WEEKDAYS as readonly string[]).includes(day)),
    'write days as MO,TU,WE,TH,FR,SA,SU',
  );

const phone = z.strictObject({
  id,
  number: z
    .string()
    .regex(/^[0-9][0-9 -]{1,14}[0-9]$/, 'write the number as people dial it, such as 0800-2000'),
  type: z.enum(['voice', 'text']),
  description: text.optional(),
});

const schedule = z
  .strictObject({
    id,
    freq: z.literal('WEEKLY').optional(),
    byday: byday.optional(),
    opens_at: time.optional(),
    closes_at: time.optional(),
    description: text.optional(),
  })
  .refine(
    (s) => (s.opens_at === undefined) === (s.closes_at === undefined),
    'give both opens_at and closes_at',
  )
  .refine((s) => s.opens_at === undefined || s.byday !== undefined, 'times need byday beside them');

const costOption = z.strictObject({
  id,
  option: text,
  currency: z.literal('EUR').optional(),
  amount: z.number().nonnegative().optional(),
  amount_description: text.optional(),
});

const stuur = z
  .strictObject({
    slug,
    topics: z.array(z.enum(TOPICS)).min(1),
    also: z.array(z.enum(TOPICS)).default([]),
    kinds: z.array(z.enum(KINDS)).min(1),
    role: z.enum(ROLES),
    by: z.enum(PROVIDERS),
    formats: z.array(z.enum(FORMATS)).min(1),
    perspectives: z.array(z.enum(PERSPECTIVES)).min(1).default(['self', 'other']),
    older: z.boolean().default(false),
    crisis: z.boolean().default(false),
    danger: z.array(z.enum(RISK_KINDS)).default([]),
    specific: z.boolean().default(false),
    narrow: z.boolean().default(false),
    on_request: z.boolean().default(false),
    everywhere: z.boolean().default(true),
    chat_url: url.optional(),
    words: z.array(text).default([]),
    sources: z.array(text).min(1, 'name at least one source'),
  })
  .refine((s) => s.crisis === s.danger.length > 0, 'crisis: true and a list danger go together')
  .refine(
    (s) => !s.topics.some((topic) => s.also.includes(topic)),
    'a topic is in topics or in also, not in both',
  );

const service = z
  .strictObject({
    id,
    name: text,
    alternate_name: text.optional(),
    description: text,
    url,
    email: z.email().optional(),
    status: z.enum(['active', 'inactive', 'defunct', 'temporarily closed']),
    application_process: text.optional(),
    fees_description: text,
    wait_time: text.optional(),
    eligibility_description: text,
    minimum_age: z.number().int().nonnegative().optional(),
    maximum_age: z.number().int().nonnegative().optional(),
    assured_date: date,
    assurer_email: z.email().optional(),
    alert: text.optional(),
    phones: z.array(phone).default([]),
    schedules: z.array(schedule).min(1),
    cost_options: z.array(costOption).min(1),
    languages: z.array(z.strictObject({ id, name: text, code: text, note: text.optional() })).min(1),
    service_areas: z.array(z.strictObject({ id, name: text, description: text.optional() })).min(1),
    service_at_locations: z.array(z.strictObject({ id, location_id: id })).min(1),
    stuur,
  })
  .refine((s) => s.schedules[0]?.description !== undefined, {
    message: 'say the hours in words: the first schedule needs a description',
    path: ['schedules', 0],
  })
  .refine((s) => (s.minimum_age ?? 0) <= (s.maximum_age ?? 150), {
    message: 'it lies above maximum_age',
    path: ['minimum_age'],
  })
  .refine((s) => !s.stuur.crisis || s.phones.length > 0, {
    message: 'a crisis service needs a number to call',
    path: ['phones'],
  });

const organization = z.strictObject({
  id,
  name: text,
  alternate_name: text.optional(),
  description: text,
  website: url.optional(),
  locations: z
    .array(z.strictObject({ id, location_type: z.literal('virtual'), name: text, url: url.optional() }))
    .min(1),
  services: z.array(service).min(1),
});

/** One file of `data/national`. */
export const nationalFile = z.strictObject({ organizations: z.array(organization).min(1) });

export type OrganizationRecord = z.infer<typeof organization>;
export type ServiceRecord = z.infer<typeof service>;
