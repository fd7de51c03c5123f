/** When a client may be written to: only at the times they chose, on Dutch clocks, also when those are changed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CONTACT_HOURS,
  CONTACT_TIMES,
  type ContactRules,
  deliverUntil,
  mayWriteAt,
  NO_CONTACT,
} from '../../src/domain/contact.ts';
import { daysAfter, dutchInstant, dutchTime, isoDay } from '../../src/domain/dutch-time.ts';

const rules = (when: ContactRules['when'], leave = true): ContactRules => ({ when, how: 'in_chat', leave });

describe('a client', () => {
  it('who said nothing is never written to', () => {
    expect(mayWriteAt(NO_CONTACT, '2026-11-24T11:00:00.000Z')).toBe('never');
  });

  it('who said never is never written to, nor one where no message may be left standing', () => {
    expect(mayWriteAt(rules('never'), '2026-11-24T11:00:00.000Z')).toBe('never');
    for (const when of CONTACT_TIMES)
      expect(mayWriteAt(rules(when, false), '2026-11-24T11:00:00.000Z')).toBe('never');
  });

  it.each([
    // Winter: an hour ahead of UTC. Summer: two.
    ['daytime', '2026-11-24T07:59:00.000Z', '2026-11-24T08:00:00.000Z'],
    ['daytime', '2026-11-24T08:00:00.000Z', '2026-11-24T08:00:00.000Z'],
    ['daytime', '2026-11-24T15:59:59.000Z', '2026-11-24T15:59:59.000Z'],
    ['daytime', '2026-11-24T16:00:00.000Z', '2026-11-25T08:00:00.000Z'],
    ['daytime', '2026-07-01T06:59:00.000Z', '2026-07-01T07:00:00.000Z'],
    ['daytime', '2026-07-01T15:00:00.000Z', '2026-07-02T07:00:00.000Z'],
    ['evening', '2026-11-24T12:00:00.000Z', '2026-11-24T17:00:00.000Z'],
    ['evening', '2026-11-24T19:59:00.000Z', '2026-11-24T19:59:00.000Z'],
    ['evening', '2026-11-24T20:00:00.000Z', '2026-11-25T17:00:00.000Z'],
    ['any', '2026-11-24T02:00:00.000Z', '2026-11-24T02:00:00.000Z'],
    // Just before midnight on Dutch clocks it is still the day before in UTC.
    ['daytime', '2026-11-24T23:30:00.000Z', '2026-11-25T08:00:00.000Z'],
    // The nights on which the clock is changed: 29 March and 25 October 2026.
    ['daytime', '2026-03-28T20:00:00.000Z', '2026-03-29T07:00:00.000Z'],
    ['evening', '2026-03-28T21:00:00.000Z', '2026-03-29T16:00:00.000Z'],
    ['daytime', '2026-10-24T20:00:00.000Z', '2026-10-25T08:00:00.000Z'],
  ] as const)('who said %s, at %s, is written to at %s', (when, at, then) => {
    expect(mayWriteAt(rules(when), at)).toBe(then);
  });

  const instants = fc.date({
    min: new Date('2026-01-01T00:00:00Z'),
    max: new Date('2028-12-31T00:00:00Z'),
    noInvalidDate: true,
  });

  it('is written to within the times they chose, never before they asked, and never more than a day later', () => {
    fc.assert(
      fc.property(fc.constantFrom('daytime', 'evening'), instants, (when, date) => {
        const at = date.toISOString();
        const then = mayWriteAt(rules(when), at);
        const [from, until] = CONTACT_HOURS[when];
        const { minute } = dutchTime(then);
        expect(minute).toBeGreaterThanOrEqual(from * 60);
        expect(minute).toBeLessThan(until * 60);
        expect(then >= at).toBe(true);
        expect(Date.parse(then) - Date.parse(at)).toBeLessThanOrEqual(25 * 3_600_000);
        // Asked again at that moment it is that moment: nothing is put off for ever.
        expect(mayWriteAt(rules(when), then)).toBe(then);
      }),
    );
  });
});

describe('a message that could not be sent', () => {
  it('is wanted for two hours, and not beyond the time of day', () => {
    expect(deliverUntil(rules('any'), '2026-11-24T02:00:00.000Z')).toBe('2026-11-24T04:00:00.000Z');
    expect(deliverUntil(rules('daytime'), '2026-11-24T08:00:00.000Z')).toBe('2026-11-24T10:00:00.000Z');
    expect(deliverUntil(rules('evening'), '2026-11-24T19:30:00.000Z')).toBe('2026-11-24T20:00:00.000Z');
  });
});

describe('Dutch clocks', () => {
  it.each([
    ['2026-11-24', 540, '2026-11-24T08:00:00.000Z'],
    ['2026-07-01', 540, '2026-07-01T07:00:00.000Z'],
    // 02:30 does not exist on 29 March, and is there twice on 25 October.
    ['2026-03-29', 150, '2026-03-29T01:30:00.000Z'],
    ['2026-03-29', 119, '2026-03-29T00:59:00.000Z'],
    ['2026-03-29', 180, '2026-03-29T01:00:00.000Z'],
    ['2026-10-25', 150, '2026-10-25T00:30:00.000Z'],
    ['2026-10-25', 180, '2026-10-25T02:00:00.000Z'],
    ['2026-01-01', 0, '2025-12-31T23:00:00.000Z'],
  ])('%s at minute %i is %s', (day, minute, instant) => {
    expect(dutchInstant(day, minute)).toBe(instant);
  });

  it('a day has a next one across months, years and changed clocks', () => {
    expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysAfter('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysAfter('2026-03-28', 1)).toBe('2026-03-29');
    expect(isoDay(dutchTime('2026-10-24T23:30:00Z'))).toBe('2026-10-25');
  });
});
