import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkMaterial } from '../../src/understanding/check.ts';
import { loadMaterial } from '../../src/understanding/load.ts';
import { createReader } from '../../src/understanding/read.ts';
import { train } from '../../src/understanding/train.ts';

const folder = mkdtempSync(join(tmpdir(), 'material-'));
afterAll(() => rmSync(folder, { recursive: true }));

function project(name: string, files: Record<string, string>): string {
  const root = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, 'locales/nl', path, '..'), { recursive: true });
    writeFileSync(join(root, 'locales/nl', path), text);
  }
  return root;
}

const MONEY = `topic: money
register: plain
author: a
says:
  - ik kan de huur niet betalen
  - {text: "mijn zus heeft schulden", perspective: other}
  - {text: "rood staan en niet slapen", topics: [money, mind]}
  - ik kan de huur niet betalen!
`;

describe('example material', () => {
  test('is read with its place', () => {
    const { examples } = loadMaterial(project('good', { 'examples/plain/money.yaml': MONEY }));
    expect(examples.map(({ line, topics, perspective }) => [line, topics?.join(), perspective])).toEqual([
      [5, 'money', 'self'],
      [6, 'money', 'other'],
      [7, 'money,mind', 'self'],
      [8, 'money', 'self'],
    ]);
  });

  test.each([
    ['wrong topic', 'topic: monney\nauthor: a\nsays: [x]\n', /x\.yaml:1:8 topic: /],
    [
      'wrong level',
      'topic: money\nauthor: a\nsays:\n  - {text: x, risk: {level: high}}\n',
      /x\.yaml:4:\d+ says\.0\.risk\.level: /,
    ],
    ['no YAML', 'topic: [money\n', /x\.yaml:\d+:\d+ /],
    ['no kind of file', 'says: [x]\n', /x\.yaml:1:1 says neither/],
  ])('says where the mistake is: %s', (name, text, message) => {
    const root = project(name.replace(/ /g, '_'), { 'examples/x.yaml': text });
    expect(() => loadMaterial(root)).toThrow(message);
  });

  test('doubles are reported by file and line', () => {
    const problems = checkMaterial(loadMaterial(project('good', { 'examples/plain/money.yaml': MONEY })));
    expect(problems[0]).toBe(
      "locales/nl/examples/plain/money.yaml:8 says the same as locales/nl/examples/plain/money.yaml:5: 'ik kan de huur niet betalen!'",
    );
    expect(problems).toContain('topic money has 4 utterances; 250 are needed');
    expect(problems).toContain('intent stop has no utterances at all');
  });

  test('the same material gives the same model', () => {
    const material = loadMaterial(project('good', { 'examples/plain/money.yaml': MONEY }));
    expect(train(material)).toEqual(train(material));
    expect(createReader(train(material))('hallo').risk.level).toBe('none');
  });
});
