import { expect, test } from 'vitest';
import { evaluate, scoresOf, toCases } from '../../src/understanding/evaluate.ts';
import { answerLine } from '../../src/understanding/lines.ts';
import { reader } from './reader.ts';

test('one line in, one line out, in the agreed shape', () => {
  const out = JSON.parse(answerLine(reader, '{"text":"hoeft niet","asked":"Wil je dit bewaren?"}'));
  expect(Object.keys(out)).toEqual(['text', 'topics', 'perspective', 'risk', 'intent']);
  expect(out).toEqual({
    text: 'hoeft niet',
    topics: [],
    perspective: 'self',
    risk: { level: 'none', kind: null },
    intent: { name: 'no', score: 1 },
  });
});

test.each(['{', '[]', '{"asked":"x"}', '{"text":3}', 'null', '{"text":"a","asked":4}'])(
  'a line that cannot be read gives an error in its place: %s',
  (line) => {
    expect(Object.keys(JSON.parse(answerLine(reader, line)))).toEqual(['error']);
  },
);

test('evaluating counts what is right, extra and missed, and reports bad lines', () => {
  const { cases, problems } = toCases(
    '{"text":"stop","intent":"stop"}\nnonsense\n{"text":"hoi","intent":"bye"}\n',
    'x.jsonl',
  );
  expect(problems).toEqual(['x.jsonl:2 is not JSON']);
  const { tallies, confusions } = evaluate(cases, reader);
  expect(tallies.get('intent stop')).toEqual({ right: 1, extra: 0, missed: 0 });
  expect(confusions).toEqual([['intent bye -> greet', 1]]);
  expect(scoresOf({ right: 3, extra: 1, missed: 1 })).toEqual({ precision: 0.75, recall: 0.75, f1: 0.75 });
});
