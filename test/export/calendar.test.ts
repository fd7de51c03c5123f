/**
 * Days for an agenda, line by line: titles that say nothing, days that are right wherever the server stands.
 */
import { describe, expect, it } from 'vitest';
import type { PlanStep } from '../../src/domain/plan.ts';
import { calendar } from '../../src/export/calendar.ts';
import { client, content, MADE_AT, wholeClient } from './client.ts';

const linesOf = (state = wholeClient): string[] => calendar(content, state, MADE_AT).split('\r\n');
const steps = (...list: Partial<PlanStep>[]) =>
  client({
    plan: {
      goals: [],
      steps: list.map((step, index) => ({ id: `step-${index}`, text: 'iets', state: 'open', ...step })),
    },
  });

describe('a calendar', () => {
  it('has the open steps with a day: at their time, or all day', () => {
    const { agendaWords: _, ...neutral } = wholeClient;
    expect(linesOf(neutral)).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//agenda//afspraken//NL',
      'BEGIN:VEVENT',
      'UID:step-1',
      'SEQUENCE:0',
      'DTSTAMP:20261102T183000Z',
      'DTSTART:20261103T133000Z',
      'DTEND:20261103T140000Z',
      'SUMMARY:Afspraak met mezelf',
      'CLASS:PRIVATE',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:step-3',
      'SEQUENCE:0',
      'DTSTAMP:20261102T183000Z',
      'DTSTART;VALUE=DATE:20261105',
      'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
      'X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE',
      'SUMMARY:Afspraak met mezelf',
      'TRANSP:TRANSPARENT',
      'CLASS:PRIVATE',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it('says what they do only in the description, and only when they said so', () => {
    const lines = linesOf();
    expect(lines.filter((line) => line.startsWith('SUMMARY:'))).toEqual([
      'SUMMARY:Afspraak met mezelf',
      'SUMMARY:Afspraak met mezelf',
    ]);
    expect(lines.filter((line) => line.startsWith('DESCRIPTION:'))).toEqual([
      'DESCRIPTION:Geldfit bellen',
      'DESCRIPTION:wandelen\\; met "de buren"\\, elke week',
    ]);
  });

  it('is right before and after the clock is changed', () => {
    const starts = linesOf(
      steps(
        { day: '2026-10-24', time: '09:00' },
        { day: '2026-10-25', time: '09:00' },
        { day: '2027-03-28', time: '9:05' },
      ),
    ).filter((line) => line.startsWith('DTSTART'));
    expect(starts).toEqual([
      'DTSTART:20261024T070000Z',
      'DTSTART:20261025T080000Z',
      'DTSTART:20270328T070500Z',
    ]);
  });

  it('has lines of 75 bytes at most, that give back all words', () => {
    const text = `é€😀${'een heel lange stap '.repeat(30)}, toch;\nen nog een regel`;
    const whole = calendar(content, steps({ text, day: '2026-11-03' }), MADE_AT);
    const lines = whole.split('\r\n');
    expect(whole).not.toMatch(/[^\r]\n/);
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    const [description = ''] = whole
      .replace(/\r\n[ \t]/g, '')
      .split('\r\n')
      .filter((line) => line.startsWith('DESCRIPTION:'));
    const unescaped = description
      .slice('DESCRIPTION:'.length)
      .replace(/\\n/g, '\n')
      .replace(/\\([,;\\])/g, '$1');
    expect(unescaped).toBe(text);
  });

  it('cannot be broken by what someone types', () => {
    const text = 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:geheim';
    const lines = linesOf(steps({ text, day: '2026-11-03' }));
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('SUMMARY:'))).toEqual(['SUMMARY:Afspraak met mezelf']);
  });
});
