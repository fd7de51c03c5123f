/** `npm run stale`: prints the services whose check is too old. `--now 2026-11-24` asks it for another day. */
import { parseArgs } from 'node:util';
import { loadDirectory } from '../directory/load.ts';
import { staleReport } from '../directory/stale.ts';

function day(text: string | undefined): Date {
  if (text === undefined) return new Date();
  const date = new Date(`${text}T12:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(date.getTime()))
    throw new Error(`--now ${text} is geen datum; schrijf bijvoorbeeld --now 2026-11-24`);
  return date;
}

try {
  const { values } = parseArgs({ options: { now: { type: 'string' } } });
  process.stdout.write(staleReport(loadDirectory(), day(values.now)));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
