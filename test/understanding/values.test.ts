import { describe, expect, test } from 'vitest';
import { readChoice, readDay, readNumber } from '../../src/understanding/values.ts';

describe('a number in an answer', () => {
  test.each<[string, number | undefined]>([
    ['7', 7],
    ['7.', 7],
    ['zeven', 7],
    ['Zeven', 7],
    ['een zeven', 7],
    ['een 7', 7],
    ['een zeventje', 7],
    ['een', 1],
    ['eentje', 1],
    ['één', 1],
    ['nul', 0],
    ['0', 0],
    ['tien', 10],
    ['10', 10],
    ['een tien!', 10],
    ['7/10', 7],
    ['7 van de 10', 7],
    ['zeven van de tien', 7],
    ['7,5', 7.5],
    ['7.5', 7.5],
    ['7½', 7.5],
    ['zeven en een half', 7.5],
    ['zeveneneenhalf', 7.5],
    ['anderhalf', 1.5],
    ["zo'n 8", 8],
    ['zo n 8', 8],
    ['ongeveer 8 denk ik', 8],
    ['ik denk een 6', 6],
    ['doe maar 4', 4],
    ['6 of 7', 6],
    ['tussen de 6 en de 7', 6],
    ['6-7', 6],
    ['zes a zeven', 6],
    ['seven', 7],
    ['agt', 8],
    ['vief', 5],
    ['1.234,50', 1234.5],
    ['€ 1.234,50', 1234.5],
    ['1.234', 1234],
    ['12,50', 12.5],
    ['12 euro', 12],
    ['vijfentwintig', 25],
    ['honderd', 100],
    ['driehonderd', 300],
    ['vijftienhonderd', 1500],
    ['tweeduizend vijfhonderd', undefined],
    ['5,-', 5],
    ['geen idee', undefined],
    ['', undefined],
    ['ja', undefined],
    ['ik heb drie kinderen en een hond en we wonen op twee hoog', undefined],
    ['hij heeft me 3 keer geslagen vorige week', undefined],
    ['een beetje', undefined],
    ['een mens', undefined],
  ])('%s', (text, number) => {
    expect(readNumber(text)).toBe(number);
  });
});

describe('a day in an answer', () => {
  // Tuesday 24 November 2026, ten in the morning in Amsterdam.
  const now = '2026-11-24T09:00:00.000Z';
  test.each<[string, string | undefined]>([
    ['vandaag', '2026-11-24'],
    ['vandaag nog', '2026-11-24'],
    ['nu meteen', '2026-11-24'],
    ['morgen', '2026-11-25'],
    ['morge', '2026-11-25'],
    ['Morgen!', '2026-11-25'],
    ['overmorgen', '2026-11-26'],
    ['over morgen', '2026-11-26'],
    ['woensdag', '2026-11-25'],
    ['dinsdag', '2026-12-01'],
    ['dinsdach', '2026-12-01'],
    ['maandag', '2026-11-30'],
    ['aanstaande dinsdag', '2026-12-01'],
    ['a.s. vrijdag', '2026-11-27'],
    ['komende vrijdag', '2026-11-27'],
    ['vrijdagmiddag', '2026-11-27 afternoon'],
    ['zaterdagochtend', '2026-11-28 morning'],
    ['zaterdag ochtend', '2026-11-28 morning'],
    ['donderdagavond', '2026-11-26 evening'],
    ['volgende week', '2026-11-30'],
    ['volgende week woensdag', '2026-12-02'],
    ['woensdag volgende week', '2026-12-02'],
    ['volgende week zondag', '2026-12-06'],
    ['over 3 dagen', '2026-11-27'],
    ['over drie dagen', '2026-11-27'],
    ['over een week', '2026-12-01'],
    ['over twee weken', '2026-12-08'],
    ['over een maand', '2026-12-24'],
    ['12 december', '2026-12-12'],
    ['12 dec', '2026-12-12'],
    ['twaalf december', '2026-12-12'],
    ['3 januari', '2027-01-03'],
    ['12-12', '2026-12-12'],
    ['12/12', '2026-12-12'],
    ['12-12-2026', '2026-12-12'],
    ['2026-12-12', '2026-12-12'],
    ['31 februari', undefined],
    ['in het weekend', '2026-11-28'],
    ['dit weekend', '2026-11-28'],
    ['vanavond', '2026-11-24 evening'],
    ['vanmiddag', '2026-11-24 afternoon'],
    ['morgenmiddag', '2026-11-25 afternoon'],
    ['morgenochtend', '2026-11-25 morning'],
    ['morgen vroeg', '2026-11-25 morning'],
    ['om 3 uur', '2026-11-24 15:00'],
    ['om half 4', '2026-11-24 15:30'],
    ['morgen om 10 uur', '2026-11-25 10:00'],
    ['morgen om kwart over 2', '2026-11-25 14:15'],
    ['vrijdag 15:30', '2026-11-27 15:30'],
    ['vrijdagavond om 8 uur', '2026-11-27 evening 20:00'],
    ['morgenochtend om 9 uur', '2026-11-25 morning 09:00'],
    ['weet ik niet', undefined],
    ['nooit', undefined],
    ['', undefined],
    ['als ik tijd heb', undefined],
    ['ik doe het wel een keer', undefined],
    ['ik heb 3 kinderen', undefined],
  ])('%s', (text, expected) => {
    const day = readDay(text, now);
    expect(day && [day.date, day.part, day.time].filter(Boolean).join(' ')).toBe(expected);
  });

  test('a day is a day in Amsterdam, also just after midnight there', () => {
    expect(readDay('vandaag', '2026-07-01T22:30:00.000Z')?.date).toBe('2026-07-02');
    expect(readDay('morgen', '2026-12-31T23:30:00.000Z')?.date).toBe('2027-01-02');
  });

  test('the change to winter time does not shift a day', () => {
    expect(readDay('morgen', '2026-10-24T12:00:00.000Z')?.date).toBe('2026-10-25');
    expect(readDay('over een week', '2026-10-24T12:00:00.000Z')?.date).toBe('2026-10-31');
  });

  test('in the evening the morning is that of tomorrow', () => {
    expect(readDay("'s ochtends", '2026-11-24T20:00:00.000Z')).toEqual({
      date: '2026-11-25',
      part: 'morning',
    });
  });
});

describe('a choice', () => {
  const ways = [
    'De post op stapels leggen',
    'Iemand die ik ken om hulp vragen',
    'Bellen met Geldfit',
    'Iets anders',
    'Een mens spreken',
  ];
  test.each<[string, number | 'ambiguous' | undefined]>([
    ['2', 1],
    ['2.', 1],
    ['2)', 1],
    ['twee', 1],
    ['nummer 2', 1],
    ['nr 2', 1],
    ['optie 3', 2],
    ['doe maar 2', 1],
    ['de tweede', 1],
    ['de 2e', 1],
    ['de eerste', 0],
    ['die eerste graag', 0],
    ['die laatste', 4],
    ['de onderste', 4],
    ['een', 0],
    ['9', undefined],
    ['0', undefined],
    ['1 en 3', 'ambiguous'],
    ['bellen met geldfit', 2],
    ['geldfit', 2],
    ['geldfid', 2],
    ['bellen', 2],
    ['belle', 2],
    ['de post', 0],
    ['post op stapels', 0],
    ['stapels', 0],
    ['iets anders', 3],
    ['wat anders', 3],
    ['anders', 3],
    ['een mens', 4],
    ['ik wil een mens spreken', 4],
    ['iemand die ik ken', 1],
    ['', undefined],
    ['ja', undefined],
    ['geen idee', undefined],
    ['geen mens', undefined],
    ['niet bellen', undefined],
    ['ik durf de post niet meer open te maken en mijn man wordt steeds bozer', undefined],
    ['mijn moeder wil dat ik ga bellen maar dat durf ik niet want ze worden altijd boos', undefined],
    ['ik heb 2 kinderen', undefined],
  ])('%s', (text, choice) => {
    expect(readChoice(text, ways)).toBe(choice);
  });

  test('two choices that fit as well are ambiguous', () => {
    expect(readChoice('bellen', ['Zelf bellen', 'Iemand anders laten bellen'])).toBe('ambiguous');
    expect(readChoice('zelf bellen', ['Zelf bellen', 'Iemand anders laten bellen'])).toBe(0);
  });

  test('yes and no by their own words and by key', () => {
    expect(readChoice('ja', ['Ja', 'Nee', 'Weet ik niet'])).toBe(0);
    expect(readChoice('nee', ['Ja', 'Nee', 'Weet ik niet'])).toBe(1);
    expect(readChoice('weet niet', ['Ja', 'Nee', 'Weet ik niet'])).toBe(2);
    expect(
      readChoice('geld', ['Ik heb zorgen over schulden', 'Ik voel me alleen'], { keys: ['geld', 'eenzaam'] }),
    ).toBe(0);
  });
});
