/**
 * The examples of a verb: `verbs/<verb>.yaml` holds a main dialog, its texts and talks with it. A talk is a list of
 * what the client does and, in full, what the assistant says, does, counts, asks the directory and keeps.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { ClientState } from '../../src/engine/state.ts';
import { type Heard, smallContent, talkWith } from './world.ts';

const exchangeSchema = z.strictObject({
  after: z.string().optional(),
  /** On which of their devices. */
  where: z.string().optional(),
  ik: z.string().optional(),
  /** Presses a choice by its id. */
  presses: z.string().optional(),
  stuur: z.array(z.string()).optional(),
  does: z.array(z.unknown()).optional(),
  counts: z.array(z.unknown()).optional(),
  /** What it asks the directory, where that is more than the topics. */
  searches: z.array(z.unknown()).optional(),
  /** The parts of the state that changed, as they are now. */
  keeps: z.record(z.string(), z.unknown()).optional(),
});
type Exchange = z.infer<typeof exchangeSchema>;

const fileSchema = z.strictObject({
  about: z.string(),
  dialogs: z.record(z.string(), z.unknown()),
  texts: z.record(z.string(), z.record(z.string(), z.unknown())),
  examples: z.record(
    z.string(),
    z.strictObject({
      /** What is known before it begins. */
      known: z.record(z.string(), z.unknown()).optional(),
      talk: z.array(exchangeSchema).min(1),
    }),
  ),
});
export type VerbFile = z.infer<typeof fileSchema>;

const pathOf = (verb: string): string => join(import.meta.dirname, 'verbs', `${verb}.yaml`);

export const readVerbFile = (verb: string): VerbFile =>
  fileSchema.parse(parse(readFileSync(pathOf(verb), 'utf8')));

export const writeVerbFile = (verb: string, file: VerbFile): void =>
  writeFileSync(
    pathOf(verb),
    stringify(file, { lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false }),
  );

/** Where the client stands is seen in what is said next; the rest of the state is what is kept. */
const PLACE = ['stack', 'trail', 'question', 'lastAt', 'since', 'version', 'offer'];

function changed(before: ClientState, after: ClientState): Record<string, unknown> {
  const old = before as Record<string, unknown>;
  const parts = { ...after } as Record<string, unknown>;
  for (const name of Object.keys(old)) if (!(name in parts)) parts[name] = 'gone';
  return Object.fromEntries(
    Object.entries(parts).filter(
      ([name, value]) => !PLACE.includes(name) && JSON.stringify(value) !== JSON.stringify(old[name]),
    ),
  );
}

function outputOf(before: ClientState, heard: Heard): Exchange {
  const keeps = changed(before, heard.client);
  const does = heard.effects.map((effect) =>
    effect.kind === 'request_handoff' ? { ...effect, consent: effect.consent.offer } : effect,
  );
  return {
    stuur: heard.said,
    ...(does.length > 0 ? { does } : {}),
    ...(heard.demand.length > 0 ? { counts: heard.demand } : {}),
    ...(heard.lookups.length > 0 ? { searches: heard.lookups } : {}),
    ...(Object.keys(keeps).length > 0 ? { keeps } : {}),
  };
}

/** Plays every example's inputs and gives back the file with the outputs as they are now. */
export function playVerbFile(file: VerbFile): VerbFile {
  const content = smallContent(file);
  const examples = Object.entries(file.examples).map(([name, example]) => {
    const talk = talkWith(content, example.known as Partial<ClientState>);
    const played = example.talk.map(({ after, where, ik, presses }): Exchange => {
      const input = {
        ...(after === undefined ? {} : { after }),
        ...(where === undefined ? {} : { where }),
        ...(ik === undefined ? {} : { ik }),
        ...(presses === undefined ? {} : { presses }),
      };
      const before = talk.state;
      const heard = talk.doTwice({
        ...(after === undefined ? {} : { after }),
        ...(ik === undefined ? {} : { text: ik }),
        ...(presses === undefined ? {} : { choice: presses }),
        ...(where === undefined ? {} : { place: where }),
        start: ik === undefined && presses === undefined,
      });
      return { ...input, ...outputOf(before, heard) };
    });
    return [name, { ...(example.known ? { known: example.known } : {}), talk: played }];
  });
  return JSON.parse(JSON.stringify({ ...file, examples: Object.fromEntries(examples) })) as VerbFile;
}
