/**
 * `npm run chat`: the same assistant in the terminal. Nothing is stored. `--save FILE` writes the conversation as
 * a transcript test.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runConsole } from '../channels/console.ts';
import { organisationsIn } from '../run/organisations.ts';
import type { World } from '../run/ports.ts';
import { createReceive } from '../run/receive.ts';
import { openMemoryStore } from '../store/memory.ts';
import { play } from '../transcript/play.ts';
import { loadStage } from '../transcript/stage.ts';
import { formatTranscript, type TranscriptTurn } from '../transcript/transcript.ts';

const USAGE = 'Use: npm run chat [-- --save test/transcripts/<what the person does>.yaml]';

function options(): { save?: string } {
  try {
    const { values } = parseArgs({ options: { save: { type: 'string' } } });
    return values.save === undefined ? {} : { save: values.save };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    process.exit(2);
  }
}

const { save } = options();
const stage = loadStage();
const store = openMemoryStore();
const world: World = { now: () => new Date(), id: () => crypto.randomUUID() };
const talk: TranscriptTurn[] = [];

process.stdout.on('error', () => process.exit(0));
await runConsole({
  receive: createReceive({
    ...stage,
    store,
    world,
    organisations: organisationsIn({ ...store, municipality: stage.municipality }),
    mayTryCode: () => true,
    committed: () => undefined,
    log: () => undefined,
  }),
  history: store.history,
  world,
  input: process.stdin,
  write: (text) => void process.stdout.write(text),
  interactive: process.stdin.isTTY === true,
  exchanged: (said) => talk.push(said === undefined ? {} : { ik: said }),
});

if (save && talk.length > 0) {
  // Played again with a clock and ids of its own, so that the test gives the same every time.
  const played = await play({ about: 'Say here what the person does.', now: begin(), talk }, stage);
  writeFileSync(save, formatTranscript(played));
  process.stderr.write(`Saved ${save}. Write in 'about' what the person does, and read it through.\n`);
}

/** A fixed evening, so that days in a saved conversation do not depend on when it was saved. */
function begin(): string {
  return '2026-11-02T19:30:00+01:00';
}
