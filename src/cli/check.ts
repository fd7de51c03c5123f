/**
 * `npm run check` (content part): every problem in dialogs, texts and example material, at file:line:column.
 * `--schema` writes the JSON schemas for editors.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkScript } from '../content/checks/index.ts';
import { dialogsWithoutTranscript } from '../content/checks/transcripts.ts';
import { jsonSchemas } from '../content/json-schema.ts';
import { loadScriptFiles } from '../content/load.ts';
import { readScript } from '../content/read.ts';
import { serviceFacts } from '../content/services.ts';
import { showProblem } from '../content/source.ts';
import { loadDirectory } from '../directory/load.ts';
import { myDataJsonSchema } from '../export/my-data.ts';
import { readTranscript, transcriptNames } from '../transcript/files.ts';
import { ROOT } from '../transcript/stage.ts';
import { checkMaterial } from '../understanding/check.ts';
import { loadMaterial } from '../understanding/load.ts';

if (process.argv.includes('--schema')) {
  for (const [path, text] of Object.entries({ ...jsonSchemas(), ...myDataJsonSchema() }))
    writeFileSync(join(ROOT, path), text);
}

const avoid = z
  .array(z.strictObject({ words: z.string(), instead: z.string() }))
  .parse(parse(readFileSync(join(ROOT, 'locales/nl/language/avoid.yaml'), 'utf8')));
const read = readScript(loadScriptFiles(ROOT));
const problems = checkScript(read, { services: serviceFacts(loadDirectory().services), avoid }).map(
  showProblem,
);

const said = transcriptNames(ROOT)
  .flatMap((name) => readTranscript(ROOT, name).talk)
  .flatMap(({ stuur }) => stuur ?? [])
  .join('\n');
for (const dialog of dialogsWithoutTranscript(read.script, said)) {
  problems.push(
    `dialogs/${dialog}.yaml:1:1 no conversation in test/transcripts passes here; save one with ` +
      '`npm run chat -- --save test/transcripts/<what the person does>.yaml`',
  );
}
problems.push(...checkMaterial(loadMaterial(ROOT)));

for (const problem of problems) console.log(problem);
const count = problems.length;
console.log(count === 0 ? 'content: no problems' : `content: ${count} problem${count === 1 ? '' : 's'}`);
process.exitCode = count === 0 ? 0 : 1;
