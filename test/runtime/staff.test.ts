/** The first admin, from the command line to their own page, in a real browser; and out again within seconds. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../staff/office.ts';
import { hasChromium, picture, sharedBrowser, type Visitor, visit } from './browser.ts';
import { type RunningServer, startServer, temporaryFolder } from './server.ts';
import { linkIn, PASSWORD, staffCommand } from './staff-desk.ts';

const data = temporaryFolder();
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  if (!hasChromium) return;
  [server, browser] = await Promise.all([startServer(data.path), sharedBrowser()]);
});
afterAll(async () => {
  await server?.kill();
  data.remove();
});

const staff = (...args: string[]) => staffCommand(server, data.path)(...args);

/** As it should be on every page: for everyone, also on a small phone. */
async function isFine({ page, violations, overflow }: Visitor, name: string): Promise<void> {
  await picture(page, `staff-${name}`);
  expect([name, await violations(), await overflow()]).toEqual([name, [], 0]);
}

describe.skipIf(!hasChromium)('the first admin', () => {
  it('is made on the command line, comes in with an app, invites, and is removed while the page is open', async () => {
    const organisation = ['--organisation', 'Welzijn Voorbeeld'];
    expect((await staff('list')).out).toBe('Er zijn nog geen medewerkers.\n');
    const early = await staff('add', '--email', 'a@voorbeeld.nl', ...organisation);
    expect([early.code, early.err]).toEqual([1, expect.stringContaining('organisation add')]);
    const about = 'Wij denken met je mee over geld en wonen.';
    const wrong = await staff('organisation', 'add', '--name', 'Welzijn Voorbeeld', '--about', about);
    expect([wrong.code, wrong.err]).toEqual([1, 'Antwoordtijd: schrijf een getal.\n']);
    const hours = ['--answer-hours', '8', '--opening', 'ma-vr 09:00-17:00', '--municipalities', 'GM0363'];
    const added = await staff(
      'organisation',
      'add',
      '--name',
      'Welzijn Voorbeeld',
      '--about',
      about,
      ...hours,
    );
    expect(added.err).toBe('');
    const who = [
      '--email',
      'marjan@voorbeeld.nl',
      '--name',
      'Marjan',
      '--function',
      'teamleider',
      '--role',
      'admin',
    ];
    const link = linkIn(await staff('add', ...who, ...organisation));

    const visitor = await visit(browser, link, { viewport: { width: 360, height: 740 } });
    const { page } = visitor;
    await isFine(visitor, 'invite');
    await page.getByLabel('Wachtwoord', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Nog een keer').fill(PASSWORD);
    await page.getByRole('button', { name: 'Bewaar en ga verder' }).click();
    await page.getByRole('img', { name: 'QR-code' }).waitFor();
    await isFine(visitor, 'set-up');
    const uri = await page.locator('input[name="uri"]').inputValue();
    await page.getByLabel('Code van 6 cijfers').fill('000000');
    await page.getByRole('button', { name: 'Klaar' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Code van 6 cijfers').fill(codeOf(uri, -1));
    await page.getByRole('button', { name: 'Klaar' }).click();
    await page.getByRole('heading', { name: 'Marjan' }).waitFor();
    await isFine(visitor, 'account');

    await page.getByRole('link', { name: 'Organisatie' }).click();
    await isFine(visitor, 'organisation');
    await page.getByRole('link', { name: 'Medewerkers' }).click();
    await page.getByLabel('Naam, zoals').fill('Youssef');
    await page.getByLabel('Functie, zoals').fill('wijkcoach');
    await page.getByLabel('E-mailadres').fill('youssef@voorbeeld.nl');
    await page.getByRole('button', { name: 'Nodig uit' }).click();
    await isFine(visitor, 'link');
    await page.getByRole('main').getByRole('link', { name: 'Medewerkers' }).click();
    await isFine(visitor, 'members');

    await page.getByRole('button', { name: 'Log uit' }).click();
    await page.getByRole('button', { name: 'Ga verder' }).waitFor();
    await isFine(visitor, 'login');
    await page.getByLabel('E-mailadres').fill('marjan@voorbeeld.nl');
    await page.getByLabel('Wachtwoord').fill(PASSWORD);
    await page.getByLabel('Wachtwoord').press('Enter');
    await page.getByLabel('Code', { exact: true }).waitFor();
    await isFine(visitor, 'code');
    await page.getByLabel('Code', { exact: true }).fill(codeOf(uri));
    await page.getByLabel('Code', { exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'Marjan' }).waitFor();

    const gone = await staff('remove', '--email', 'marjan@voorbeeld.nl');
    expect(gone.err).toBe('');
    await page.reload();
    await page.getByRole('button', { name: 'Ga verder' }).waitFor();
    expect(page.url()).toContain('/staff/login');
    expect(visitor.complaints).toEqual([]);
    expect(server.output()).not.toMatch(/marjan@|failed/);
  }, 150_000);
});
