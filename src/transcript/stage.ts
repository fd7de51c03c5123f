/**
 * Everything a conversation needs, read from this project's own files. Node only.
 */
import { fileURLToPath } from 'node:url';
import { assemble } from '../content/assemble.ts';
import { loadScriptFiles } from '../content/load.ts';
import { loadDirectory, loadMunicipalities } from '../directory/load.ts';
import { lookupIn, municipalityIn } from '../run/lookup.ts';
import { loadReader } from '../understanding/artefact.ts';
import type { Stage } from './play.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export function loadStage(root = ROOT): Stage {
  const directory = loadDirectory(`${root}/data`);
  const content = assemble({
    files: loadScriptFiles(root),
    reader: loadReader(root),
    services: directory.services,
    retention: { chatHours: 24, planDays: 90, sessionHours: 24, handoffDays: 30 },
  });
  const municipalities = loadMunicipalities(`${root}/data`);
  return { content, lookup: lookupIn(directory), municipality: municipalityIn(municipalities) };
}
