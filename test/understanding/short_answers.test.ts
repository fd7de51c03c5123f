/**
 * Short answers to ordinary questions: when, where, who, how many. In words that only name something no danger is
 * heard, whatever was asked before; danger in few words is.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/domain/reading.ts';
import { reader } from './reader.ts';

/** As people type them, one a line. */
const HARMLESS = readFileSync(join(import.meta.dirname, 'harmless/short_answers.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '');

const ASKED = [
  undefined,
  'Wanneer was dat?',
  'Sinds wanneer is het zo? Misschien veranderde er toen iets.',
  'Wie is er al voor je? Denk aan familie, een vriend of een buur.',
  'Wat helpt al een beetje? Dat kan iets kleins zijn.',
  'Wat wil jij dat er verandert?',
  'Wanneer ga je dit doen? Noem een dag, bijvoorbeeld morgen of zaterdag.',
  'Wie doet er mee? Alleen mag ook.',
  'Hoe zeker ben je dat dit lukt? Geef een cijfer van 0 tot 10.',
  'Wat is er aan de hand? Vertel het op je eigen manier. Een paar woorden is genoeg.',
  'Waar woon je?',
];

/** Of a hundred answers, so many may lead to a gentle question when it is read with what was asked. */
const MOST_CHECKS = 1;

/** As the engine takes it: what was asked may not turn plain words into danger. */
function riskOf(text: string, asked: string | undefined): Reading['risk'] {
  const { risk } = reader(text, asked);
  return risk.level === 'none' ? risk : reader(text).risk;
}

describe('short answers that tell of no danger', () => {
  const read = HARMLESS.flatMap((text) => ASKED.map((asked) => ({ text, asked, risk: riskOf(text, asked) })));

  test('are many, each once', () => {
    expect(HARMLESS.length).toBeGreaterThanOrEqual(500);
    expect(new Set(HARMLESS).size).toBe(HARMLESS.length);
  });

  test('are never taken for danger to life', () => {
    const urgent = read.filter(({ risk }) => risk.level === 'urgent');
    expect(urgent.map(({ text, asked }) => `${text} [${asked ?? ''}]`)).toEqual([]);
  });

  test('are not taken to be about violence when they only name somebody or some time', () => {
    for (const text of ['gisteren', 'hij', 'thuis', 'mijn man', 'bij hem', 'weer thuis', 'een man', 'papa'])
      expect(
        reader(text).topics.map(({ topic }) => topic),
        text,
      ).not.toContain('violence');
  });

  test(`lead to a gentle question ${MOST_CHECKS} time in a hundred at most`, () => {
    const checks = read.filter(({ risk }) => risk.level === 'check');
    expect(
      (100 * checks.length) / read.length,
      checks.map(({ text, asked }) => `${text} [${asked ?? ''}]`).join('\n'),
    ).toBeLessThanOrEqual(MOST_CHECKS);
  });
});

describe('danger in few words', () => {
  test.each([
    'slaat me',
    'hij slaat me',
    'hij slaat',
    'wil dood',
    'ik wil dood',
    'pillen geslikt',
    'hij heeft een mes',
    'baby geschud',
    'mama doet pijn',
    'vorige week verkracht',
    'help mn man',
    'zij springt',
    'papa slaat',
    'zometeen spring ik',
    'hij wurgt mij',
    'niet meer leven',
  ])('%s', (text) => {
    expect(reader(text).risk.level).toBe('urgent');
  });

  // The words name somebody or some time; the question makes them danger.
  test.each([
    ['Is er iemand die jou pijn doet of bang maakt?', 'ja mijn man'],
    ['Denk je aan zelfmoord?', 'ja elke dag'],
    ['Denk je aan zelfmoord?', 'soms wel ja'],
    ['Ben je nu veilig?', 'nee'],
    ['Heeft hij je geslagen?', 'ja gisteren'],
    ['Is er een kind dat pijn heeft of bang is?', 'ja mijn zusje'],
  ])('%s %s', (asked, text) => {
    expect(reader(text, asked).risk.level).toBe('urgent');
  });
});
