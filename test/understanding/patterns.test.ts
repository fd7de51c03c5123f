import { describe, expect, test } from 'vitest';
import { compilePatterns, PatternError } from '../../src/understanding/patterns.ts';
import { lightKey, soundKey } from '../../src/understanding/sound.ts';
import { spellingRepair } from '../../src/understanding/spelling.ts';
import { toWords } from '../../src/understanding/text.ts';

const classes = { who: ['man', 'vriend', 'hij'], hit: ['slaat', 'geslagen'] };
const found = (pattern: string, text: string) => {
  const words = toWords(text, new Map());
  const patterns = compilePatterns([pattern], classes);
  return patterns.find(
    words,
    () => false,
    words.map(() => undefined),
  )[0]?.at;
};

describe('a pattern', () => {
  test.each<[string, string, number[] | undefined]>([
    ['schuld*', 'ik heb schulden', [2]],
    ['*verslaving', 'mijn gokverslaving', [1]],
    ['rood staan', 'altijd rood staan', [1, 2]],
    ['rood staan', 'rood blijven staan', undefined],
    ['kom .. niet rond', 'ik kom echt niet rond', [1, 3, 4]],
    ['bel|app mij', 'app mij', [0, 1]],
    ['{who} & {hit}', 'dan slaat mijn man mij', [1, 3]],
    ['{who} & {hit}', 'mijn man. hij heeft geslagen', [2, 4]],
    ['{who} & {hit}', 'mijn man. geslagen', undefined],
    ['betalen', 'kan nie betale', [2]],
    ['wordt', 'word', [0]],
    ['achterstand*', 'agterstanden', [0]],
  ])('%s in: %s', (pattern, text, at) => {
    expect(found(pattern, text)).toEqual(at);
  });

  test.each(['.. begin', '{nobody} x', '*'])('malformed: %s', (pattern) => {
    expect(() => compilePatterns([pattern], classes)).toThrow(PatternError);
  });
});

test('words that sound alike share a key', () => {
  expect(lightKey('wordt')).toBe(lightKey('word'));
  expect(soundKey('agterstant')).toBe(soundKey('achterstand'));
  expect(soundKey('fijf')).toBe(soundKey('vijf'));
  expect(soundKey('schuld')).not.toBe(soundKey('school'));
});

test('an unknown word is taken for the known word next to it', () => {
  const { repair } = spellingRepair(['eenzaam', 'deurwaarder']);
  expect(repair('eenzam')).toBe('eenzaam');
  expect(repair('deruwaarder')).toBe('deurwaarder');
  expect(repair('eenzaam')).toBeUndefined();
  expect(repair('iets')).toBeUndefined();
});
