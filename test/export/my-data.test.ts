/**
 * Everything that is stored of a client goes along, in a form that is documented.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { newClient, readState, stateSchema } from '../../src/engine/state.ts';
import { dataText } from '../../src/engine/summary.ts';
import { MEANING } from '../../src/export/meaning.ts';
import { myData, myDataJsonSchema, myDataSchema } from '../../src/export/my-data.ts';
import type { KeptBeside } from '../../src/run/ports.ts';
import { ROOT } from '../../src/transcript/stage.ts';
import { content, MADE_AT, wholeClient } from './client.ts';

const [[path, text] = ['', '']] = Object.entries(myDataJsonSchema());
const schema = JSON.parse(text);
const valid = (addFormats as unknown as (ajv: Ajv2020) => Ajv2020)(new Ajv2020({ strict: true })).compile(
  schema,
);
const errorsIn = (data: unknown) => {
  valid(JSON.parse(JSON.stringify(data)));
  return valid.errors ?? [];
};
const beside: KeptBeside = {
  messages: [
    { at: MADE_AT, message: { kind: 'echo', activity: { type: 'message', text: 'ja' } } },
    { at: MADE_AT, message: { kind: 'say', text: 'Wat is er aan de hand?', choices: [] } },
    { at: MADE_AT, message: { kind: 'event', name: 'plan', value: {} } },
  ],
  talks: [
    { handoff: 'handoff-1', at: MADE_AT, from: 'client', text: 'dag Marjan' },
    { handoff: 'handoff-1', at: MADE_AT, from: 'professional', text: 'Dag, hoe gaat het?' },
  ],
};
const empty = newClient('client-1', MADE_AT, 'hello');

describe('a file with everything', () => {
  it('has every part of what is stored; add a new part to test/export/client.ts and src/export/meaning.ts', () => {
    expect(Object.keys(wholeClient).sort()).toEqual(Object.keys(stateSchema.shape).sort());
    expect(readState(wholeClient)).toEqual(wholeClient);
    const { known, placeInConversation } = myData(content, wholeClient, MADE_AT);
    expect({ ...known, ...placeInConversation }).toEqual(wholeClient);
    const names = [...Object.keys(known), ...Object.keys(placeInConversation)];
    expect(new Set(names).size).toBe(names.length);
  });

  it('begins with all of it in plain words, as the chat shows it', () => {
    const made = myData(content, wholeClient, MADE_AT);
    expect(Object.keys(made).slice(0, 4)).toEqual(['format', 'formatVersion', 'madeAt', 'inWords']);
    expect(made.inWords.join('\n')).toBe(dataText(content, wholeClient));
    expect(made.inWords).toContain('Ook bewaar ik dat in je agenda mag staan wat je gaat doen.');
  });

  it('has what is kept beside that: chat text, and what was written to and by professionals', () => {
    const { said, talks, known } = myData(content, wholeClient, MADE_AT, beside);
    expect(said).toEqual([
      { at: MADE_AT, by: 'client', text: 'ja' },
      { at: MADE_AT, by: 'stuur', text: 'Wat is er aan de hand?' },
    ]);
    expect(talks).toEqual(beside.talks);
    // Each can be found in what was sent, and that is there in the words in which organisations can still read it.
    const sent = known.handoffs.find(({ id }) => id === talks[0]?.handoff);
    expect(sent?.content).toMatchObject({ name: 'Welzijn Noord', message: 'Bel mij niet' });
  });

  it.each([
    ['all there can be', wholeClient],
    ['nothing yet', empty],
  ])('keeps to its schema: %s', (_, state) => {
    const made = myData(content, state, MADE_AT, beside);
    expect(errorsIn(made)).toEqual([]);
    expect(myDataSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });
});

describe(path, () => {
  it('is as the code says; else run npm run check -- --schema', () => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  });

  it('refuses what is not in it', () => {
    const made = myData(content, empty, MADE_AT);
    expect(errorsIn({ ...made, known: { ...made.known, secret: 1 } })).not.toEqual([]);
    expect(errorsIn({ ...made, known: { ...made.known, form: 'jij' } })).not.toEqual([]);
  });

  it('says what each part means, and of nothing else', () => {
    type Node = { properties?: Record<string, Node>; items?: Node; description?: string };
    const described = (node: Node, at: string[]): string[] =>
      Object.entries(node.properties ?? {}).flatMap(([name, part]) => [
        ...(part.description ? [[...at, name].join('.')] : []),
        ...described(part, [...at, name]),
        ...described(part.items ?? {}, [...at, name]),
      ]);
    expect(described(schema, []).sort()).toEqual(Object.keys(MEANING).sort());
    const { known, placeInConversation, ...rest } = schema.properties as Record<string, Node>;
    const silent = [rest, known?.properties, placeInConversation?.properties].flatMap((parts) =>
      Object.entries(parts ?? {}).filter(([, part]) => !part.description),
    );
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});
