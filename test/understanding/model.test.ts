import { expect, test } from 'vitest';
import { createReader } from '../../src/understanding/read.ts';
import { model, reader } from './reader.ts';

test('a model goes through JSON, is at most 5 MB and loads within 200 ms', () => {
  const json = JSON.stringify(model);
  expect(json.length).toBeLessThan(5_000_000);
  const started = performance.now();
  const again = createReader(JSON.parse(json));
  expect(performance.now() - started).toBeLessThan(200);
  const text = 'me man is weg en ik kan de huur nie betale';
  expect(again(text)).toEqual(reader(text));
});

test('a very long text and another script are read without trouble', () => {
  expect(reader('schulden '.repeat(200_000)).intent.name).toBe('tell');
  expect(reader('أنا وحيد').risk.level).toBe('none');
});

test('reading is quick', () => {
  const text =
    'ik heb al drie maanden de huur niet betaald en nu komt er een deurwaarder, ik slaap niet meer';
  for (let i = 0; i < 200; i++) reader(text);
  const times = Array.from({ length: 300 }, () => {
    const started = performance.now();
    reader(text);
    return performance.now() - started;
  }).sort((a, b) => a - b);
  // Twice the aim of 0.3 ms: a busy machine must not fail the build.
  expect(times[150]).toBeLessThan(0.6);
});
