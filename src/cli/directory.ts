/**
 * `npm run directory -- check|import|export FILE`: the local directory of services, from and to HSDS JSON, and from the
 * spreadsheet of a welfare worker. On the database itself, while the server runs or not.
 */
import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { COLUMNS } from '../directory/csv.ts';
import { toHsdsRecord } from '../directory/hsds-local.ts';
import { loadMunicipalities } from '../directory/load.ts';
import { loadSettings, SettingsError } from '../settings.ts';
import { DATABASE_FILE } from '../store/connection.ts';
import { readServices, serviceIds } from '../store/directory_reads.ts';
import { StoreError } from '../store/errors.ts';
import { checkSchema } from '../store/migrate.ts';
import { checkFile, itemsOf, writeServices } from '../store/node_directory.ts';
import { openSqliteRunner } from '../store/sqlite.ts';

const USAGE = `Gebruik:
  npm run directory -- check BESTAND              (leest alles en schrijft niets)
  npm run directory -- import BESTAND [--dry-run] [--stopped]
  npm run directory -- export BESTAND.json
BESTAND: .json (een lijst diensten van HSDS 3.0, of een pagina met "contents"), .ndjson of .csv.
Kolommen van een CSV: ${COLUMNS.join(', ')}`;

/** Something that whoever asked can put right. */
class AskedWrong extends Error {}

const PAGE = 200;
/** More than this are written longer than a running server waits for the database: clients would get no answer. */
const MOST_WHILE_RUNNING = 10_000;

async function database(): Promise<string> {
  const file = join(resolve(loadSettings(process.env).dataFolder), DATABASE_FILE);
  if (!existsSync(file))
    throw new AskedWrong(
      `Er is geen database ${file}. Start Stuur eerst een keer (npm start); STUUR_DATA zegt in welke map.`,
    );
  const runner = openSqliteRunner(file);
  await checkSchema(runner).finally(() => runner.close());
  return file;
}

async function check(file: string): Promise<number> {
  if (!existsSync(file)) throw new AskedWrong(`Het bestand ${file} is er niet. Controleer de naam.`);
  const { services, problems, wrong } = await checkFile(itemsOf(file, loadMunicipalities()));
  if (wrong === 0) return services;
  const more = wrong > problems.length ? `\nEn nog ${wrong - problems.length} meer.` : '';
  throw new AskedWrong(
    `${problems.join('\n')}${more}\n${wrong} fout(en) in ${file}. Er is niets geschreven.`,
  );
}

async function exportTo(file: string): Promise<number> {
  if (existsSync(file)) throw new AskedWrong(`${file} bestaat al. Kies een andere naam.`);
  const runner = openSqliteRunner(await database());
  const out = openSync(file, 'wx', 0o644);
  let count = 0;
  try {
    for (let after = ''; ; ) {
      const ids = await serviceIds(runner, { after, most: PAGE });
      for (const record of await readServices(runner, ids)) {
        writeSync(out, `${count === 0 ? '[' : ','}\n${JSON.stringify(toHsdsRecord(record))}`);
        count += 1;
      }
      if (ids.length < PAGE) break;
      after = ids.at(-1) ?? '';
    }
    writeSync(out, count === 0 ? '[]\n' : '\n]\n');
  } finally {
    closeSync(out);
    await runner.close();
  }
  return count;
}

async function run(): Promise<string> {
  const { values, positionals } = parseArgs({
    options: { 'dry-run': { type: 'boolean' }, stopped: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [work, file, ...rest] = positionals;
  if (!file || rest.length > 0) throw new AskedWrong(USAGE);
  if (work === 'check' || (work === 'import' && values['dry-run']))
    return `${await check(file)} dienst(en) in orde. Er is niets geschreven.`;
  if (work === 'import') {
    const found = await check(file);
    if (found > MOST_WHILE_RUNNING && !values.stopped)
      throw new AskedWrong(
        `${found} diensten schrijven duurt zo lang dat gesprekken intussen stilstaan. Stop Stuur en gebruik --stopped, ` +
          `of verdeel het bestand in stukken van ${MOST_WHILE_RUNNING}. Er is niets geschreven.`,
      );
    const written = await writeServices(await database(), itemsOf(file, loadMunicipalities()));
    return `${written} dienst(en) opgenomen.`;
  }
  if (work === 'export') return `${await exportTo(file)} dienst(en) in ${file}.`;
  throw new AskedWrong(USAGE);
}

try {
  process.stdout.write(`${await run()}\n`);
} catch (error) {
  const known = [AskedWrong, SettingsError, StoreError].some((kind) => error instanceof kind);
  process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = 1;
}
