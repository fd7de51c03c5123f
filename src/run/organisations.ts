/** Answers a turn's question who can be asked for a person, here and about this. */

import { isOpen } from '../domain/opening.ts';
import { answerBy, type Organisation, serves } from '../domain/organisation.ts';
import type { FoundOrganisation, LookupAnswer } from '../engine/input.ts';
import type { OrganisationLookup } from '../engine/result.ts';

export type FoundOrganisations = Omit<Extract<LookupAnswer, { of: 'organisations' }>, 'of'>;

export interface OrganisationDeps {
  organisations(): Promise<Organisation[]>;
  /** The code of the municipality that a text means; undefined when it is none, or more than one. */
  municipality(text: string): string | undefined;
}

/** One more than is shown, so that it is known whether there are others. */
const MOST = 4;

export const organisationsIn =
  ({ organisations, municipality }: OrganisationDeps) =>
  async ({ topics, place, exclude }: OrganisationLookup, now: string): Promise<FoundOrganisations> => {
    const code = place === undefined ? undefined : municipality(place);
    const all = await organisations();
    const found = all
      .filter((each) => !exclude.includes(each.id) && serves(each, code, topics))
      .map((each) => shownOrganisation(each, now))
      // Who answers first, first.
      .sort((a, b) => a.answerBy.localeCompare(b.answerBy));
    return {
      found: found.slice(0, MOST),
      place: code !== undefined,
      local: all.some(({ municipalities }) => municipalities.length > 0),
    };
  };

export const shownOrganisation = (organisation: Organisation, now: string): FoundOrganisation => {
  const { id, name, about, opening, phone } = organisation;
  return {
    id,
    name,
    about,
    open: opening.length === 0 ? 'open' : isOpen({ opening }, now),
    answerBy: answerBy(organisation, now),
    ...(phone === undefined ? {} : { phone }),
  };
};
