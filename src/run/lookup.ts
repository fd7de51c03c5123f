/**
 * Answers a turn's question to the directory of services.
 */
import { shownAddress, shownDate } from '../content/services.ts';
import { findMunicipality, type Municipalities } from '../directory/municipality.ts';
import type { Directory } from '../directory/national.ts';
import { findServices } from '../directory/search.ts';
import type { FoundService } from '../engine/input.ts';
import type { ServiceLookup } from '../engine/result.ts';

export const lookupIn =
  (directory: Directory) =>
  (query: ServiceLookup, now: string): Promise<FoundService[]> => {
    const { topics, words, talk, peers, exclude, perspective } = query;
    const found = findServices(directory, {
      topics,
      words,
      talk,
      peers,
      exclude,
      situation: { perspective },
      now,
    });
    return Promise.resolve(
      found.map(({ service }) => ({
        id: service.id,
        slug: service.slug,
        name: service.name,
        // A note is something to know before one calls, such as a number that stays in the call list.
        description: [service.description, service.note].filter(Boolean).join(' '),
        hours: service.hours,
        cost: service.cost,
        checkedOn: shownDate(service.checkedOn),
        website: shownAddress(service.url),
        ...(service.phone ? { phone: service.phone } : {}),
      })),
    );
  };

/** The one municipality that a text means; none when there are several it could be. */
export const municipalityIn =
  (municipalities: Municipalities, now: () => Date = () => new Date()) =>
  (text: string): string | undefined => {
    const found = findMunicipality(municipalities, text, { now: now(), limit: 2 });
    return found.length === 1 ? found[0]?.code : undefined;
  };
