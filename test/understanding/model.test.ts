import { expect, test } from 'vitest';
import { createReader } from '../../src/understanding/read.ts';
import { model, reader } from './reader.ts';

test('a model goes through JSON, is at most 5 MB and loads within 200 ms', () => {
  const json = JSON.stringify(model);
  expect(json.length).toBeLessThan(5_000_000);
  // The best of a few: a busy machine must not fail the build.
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    createReader(JSON.parse(json));
    return performance.now() - started;
  });
  expect(Math.min(...times)).toBeLessThan(200);
  const again = createReader(JSON.parse(json));
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
  // A tenth of the readings, not the middle: a busy machine must not fail the build.
  expect(times[30]).toBeLessThan(0.3);
});
