/** Reads the directory and the municipalities from `data/` on disk. Node only; the Worker bundles the same files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Municipalities, parseMunicipalities } from './municipality.ts';
import { type Directory, parseNational } from './national.ts';

/** The `data` folder of this project. */
export const DATA = fileURLToPath(new URL('../../data', import.meta.url));

/** @throws DirectoryError when a file has a problem; Error when the folder cannot be read or is empty. */
export function loadDirectory(data = DATA): Directory {
  const folder = join(data, 'national');
  const files = readdirSync(folder)
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort();
  if (files.length === 0)
    throw new Error(`${folder} holds no .yaml or .json file; put the national services there`);
  return parseNational(
    files.map((name) => ({ file: `data/national/${name}`, text: readFileSync(join(folder, name), 'utf8') })),
  );
}

/** @throws Error naming file and line when a row or a name is wrong. */
export function loadMunicipalities(data = DATA): Municipalities {
  return parseMunicipalities(
    readFileSync(join(data, 'municipalities.csv'), 'utf8'),
    readFileSync(join(data, 'municipality-names.yaml'), 'utf8'),
  );
}
