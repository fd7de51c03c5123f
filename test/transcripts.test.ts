/**
 * Golden conversations: literal Dutch on both sides, whole arrays compared. After a change that is meant,
 * `npm run transcripts -- --update` writes the outputs anew; read the diff before you commit it.
 */
import { describe, expect, it } from 'vitest';
import { readTranscript, transcriptNames } from '../src/transcript/files.ts';
import { play } from '../src/transcript/play.ts';
import { loadStage, ROOT } from '../src/transcript/stage.ts';

const stage = loadStage();

describe('transcripts', () => {
  it.each(transcriptNames(ROOT))('%s', async (name) => {
    const transcript = readTranscript(ROOT, name);
    expect(await play(transcript, stage)).toEqual(transcript);
  });
});
