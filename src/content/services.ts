/**
 * Services as texts may mention them and as the conversation shows them.
 */
import type { Service } from '../domain/service.ts';
import type { ServiceFacts } from './content.ts';

const shown = new Intl.DateTimeFormat('nl-NL', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** '1 september 2026' of YYYY-MM-DD. */
export const shownDate = (day: string): string => shown.format(new Date(`${day}T12:00:00Z`));

/** 'geldfit.nl' of an address: short enough to read aloud and to type over. */
export const shownAddress = (url: string): string =>
  url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');

export function serviceFacts(services: Iterable<Service>): Record<string, ServiceFacts> {
  const facts: Record<string, ServiceFacts> = {};
  for (const { id, slug, name, phone, url, hours, cost, checkedOn } of services) {
    facts[slug] = {
      id,
      name,
      ...(phone ? { phone } : {}),
      website: shownAddress(url),
      hours,
      cost,
      checked_on: shownDate(checkedOn),
    };
  }
  return facts;
}
