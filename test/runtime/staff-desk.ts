/** Staff of the real server: made on the command line, and through their invitation in a browser. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { codeOf } from '../staff/office.ts';
import { type Visitor, visit, WIDE } from './browser.ts';
import type { RunningServer } from './server.ts';

const ROOT = join(import.meta.dirname, '../..');
export const PASSWORD = 'vijf groene stoelen';

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** `npm run staff -- ...`, beside the running server. */
export const staffCommand =
  (server: RunningServer, data: string) =>
  (...args: string[]): Promise<Ran> => {
    const child = spawn(process.execPath, [join(ROOT, 'dist/cli/staff.js'), ...args], {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', STUUR_DATA: data, STUUR_PUBLIC_URL: server.address },
    });
    const ran: Ran = { code: null, out: '', err: '' };
    child.stdout.on('data', (chunk) => {
      ran.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      ran.err += chunk;
    });
    return new Promise((resolve) => child.once('close', (code) => resolve({ ...ran, code })));
  };

/** The link in what the command printed. */
export const linkIn = ({ out }: Ran): string => /^http:\S+$/m.exec(out)?.[0] ?? '';

/** Through an invitation to their own page. */
export async function joinStaff(browser: Browser, link: string): Promise<Visitor> {
  const visitor = await visit(browser, link, { viewport: WIDE });
  const { page } = visitor;
  await page.getByLabel('Wachtwoord', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Nog een keer').fill(PASSWORD);
  await page.getByRole('button', { name: 'Bewaar en ga verder' }).click();
  await page.getByRole('img', { name: 'QR-code' }).waitFor();
  const uri = await page.locator('input[name="uri"]').inputValue();
  await page.getByLabel('Code van 6 cijfers').fill(codeOf(uri));
  await page.getByRole('button', { name: 'Klaar' }).click();
  await page.getByRole('button', { name: 'Log uit' }).waitFor();
  return visitor;
}
