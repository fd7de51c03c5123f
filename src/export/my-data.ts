/**
 * Everything that is stored of a client, as JSON: first in plain words, then as it is. Its form is documented in
 * docs/schema/my-data.schema.json.
 */
import { z } from 'zod';
import type { Content } from '../content/content.ts';
import { type ClientState, stateSchema } from '../engine/state.ts';
import { dataText } from '../engine/summary.ts';
import type { KeptBeside } from '../run/ports.ts';
import { MEANING } from './meaning.ts';

/** Where the conversation stands: of use to this program only, and theirs all the same. */
const POSITION = {
  version: true,
  stack: true,
  question: true,
  trail: true,
  focus: true,
  news: true,
  visited: true,
  planMade: true,
  shown: true,
  newCode: true,
  offered: true,
  reachable: true,
} as const satisfies Partial<Record<keyof ClientState, true>>;

const FORMAT = 'stuur-my-data';

export const myDataSchema = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(1),
  madeAt: z.iso.datetime(),
  inWords: z.array(z.string()),
  known: stateSchema.omit(POSITION),
  said: z.array(z.strictObject({ at: z.iso.datetime(), by: z.enum(['client', 'stuur']), text: z.string() })),
  talks: z.array(
    z.strictObject({
      handoff: z.string(),
      at: z.iso.datetime(),
      from: z.enum(['client', 'professional']),
      text: z.string(),
    }),
  ),
  placeInConversation: stateSchema.pick(POSITION),
});
export type MyData = z.infer<typeof myDataSchema>;

/** Chat text, without what only a page acts on. */
const saidIn = ({ messages }: KeptBeside): MyData['said'] =>
  messages.flatMap(({ at, message }): MyData['said'] => {
    if (message.kind === 'say') return [{ at, by: 'stuur', text: message.text }];
    const text = message.kind === 'echo' ? message.activity.text : undefined;
    return typeof text === 'string' ? [{ at, by: 'client', text }] : [];
  });

/** Everything: a part of the state that is added later is in it by itself. @param madeAt ISO instant */
export function myData(
  content: Content,
  state: ClientState,
  madeAt: string,
  beside: KeptBeside = { messages: [], talks: [] },
): MyData {
  const isPosition = (name: string): boolean => name in POSITION;
  const parts = Object.entries(state);
  return {
    format: FORMAT,
    formatVersion: 1,
    madeAt,
    inWords: dataText(content, state).split('\n'),
    known: Object.fromEntries(parts.filter(([name]) => !isPosition(name))) as MyData['known'],
    said: saidIn(beside),
    talks: beside.talks,
    placeInConversation: Object.fromEntries(
      parts.filter(([name]) => isPosition(name)),
    ) as MyData['placeInConversation'],
  };
}

/** Path in the project -> the text of the schema file. */
export function myDataJsonSchema(): Record<string, string> {
  const schema = z.toJSONSchema(myDataSchema) as JsonSchema;
  describe(schema, []);
  const whole = { title: 'What Stuur keeps of one client, as that client takes it along', ...schema };
  return { 'docs/schema/my-data.schema.json': `${JSON.stringify(whole, null, 2)}\n` };
}

interface JsonSchema {
  description?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
}

/** Puts its meaning with each part. */
function describe({ properties = {}, items }: JsonSchema, at: string[]): void {
  for (const [name, part] of Object.entries(properties)) {
    const path = [...at, name];
    const meaning = MEANING[path.join('.')];
    if (meaning !== undefined) part.description = meaning;
    describe(part, path);
  }
  if (items) describe(items, at);
}
