/** What is asked of an organisation's data, in the words in which it is refused. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastEntries } from '../../src/staff/log.ts';
import {
  addOrganisation,
  changeOrganisation,
  openingFrom,
  openingText,
  organisations,
  stopOrganisation,
} from '../../src/staff/organisations.ts';
import { type Office, openOffice, organisationData } from './office.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

describe('opening hours', () => {
  it.each([
    ['ma-vr 09:00-17:00; za 10:00-12:00', 'ma-vr 09:00-17:00; za 10:00-12:00'],
    ['MA 9.00 - 12.30', 'ma 09:00-12:30'],
    ['ma-wo 09:00-12:00\nvr 13:00-17:00', 'ma-wo 09:00-12:00; vr 13:00-17:00'],
    ['', ''],
  ])('%j is read, and written as %j', (written, shown) => {
    expect(openingText(openingFrom(written))).toBe(shown);
    expect(openingFrom(shown)).toEqual(openingFrom(written));
  });

  it.each(['elke dag', 'vr-ma 09:00-17:00', 'ma 25:00-26:00', 'ma 09:00', 'ma-vr'])(
    '%j is refused with an example',
    (written) => expect(() => openingFrom(written)).toThrow(/Schrijf bijvoorbeeld: ma-vr 09:00-17:00/),
  );
});

describe('an organisation', () => {
  it('is added, changed field by field, and stopped', async () => {
    const { db, world } = office;
    const id = await addOrganisation({ db, world }, organisationData('Welzijn Nieuw'), 'command');
    await changeOrganisation({ db, world }, id, { topics: ['money'], answer_hours: '16' }, 'command');
    expect((await organisations(db)).find((one) => one.id === id)).toEqual({
      id,
      ...organisationData('Welzijn Nieuw'),
      municipalities: [],
      topics: ['money'],
      opening: [],
      answer_hours: 16,
      phone: null,
      active: true,
    });
    await stopOrganisation({ db, world }, id, 'command');
    await expect(changeOrganisation({ db, world }, id, { answer_hours: 1 }, 'command')).rejects.toThrow(
      /gestopt/,
    );
    expect((await lastEntries(db, id)).map(({ did, by }) => `${by} ${did}`)).toEqual([
      'command organisation_stopped',
      'command organisation_changed',
      'command organisation_added',
    ]);
  });

  it.each([
    [{ name: 'W' }, /Naam: schrijf iets op/],
    [{ answer_hours: 'snel' }, /Antwoordtijd: schrijf een getal/],
    [{ answer_hours: 0 }, /minstens 1 uur/],
    [{ about: '<script>alert(1)</script>' }, /Uitleg voor inwoners: gebruik alleen/],
    [{ topics: ['geld'] }, /Onderwerpen: kies uit loneliness/],
    [{ municipalities: ['Amsterdam'] }, /Gemeenten: schrijf codes zoals GM0363/],
    [{ municipalities: ['GM9999'] }, /GM9999 bestaat niet/],
    [{ phone: 'bel maar' }, /Telefoon: schrijf een nummer/],
    [{ name: 'Welzijn Hier' }, /bestaat al/],
  ])('%j is refused in words', async (wrong, sentence) => {
    const { db, world } = office;
    const deps = { db, world, municipalities: new Set(['GM0363']) };
    const data = { ...organisationData('Welzijn Nieuw'), ...wrong };
    await expect(addOrganisation(deps, data, 'command')).rejects.toThrow(sentence);
    expect(await organisations(db)).toHaveLength(2);
  });
});
