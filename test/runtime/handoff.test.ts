/**
 * A resident asks for a person and a professional answers, side by side in real browsers on the real server: from
 * 'ik wil een mens spreken' to the hand-back, and what a withdrawal leaves.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, PHONE, picture, sharedBrowser, type Visitor, visit } from './browser.ts';
import { type RunningServer, startServer, temporaryFolder } from './server.ts';
import { joinStaff, linkIn, staffCommand } from './staff-desk.ts';

const WORDS = 'mijn kanarie zingt niet meer en de postzegels zijn op';
const REPLY = 'Dat klinkt verdrietig. Zullen we samen kijken?';

const data = temporaryFolder();
let server: RunningServer;
let invitation = '';

beforeAll(async () => {
  if (!hasChromium) return;
  server = await startServer(data.path);
  const staff = staffCommand(server, data.path);
  const about = 'Ze helpen bij alles wat er thuis speelt.';
  const made = await staff(
    'organisation',
    'add',
    '--name',
    'Buurtteam',
    '--about',
    about,
    '--answer-hours',
    '8',
  );
  expect(made.err).toBe('');
  const who = ['--email', 'marjan@voorbeeld.nl', '--name', 'Marjan', '--function', 'maatschappelijk werker'];
  const added = await staff('add', ...who, '--organisation', 'Buurtteam', '--role', 'professional');
  invitation = linkIn(added);
});
afterAll(async () => {
  await server?.stop();
  data.remove();
});

/** Says it, and waits for an answer that looks like this. */
async function say(client: Visitor, text: string, answer: RegExp): Promise<void> {
  await client.say(text);
  await client.page.locator('.bubble.bot', { hasText: answer }).last().waitFor();
}
async function choose(client: Visitor, label: string, answer: RegExp): Promise<void> {
  await client.choose(label);
  await client.page.locator('.bubble.bot', { hasText: answer }).last().waitFor();
}

async function toAnOffer(client: Visitor): Promise<void> {
  await client.answered();
  await say(client, 'ik wil een mens spreken', /Met wie wil je praten/);
  await choose(client, 'Iets sturen naar een organisatie', /Aan wie wil je iets sturen/);
  await choose(client, 'Buurtteam', /Wat wil je dat Buurtteam weet/);
  await say(client, WORDS, /Dit gaat mee/);
  await choose(client, 'Zo is het goed', /Wanneer mag dat/);
  await choose(client, 'Altijd', /Hoe lang/);
  await choose(client, 'Een week', /Mag ik dit zo sturen/);
}

/** All that stands in the files of the database. */
const filesHold = (text: string): boolean =>
  readdirSync(data.path)
    .filter((name) => name.includes('sqlite'))
    .some((name) => readFileSync(join(data.path, name)).includes(text));

describe.skipIf(!hasChromium)('a resident and a professional', () => {
  it('from asking for a person to the hand-back, and a withdrawal that is seen at once', async () => {
    const browser = await sharedBrowser();
    const desk = await joinStaff(browser, invitation);
    await desk.page.goto(`${server.address}/inbox`);
    const client = await visit(browser, server.address, { viewport: PHONE });
    await toAnOffer(client);
    await desk.page.getByText('Er wacht nu niemand op antwoord.').waitFor();
    await picture(client.page, 'handoff-preview');

    await choose(client, 'Ja, stuur dit', /Je vraag is verstuurd naar Buurtteam/);
    const first = desk.page.locator('#list-new a').first();
    await first.waitFor();
    // The list tells nothing of what was sent.
    expect(await desk.page.content()).not.toContain('kanarie');
    await first.click();
    await desk.page.locator('.own-words', { hasText: WORDS }).waitFor();
    expect(await desk.page.locator('.contact-when').innerText()).toBe('Altijd');
    expect(await desk.violations()).toEqual([]);
    await picture(desk.page, 'handoff-inbox');
    await desk.page.getByRole('button', { name: 'Aannemen', exact: true }).click();

    // Nothing goes to and fro before the client says so.
    await client.page.locator('.bubble', { hasText: 'Wil je nu met Marjan praten' }).waitFor();
    await choose(client, 'Ja, nu praten', /Je praat nu met Marjan/);
    await desk.page.locator('#text').fill(REPLY);
    await desk.page.locator('#text').press('Control+Enter');
    await client.page.locator('.bubble', { hasText: REPLY }).waitFor();
    await client.say('ja graag, hij heet Pietje');
    await desk.page.locator('#messages', { hasText: 'hij heet Pietje' }).waitFor();
    await picture(client.page, 'handoff-client');
    await picture(desk.page, 'handoff-talk');
    expect(await client.violations()).toEqual([]);

    // The words that always work; then back with Stuur.
    await say(client, 'klaar', /Je praat weer met mij, Stuur/);
    await say(client, 'ik schrijf dit alleen aan Stuur', /./);
    await say(client, 'mijn gegevens', /Alles hier is van jou/);
    await choose(client, 'Zien wat ik stuurde', /las wat er staat/);
    expect(await desk.page.content()).not.toContain('alleen aan Stuur');
    expect(filesHold('kanarie') || filesHold('Pietje')).toBe(false);

    await choose(client, 'Ja', /teruggehaald/);
    await desk.page.locator('.own-words').waitFor({ state: 'detached', timeout: 2000 });
    expect(await desk.page.content()).not.toMatch(/kanarie|Pietje|postzegels/);
    await desk.page.reload();
    expect(await desk.page.content()).not.toMatch(/kanarie|Pietje|postzegels/);
    await picture(desk.page, 'handoff-gone');
    expect([...client.complaints, ...desk.complaints]).toEqual([]);
    expect(server.output()).not.toMatch(/kanarie|Pietje|failed|not_told/);
  }, 150_000);
});
