/** Old checks and opening hours, always with a clock that is handed in. */
import { describe, expect, test } from 'vitest';
import { loadDirectory } from '../../src/directory/load.ts';
import { staleReport, staleServices } from '../../src/directory/stale.ts';
import { checkDueOn, isOpen, isStale, type Opening } from '../../src/domain/service.ts';

const directory = loadDirectory();

describe('a check', () => {
  const crisis = { checkedOn: '2026-01-01', crisis: true };
  const other = { checkedOn: '2026-01-01', crisis: false };

  test('stays good 90 days for crisis lines and 180 for others', () => {
    expect(isStale(crisis, new Date('2026-04-01T23:59:00Z'))).toBe(false);
    expect(isStale(crisis, new Date('2026-04-02T00:00:00Z'))).toBe(true);
    expect(isStale(other, '2026-06-30T23:59:00Z')).toBe(false);
    expect(isStale(other, '2026-07-01T00:00:00Z')).toBe(true);
    expect(checkDueOn(crisis)).toBe('2026-04-01');
    expect(checkDueOn(other)).toBe('2026-06-30');
  });

  test('ahead of the clock is not stale; a date that is none is an error with the remedy', () => {
    expect(isStale(crisis, '2025-12-01T00:00:00Z')).toBe(false);
    expect(() => isStale({ checkedOn: 'vorige week', crisis: true }, '2026-01-01')).toThrow(
      /write it as 2026-01-31/,
    );
  });
});

describe('the stale list', () => {
  test('is empty on the day before the oldest check', () => {
    expect(staleServices(directory, '2018-01-01T12:00:00Z')).toEqual([]);
    expect(staleReport(directory, '2018-01-01T12:00:00Z')).toBe('Alle 32 diensten zijn op tijd nagekeken.\n');
  });

  test('has crisis lines first and the longest overdue first', () => {
    const list = staleServices(directory, '2026-09-15T12:00:00Z');
    const firstOther = list.findIndex(({ service }) => !service.crisis);
    expect(list.slice(0, firstOther).map(({ service }) => service.slug)).toEqual([
      'centrum-seksueel-geweld',
      '113',
      '112',
      'kindertelefoon',
      'veilig-thuis',
    ]);
    expect(list.slice(firstOther).some(({ service }) => service.crisis)).toBe(false);
    expect(list.find(({ service }) => service.slug === '112')).toMatchObject({
      days: 257,
      limit: 90,
      dueOn: '2026-04-01',
    });
    expect(list.some(({ service }) => service.slug === 'in-je-bol')).toBe(false);
  });

  test('names number, date, source and what to do', () => {
    const text = staleReport(directory, '2026-04-02T12:00:00Z');
    expect(text).toContain(
      'veilig-thuis: Veilig Thuis (bij gevaar)\n  nummer: 0800-2000\n  nagekeken: 2026-01-01 (91 dagen geleden',
    );
    expect(text).toContain('nakijken op: https://www.veiligthuis.nl');
    expect(text).toContain('geen nummer is beter dan een fout nummer');
  });
});

describe('open now, in Dutch time', () => {
  const week: Opening[] = [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], opens: '09:00', closes: '17:00' }];
  const at = (opening: Opening[], now: string) => isOpen({ opening }, now);

  test.each([
    ['2026-01-12T07:59:00Z', 'closed', 'Monday 08:59, winter time'],
    ['2026-01-12T08:00:00Z', 'open', 'Monday 09:00, winter time'],
    ['2026-07-13T07:00:00Z', 'open', 'Monday 09:00, summer time'],
    ['2026-01-12T16:00:00Z', 'closed', 'Monday 17:00'],
    ['2026-01-10T12:00:00Z', 'closed', 'Saturday'],
    ['2026-04-06T09:00:00Z', 'unknown', 'Easter Monday'],
    ['2026-05-14T09:00:00Z', 'unknown', 'Ascension Day'],
    ['2026-12-25T10:00:00Z', 'unknown', 'Christmas'],
    ['2026-04-27T10:00:00Z', 'unknown', "King's Day"],
  ] as const)('office hours at %s: %s (%s)', (now, state, _) => {
    expect(at(week, now)).toBe(state);
  });

  test('day and night has no gap at midnight and no holiday', () => {
    const always: Opening[] = [
      { days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], opens: '00:00', closes: '23:59' },
    ];
    expect(at(always, '2026-01-12T22:59:30Z')).toBe('open');
    expect(at(always, '2026-12-25T03:00:00Z')).toBe('open');
  });

  test('days without times: unknown on those days, closed on others', () => {
    expect(at([{ days: ['MO'] }], '2026-01-12T12:00:00Z')).toBe('unknown');
    expect(at([{ days: ['MO'] }], '2026-01-13T12:00:00Z')).toBe('closed');
    expect(at([], '2026-01-13T12:00:00Z')).toBe('unknown');
  });

  test('past midnight belongs to the evening before', () => {
    const night: Opening[] = [{ days: ['SA'], opens: '22:00', closes: '02:00' }];
    expect(at(night, '2026-01-11T00:30:00Z')).toBe('open');
    expect(at(night, '2026-01-10T00:30:00Z')).toBe('closed');
  });
});
