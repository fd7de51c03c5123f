/** From a record of the data to the `Service` that the conversation shows. */
import type { Opening, Service, ServicePhone, Weekday } from '../domain/service.ts';
import type { OrganizationRecord, ServiceRecord } from './schema.ts';

function openingOf(schedule: ServiceRecord['schedules'][number]): Opening[] {
  if (schedule.byday === undefined) return [];
  const days = schedule.byday.split(',') as Weekday[];
  const { opens_at, closes_at } = schedule;
  return opens_at && closes_at ? [{ days, opens: opens_at, closes: closes_at }] : [{ days }];
}

/** Leaves out what is absent, so that a field is either there with a value or not there. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

export function toService(record: ServiceRecord, organization: OrganizationRecord): Service {
  const { stuur } = record;
  const phones = record.phones.map(
    ({ number, type, description }): ServicePhone => ({ number, type, ...present({ description }) }),
  );
  return {
    id: record.id,
    slug: stuur.slug,
    organization: { id: organization.id, name: organization.name },
    name: record.name,
    description: record.description,
    topics: stuur.topics,
    alsoTopics: stuur.also,
    kinds: stuur.kinds,
    role: stuur.role,
    by: stuur.by,
    formats: stuur.formats,
    group: stuur.formats.includes('group'),
    crisis: stuur.crisis,
    danger: stuur.danger,
    phones,
    url: record.url,
    hours: record.schedules[0]?.description ?? '',
    opening: record.schedules.flatMap(openingOf),
    cost: record.fees_description,
    free: record.cost_options.every((option) => option.amount === 0),
    audience: record.eligibility_description,
    older: stuur.older,
    perspectives: stuur.perspectives,
    everywhere: stuur.everywhere,
    specific: stuur.specific,
    narrow: stuur.narrow,
    onRequest: stuur.on_request,
    words: stuur.words,
    checkedOn: record.assured_date,
    sources: stuur.sources,
    ...present({
      phone: phones.find((phone) => phone.type === 'voice')?.number,
      chatUrl: stuur.chat_url,
      email: record.email,
      minAge: record.minimum_age,
      maxAge: record.maximum_age,
      note: record.alert,
      apply: record.application_process,
      wait: record.wait_time,
    }),
  };
}
