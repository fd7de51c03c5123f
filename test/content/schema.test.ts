/**
 * The JSON schemas that editors use: current, and of one mind with the checks.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { targetsOf } from '../../src/content/checks/targets.ts';
import { jsonSchemas } from '../../src/content/json-schema.ts';
import { loadScriptFiles } from '../../src/content/load.ts';
import { type Step, VERB_NAMES, verbSchemas } from '../../src/content/step-schema.ts';
import { ROOT } from '../../src/transcript/stage.ts';
import { smallFiles } from '../engine/world.ts';

const schemas = Object.entries(jsonSchemas());
const validator = (name: string) => {
  const text = schemas.find(([path]) => path.includes(name))?.[1] ?? '{}';
  return new Ajv2020({ strict: true }).compile(JSON.parse(text));
};

describe('docs/schema', () => {
  it.each(schemas)('%s is as the code says; else run npm run check -- --schema', (path, text) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  });

  const real = loadScriptFiles(ROOT);
  const small = smallFiles();

  it('takes every dialog', () => {
    const valid = validator('dialog');
    for (const { path, text } of [...real.dialogs, ...small.dialogs]) {
      valid(parse(text));
      expect({ path, errors: valid.errors ?? [] }).toEqual({ path, errors: [] });
    }
  });

  it('takes all texts', () => {
    const valid = validator('texts');
    for (const { path, text } of [...real.texts, ...small.texts]) {
      valid(parse(text));
      expect({ path, errors: valid.errors ?? [] }).toEqual({ path, errors: [] });
    }
  });

  it.each([
    ['an unknown verb', { steps: [{ id: 'a', sya: {} }] }],
    ['no verb', { steps: [{ id: 'a' }] }],
    ['two verbs', { steps: [{ id: 'a', say: {}, end: {} }] }],
    ['no id', { steps: [{ say: {} }] }],
    ['a place that cannot be one', { steps: [{ id: 'a', go: { to: 'Der Anfang' } }] }],
    ['no steps', {}],
  ])('refuses a dialog with %s', (_, dialog) => {
    expect(validator('dialog')(dialog)).toBe(false);
  });
});

describe('the places of a step', () => {
  const isPlace = (schema: unknown): boolean => JSON.stringify(schema).includes('@?[a-z]');

  it.each(VERB_NAMES)('of %s are all followed by the checks', (verb) => {
    const fields = jsonFieldsOf(verb);
    const places = Object.keys(fields).filter((name) => isPlace(fields[name]));
    const step = { id: 'a', verb, ...Object.fromEntries(places.map((name) => [name, name])) };
    if (verb === 'choose') Object.assign(step, { options: { options: 'options' } });
    const followed = targetsOf(step as unknown as Step).map(({ field }) => field[0] ?? '');
    expect(followed.sort()).toEqual(places.sort());
  });
});

function jsonFieldsOf(verb: (typeof VERB_NAMES)[number]): Record<string, unknown> {
  const text = schemas.find(([path]) => path.includes('dialog'))?.[1] ?? '{}';
  const step = JSON.parse(text).properties.steps.items.properties[verb];
  expect(Object.keys(step.properties ?? {}).sort()).toEqual(Object.keys(verbSchemas[verb].shape).sort());
  return step.properties ?? {};
}
