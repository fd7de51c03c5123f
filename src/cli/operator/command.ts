/** What the commands for operators have in common: where things are, and a sentence when something is wrong. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSettings, type Settings, SettingsError } from '../../settings.ts';
import { DATABASE_FILE } from '../../store/connection.ts';
import { StoreError } from '../../store/errors.ts';

export interface Command<Flag extends string> {
  settings: Settings;
  /** The data folder, and the database in it. */
  folder: string;
  database: string;
  /** What was written behind the command, and which flags. */
  argument: string | undefined;
  flags: Readonly<Record<Flag, boolean>>;
}

/** Reads the command line and the settings, does the work, and prints the lines that it gives. */
export async function command<Flag extends string>(
  usage: string,
  flags: readonly Flag[],
  work: (command: Command<Flag>) => Promise<readonly string[]>,
): Promise<void> {
  try {
    const { values, positionals } = read(usage, flags);
    const settings = loadSettings(process.env);
    const folder = resolve(settings.dataFolder);
    const lines = await work({
      settings,
      folder,
      database: join(folder, DATABASE_FILE),
      argument: positionals[0],
      flags: Object.fromEntries(flags.map((flag) => [flag, values[flag] === true])) as Record<Flag, boolean>,
    });
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  } catch (error) {
    const known =
      error instanceof SettingsError || error instanceof StoreError || error instanceof UsageError;
    process.stderr.write(`${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

class UsageError extends Error {}

function read(
  usage: string,
  flags: readonly string[],
): { values: Record<string, unknown>; positionals: string[] } {
  try {
    const options = Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' } as const]));
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.length > 1) throw new Error(`One argument was expected, not ${positionals.length}.`);
    return { values, positionals };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nUse: ${usage}`);
  }
}

/** The folder for backups: as written, or from the settings. */
export function backupFolder({ argument, settings }: Command<string>): string | undefined {
  const folder = argument ?? settings.backupFolder;
  return folder === undefined ? undefined : resolve(folder);
}

export function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

export function assertDatabase(database: string): void {
  if (existsSync(database)) return;
  throw new StoreError('refused', `There is no database ${database}. STUUR_DATA says in which folder it is.`);
}
