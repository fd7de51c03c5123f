/**
 * The golden conversations on disk: `test/transcripts/*.yaml`. Node only.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSource, showProblem, zodProblems } from '../content/source.ts';
import { formatTranscript, type Transcript, transcriptSchema } from './transcript.ts';

export const TRANSCRIPTS = 'test/transcripts';

export const transcriptNames = (root: string): string[] =>
  readdirSync(join(root, TRANSCRIPTS))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();

/** @throws Error naming file, line and remedy when it is not a transcript. */
export function readTranscript(root: string, name: string): Transcript {
  const path = `${TRANSCRIPTS}/${name}.yaml`;
  const source = parseSource({ path, text: readFileSync(join(root, path), 'utf8') });
  if (source.problems.length > 0) throw new Error(source.problems.map(showProblem).join('\n'));
  const parsed = transcriptSchema.safeParse(source.value);
  if (!parsed.success)
    throw new Error(zodProblems(source, parsed.error, transcriptSchema).map(showProblem).join('\n'));
  return parsed.data;
}

export const writeTranscript = (root: string, name: string, transcript: Transcript): void =>
  writeFileSync(join(root, `${TRANSCRIPTS}/${name}.yaml`), formatTranscript(transcript));
