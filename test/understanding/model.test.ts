import { expect, test } from 'vitest';
import { createReader } from '../../src/understanding/read.ts';
import { model, reader } from './reader.ts';

// How long loading and reading take is measured by `npm run bench`.
test('a model goes through JSON and is at most 5 MB', () => {
  const json = JSON.stringify(model);
  expect(json.length).toBeLessThan(5_000_000);
  const again = createReader(JSON.parse(json));
  const text = 'me man is weg en ik kan de huur nie betale';
  expect(again(text)).toEqual(reader(text));
});

test('a very long text and another script are read without trouble', () => {
  expect(reader('schulden '.repeat(200_000)).intent.name).toBe('tell');
  expect(reader('أنا وحيد').risk.level).toBe('none');
});
