/** Backup, restore and a new key as an operator does them: real commands, beside a real server with people talking. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { newKey } from '../../src/store/keyring.ts';
import { openTalk, type RunningServer, startServer, type Talk, temporaryFolder } from './server.ts';

const ROOT = join(import.meta.dirname, '../..');
const root = temporaryFolder();
const servers: RunningServer[] = [];

interface Place {
  data: string;
  backups: string;
}

let places = 0;
const place = (): Place => {
  const path = join(root.path, `${++places}`);
  return { data: join(path, 'data'), backups: join(path, 'backups') };
};

async function serve({ data }: Place, env: Record<string, string> = {}): Promise<RunningServer> {
  const server = await startServer(data, env);
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill();
  rmSync(root.path, { recursive: true, force: true });
});

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

function run(
  { data }: Place,
  command: string,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [join(ROOT, `dist/cli/${command}.js`), ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', STUUR_DATA: data, ...env },
  });
  const ran: Ran = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    ran.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    ran.err += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...ran, code })));
}

/** What people type; nothing of it may be found in any file. */
const WORDS = 'mijn man heet xylofoonkast en ik ben bang';

async function talking(server: RunningServer): Promise<Talk> {
  const talk = await openTalk(server);
  await talk.say('ja', 'safe');
  await talk.say(WORDS, 'story');
  return talk;
}

async function wipe(talk: Talk): Promise<void> {
  await talk.say('wis', 'wis');
  await talk.say('ja', 'wis-ja');
}

const backupIn = ({ backups }: Place): string =>
  join(backups, readdirSync(backups).find((name) => name.startsWith('stuur-')) ?? '');

const wrappedKeys = ({ data }: Place): Buffer[] => {
  const db = new Database(join(data, 'stuur.sqlite'), { readonly: true });
  const found = db.prepare('select wrapped_key from client').pluck().all() as Buffer[];
  db.close();
  return found;
};

const filesWith = (folder: string, bytes: Buffer | string): string[] =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(bytes));

describe('an operator', () => {
  it('makes a backup of a running server, loses the machine, and puts it back without who wiped everything', async () => {
    const here = place();
    const key = newKey();
    const env = { STUUR_KEY: key, STUUR_BACKUPS: here.backups };
    const server = await serve(here, env);
    const [stays, goes] = [await talking(server), await talking(server)];

    const refused = await run(here, 'backup', [], { STUUR_KEY: key });
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Say in which folder .*npm run backup/s),
    });
    const made = await run(here, 'backup', [], env);
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining('2 people.'), err: '' });
    expect(filesWith(here.backups, 'xylofoonkast')).toEqual([]);

    const before = wrappedKeys(here);
    await wipe(goes);
    const now = wrappedKeys(here);
    const [gone] = before.filter((each) => !now.some((other) => other.equals(each)));
    if (!gone) throw new Error('nobody was wiped');
    expect(filesWith(here.backups, gone)).toEqual(['keys.sqlite']);
    // A start has a tick of its own: no need to wait a minute for the next.
    await server.stop();
    const again = await serve(here, env);
    expect(again.output()).toContain('"event":"backup.keys_removed","clients":1');
    expect(filesWith(here.backups, gone)).toEqual([]);

    const busy = await run(here, 'restore', [backupIn(here), '--replace'], env);
    expect(busy).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Stuur is running on this data folder/),
    });
    await again.kill();
    rmSync(here.data, { recursive: true });

    const wrong = await run(here, 'restore', [backupIn(here)], { STUUR_KEY: newKey() });
    expect(wrong).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^The data is sealed under key [0-9a-f]{16}/),
    });
    const restored = await run(here, 'restore', [backupIn(here)], env);
    expect(restored.err).toBe('');
    expect(restored.out).toMatch(
      /: 1 person\. Their keys come from keys\.sqlite beside the backup\.\n1 person in it wiped/,
    );

    const anew = await serve(here, env);
    stays.at(anew.address);
    goes.at(anew.address);
    const told = async (talk: Talk) =>
      (await talk.activities()).filter(({ from }) => from.role !== 'bot').length;
    expect(await told(stays)).toBe(2);
    expect(await told(goes)).toBe(0);
    await stays.say('ik ga door', 'next');
    // What an open page waits for comes after what it has seen, although the restore went back in time.
    expect((await stays.activities()).at(-1)?.from.role).toBe('bot');
    expect(filesWith(here.data, 'xylofoonkast')).toEqual([]);
  }, 120_000);

  it('gives a running server a new key, and nobody who is talking notices', async () => {
    const here = place();
    const [former, next] = [newKey(), newKey()];
    const first = await serve(here, { STUUR_KEY: former });
    const talk = await talking(first);
    await run(here, 'backup', [here.backups], { STUUR_KEY: former });
    const both = { STUUR_KEY: next, STUUR_KEY_PREVIOUS: former, STUUR_BACKUPS: here.backups };

    const early = await run(here, 'rotate-key', [], both);
    expect(early).toMatchObject({
      code: 1,
      err: expect.stringMatching(/does not know the current key yet\. Restart it/),
    });
    await first.stop();
    const second = await serve(here, both);
    talk.at(second.address);
    await talk.say('hallo', 'with-both');
    const rotated = await run(here, 'rotate-key', [], both);
    expect(rotated).toMatchObject({ code: 0, err: '' });
    expect(rotated.out).toMatch(
      /^The keys of 1 person were put under the current key\. Everything is under it now\./,
    );
    expect(rotated.out).toContain('take STUUR_KEY_PREVIOUS away');
    await talk.say('nog een keer', 'after');
    await second.stop();

    await expect(startServer(here.data, { STUUR_KEY: former })).rejects.toThrow(
      /sealed under key .* not configured/,
    );
    const third = await serve(here, { STUUR_KEY: next });
    const fresh = await openTalk(third);
    await fresh.say('ja', 'x');
    await third.stop();
    rmSync(here.data, { recursive: true });
    const restored = await run(here, 'restore', [backupIn(here)], { STUUR_KEY: next });
    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('1 person.') });
  }, 120_000);

  it('gives a copy on their own machine a new key', async () => {
    const here = place();
    const server = await serve(here);
    const talk = await talking(server);
    const running = await run(here, 'rotate-key', ['--new']);
    expect(running).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Stuur is running on this data folder/),
    });
    expect(existsSync(join(here.data, 'key.previous'))).toBe(false);
    await server.stop();
    const nothing = await run(here, 'rotate-key');
    expect(nothing).toMatchObject({ code: 1, err: expect.stringContaining('Add --new') });
    const was = readFileSync(join(here.data, 'key'), 'utf8');
    const rotated = await run(here, 'rotate-key', ['--new']);
    expect(rotated).toMatchObject({ code: 0, out: expect.stringContaining('The keys of 1 person'), err: '' });
    expect(readFileSync(join(here.data, 'key.previous'), 'utf8')).toBe(was);
    const again = await serve(here);
    talk.at(again.address);
    await talk.say('hallo', 'after');
    await again.stop();
    rmSync(join(here.data, 'key.previous'));
    await serve(here);
  }, 120_000);

  it('is told how a command is used', async () => {
    const here = place();
    for (const command of ['backup', 'restore', 'rotate-key']) {
      const ran = await run(here, command, ['--nonsense']);
      expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(`Use: npm run ${command}`) });
    }
    expect(await run(here, 'restore')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Say which backup'),
    });
    expect(await run(here, 'backup', [here.backups])).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no database'),
    });
    expect(existsSync(here.data)).toBe(false);
  });
});
