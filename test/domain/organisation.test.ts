/** When an organisation answers, and whom it serves. Times are given in UTC; Dutch clocks are one or two hours ahead. */
import { describe, expect, it } from 'vitest';
import { openHours } from '../../src/domain/opening.ts';
import { answerBy, type Organisation, serves } from '../../src/domain/organisation.ts';
import type { Opening } from '../../src/domain/service.ts';

const WORKDAYS: Opening = { days: ['MO', 'TU', 'WE', 'TH', 'FR'], opens: '09:00', closes: '17:00' };
const EVERY_DAY = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const NIGHT: Opening = { days: [...EVERY_DAY], opens: '22:00', closes: '06:00' };
const organisation = (changes: Partial<Organisation> = {}): Organisation => ({
  id: 'o',
  name: 'het buurtteam',
  about: '',
  municipalities: [],
  topics: [],
  opening: [WORKDAYS],
  answerHours: 8,
  ...changes,
});
const answered = (at: string, answerHours: number, opening = [WORKDAYS]): string =>
  answerBy(organisation({ answerHours, opening }), at);

describe('an answer is there', () => {
  it.each([
    // Asked on Monday 2 November 2026 at ten: the hours that they are open are counted.
    ['within the same day', '2026-11-02T09:00:00Z', 4, '2026-11-02T13:00:00.000Z'],
    ['at closing time, when it just fits', '2026-11-02T09:00:00Z', 7, '2026-11-02T16:00:00.000Z'],
    ['the next day, when it does not', '2026-11-02T09:00:00Z', 8, '2026-11-03T09:00:00.000Z'],
    ['asked before opening, from then on', '2026-11-02T05:00:00Z', 2, '2026-11-02T10:00:00.000Z'],
    ['asked after closing, from the next morning on', '2026-11-02T18:30:00Z', 8, '2026-11-03T16:00:00.000Z'],
    ['asked at closing time, too', '2026-11-02T16:00:00Z', 1, '2026-11-03T09:00:00.000Z'],
    ['over a weekend', '2026-11-06T15:00:00Z', 4, '2026-11-09T11:00:00.000Z'],
    ['asked in a weekend', '2026-11-07T12:00:00Z', 1, '2026-11-09T09:00:00.000Z'],
    ['over Christmas, a Friday and a Saturday', '2026-12-24T15:00:00Z', 2, '2026-12-28T09:00:00.000Z'],
    ['over Easter Monday', '2026-04-02T14:00:00Z', 2, '2026-04-07T08:00:00.000Z'],
    // The clock goes forward on 29 March and back on 25 October: Monday begins at nine on the clock, not after so many hours.
    ['over the night that is an hour short', '2026-03-27T15:00:00Z', 2, '2026-03-30T08:00:00.000Z'],
    ['over the night that is an hour long', '2026-10-23T14:00:00Z', 2, '2026-10-26T09:00:00.000Z'],
  ])('%s', (_what, asked, hours, expected) => {
    expect(answered(asked, hours)).toBe(expected);
  });

  it('after so many hours by the sun, when they are always open, also over a night with a change of clocks', () => {
    expect(answered('2026-03-28T23:00:00Z', 24, [])).toBe('2026-03-29T23:00:00.000Z');
    expect(answered('2026-10-24T22:00:00Z', 24, [])).toBe('2026-10-25T22:00:00.000Z');
  });

  it.each([
    ['in the evening, over midnight', '2026-11-02T22:00:00Z', 3, '2026-11-03T01:00:00.000Z'],
    [
      'after midnight, in the night that began yesterday',
      '2026-11-03T02:00:00Z',
      2,
      '2026-11-03T04:00:00.000Z',
    ],
    ['after midnight, and in the next night', '2026-11-03T04:00:00Z', 3, '2026-11-03T23:00:00.000Z'],
  ])('when they are open at night, asked %s', (_what, asked, hours, expected) => {
    expect(answered(asked, hours, [NIGHT])).toBe(expected);
  });

  it('in the second of two times on a day', () => {
    const twice: Opening[] = [
      { days: ['MO'], opens: '13:00', closes: '15:00' },
      { days: ['MO'], opens: '09:00', closes: '10:00' },
    ];
    expect(answered('2026-11-02T07:00:00Z', 2, twice)).toBe('2026-11-02T13:00:00.000Z');
  });

  it('once, at the latest after sixty days, also when they are hardly or never open', () => {
    const asked = '2026-11-02T09:00:00Z';
    expect(answered(asked, 8, [{ days: [] }])).toBe('2027-01-01T09:00:00.000Z');
    // Of days without hours it is not known when they are open.
    expect(answered(asked, 8, [{ days: ['MO'] }])).toBe('2027-01-01T09:00:00.000Z');
  });

  it('never before it was asked, whatever the hour', () => {
    for (let hour = 0; hour < 24 * 21; hour++) {
      const asked = new Date(Date.parse('2026-10-15T00:30:00Z') + hour * 3_600_000).toISOString();
      const by = answered(asked, 8);
      expect(Date.parse(by) - Date.parse(asked)).toBeGreaterThanOrEqual(8 * 3_600_000 - 1);
    }
  });
});

describe('opening hours of a day', () => {
  it.each([
    ['a workday', '2026-11-02', [[540, 1020]]],
    ['a Saturday', '2026-11-07', []],
    ['New Year', '2027-01-01', []],
    ['King’s Day', '2026-04-27', []],
    ['Whit Monday', '2026-05-25', []],
    ['Ascension Day', '2026-05-14', []],
    ['Christmas', '2026-12-25', []],
  ])('%s', (_what, date, hours) => {
    expect(openHours([WORKDAYS], date)).toEqual(hours);
  });

  it('who is open on Sundays keeps no holidays', () => {
    const daily: Opening = { days: [...EVERY_DAY], opens: '09:00', closes: '17:00' };
    expect(openHours([daily], '2026-12-25')).toEqual([[540, 1020]]);
  });

  it('what goes on after midnight counts until then, and until the end of the day is until then', () => {
    expect(openHours([NIGHT], '2026-11-02')).toEqual([[1320, 1800]]);
    const late: Opening = { days: [...EVERY_DAY], opens: '20:00', closes: '23:59' };
    expect(openHours([late], '2026-11-02')).toEqual([[1200, 1440]]);
  });

  it('are in order, and without hours there are none', () => {
    const twice: Opening[] = [
      { days: ['MO'], opens: '13:00', closes: '15:00' },
      { days: ['MO'], opens: '09:00', closes: '10:00' },
      { days: ['MO'] },
    ];
    expect(openHours(twice, '2026-11-02').map(([opens]) => opens)).toEqual([540, 780]);
    expect(openHours([], '2026-11-02')).toEqual([]);
  });
});

describe('it serves', () => {
  const local = organisation({ municipalities: ['GM0344', 'GM0363'] });
  const some = organisation({ topics: ['money', 'housing'] });

  it.each([
    ['the whole country, wherever one lives', organisation(), undefined, [], true],
    ['the whole country, also who said where', organisation(), 'GM0599', [], true],
    ['where one lives', local, 'GM0363', [], true],
    ['not elsewhere', local, 'GM0599', [], false],
    ['not who did not say where', local, undefined, [], false],
    ['this', some, undefined, ['money', 'grief'], true],
    ['not something else', some, undefined, ['grief'], false],
    ['who did not say what it is about', some, undefined, [], true],
    ['everything', organisation(), undefined, ['language'], true],
    [
      'not here and about this, when one of them fails',
      { ...local, topics: ['care'] },
      'GM0363',
      ['money'],
      false,
    ],
  ] as const)('%s', (_what, who, where, about, expected) => {
    expect(serves(who as Organisation, where, about)).toBe(expected);
  });
});
