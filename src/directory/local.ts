/** From a record of the local directory to the `Service` that the conversation shows. */
import {
  FORMATS,
  KINDS,
  type Opening,
  PROVIDERS,
  ROLES,
  type Service,
  type Weekday,
} from '../domain/service.ts';
import { TOPICS } from '../domain/vocabulary.ts';
import type { HsdsRecord } from './record.ts';

/** Nobody said when it was checked: as stale as can be. */
const NEVER_CHECKED = '1970-01-01';

function codes<T extends string>(record: HsdsRecord, taxonomy: string, known: readonly T[]): T[] {
  return record.attributes
    .filter(({ taxonomy_term: term }) => term.taxonomy === `stuur-${taxonomy}`)
    .map(({ taxonomy_term: term }) => term.code as T)
    .filter((code) => known.includes(code));
}

function openingOf({ byday, opens_at, closes_at }: HsdsRecord['schedules'][number]): Opening[] {
  if (byday === undefined) return [];
  const days = byday.split(',') as Weekday[];
  return opens_at && closes_at ? [{ days, opens: opens_at, closes: closes_at }] : [{ days }];
}

export function localService(record: HsdsRecord): Service {
  const { organization, phones } = record;
  const formats = codes(record, 'format', FORMATS);
  const voice = phones.find(({ type }) => type === undefined || type === 'voice')?.number;
  const costs = record.cost_options;
  const values = (taxonomy: string) =>
    record.attributes
      .filter(({ taxonomy_term: term }) => term.taxonomy === `stuur-${taxonomy}`)
      .flatMap(({ value }) => (value ? [value] : []));
  return {
    id: record.id,
    slug: `local-${record.id}`,
    organization: { id: organization.id, name: organization.name },
    name: record.name,
    description: record.description ?? '',
    topics: codes(record, 'topic', TOPICS),
    alsoTopics: codes(record, 'also-topic', TOPICS),
    kinds: codes(record, 'kind', KINDS),
    role: codes(record, 'role', ROLES)[0] ?? 'practical',
    by: codes(record, 'provider', PROVIDERS)[0] ?? 'mixed',
    formats,
    group: formats.includes('group'),
    // Danger is answered from the national directory only.
    crisis: false,
    danger: [],
    phones: phones.map(({ number, type, description }) => ({
      number,
      type: type === 'text' ? 'text' : 'voice',
      ...(description ? { description } : {}),
    })),
    url: record.url ?? organization.website ?? '',
    hours: record.schedules.find(({ description }) => description)?.description ?? '',
    opening: record.schedules.flatMap(openingOf),
    cost: record.fees_description ?? '',
    free: costs.length > 0 && costs.every(({ amount }) => amount === 0),
    audience: record.eligibility_description ?? '',
    older: false,
    perspectives: ['self', 'other'],
    everywhere: true,
    specific: false,
    narrow: false,
    onRequest: false,
    words: values('word'),
    checkedOn: record.assured_date ?? NEVER_CHECKED,
    sources: values('source'),
    ...(voice === undefined ? {} : { phone: voice }),
    ...(record.email === undefined ? {} : { email: record.email }),
    ...(record.minimum_age === undefined ? {} : { minAge: record.minimum_age }),
    ...(record.maximum_age === undefined ? {} : { maxAge: record.maximum_age }),
    ...(record.alert === undefined ? {} : { note: record.alert }),
    ...(record.application_process === undefined ? {} : { apply: record.application_process }),
    ...(record.wait_time === undefined ? {} : { wait: record.wait_time }),
  };
}
