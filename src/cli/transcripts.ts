/**
 * `npm run transcripts`: plays the golden conversations and prints where they differ.
 * `-- --update` writes the outputs anew (never the inputs). Names after it choose some of them.
 */
import { readTranscript, transcriptNames, writeTranscript } from '../transcript/files.ts';
import { play } from '../transcript/play.ts';
import { loadStage, ROOT } from '../transcript/stage.ts';
import { formatTranscript } from '../transcript/transcript.ts';

const args = process.argv.slice(2);
const update = args.includes('--update');
const wanted = args.filter((arg) => !arg.startsWith('--'));
const names = transcriptNames(ROOT).filter((name) => wanted.length === 0 || wanted.includes(name));

const stage = loadStage();
let different = 0;
for (const name of names) {
  const transcript = readTranscript(ROOT, name);
  const played = await play(transcript, stage);
  if (formatTranscript(played) === formatTranscript(transcript)) continue;
  different += 1;
  if (update) writeTranscript(ROOT, name, played);
  console.log(`${update ? 'updated' : 'differs'}: ${name}`);
}
console.log(`${names.length} conversations, ${different} ${update ? 'updated' : 'different'}`);
process.exitCode = different > 0 && !update ? 1 : 0;
