/** Backups: whole and of one moment, without keys; and the key file beside them, without those who are gone. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeBackup } from '../../src/store/node_backup.ts';
import { watchKeys } from '../../src/store/node_key_watch.ts';
import { restore } from '../../src/store/node_restore.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { bundled } from './bundled.ts';
import { filesWith, fill, install, key, keys, now, query, wrappedKeys } from './installation.ts';
import { handoff, hours, said, say, somewhere, take, turnAfter, wipeAfter } from './turns.ts';

const writer = bundled('writer.ts');

describe('a backup', () => {
  it('is of one moment while others write, and can be put back', { timeout: 60_000 }, async () => {
    const place = await install();
    const child = spawn(process.execPath, [writer, place.database, key, 'busy'], { stdio: 'pipe' });
    try {
      let said = '';
      const lines = (count: number): Promise<void> =>
        new Promise((resolve) => {
          const look = (): boolean => said.split('\n').length > count;
          child.stdout.on('data', () => look() && resolve());
          if (look()) resolve();
        });
      child.stdout.on('data', (chunk) => {
        said += chunk;
      });
      await lines(40);
      const made = [];
      for (let round = 1; round <= 3; round++) {
        made.push(makeBackup({ ...folders(place), now: new Date(now.getTime() + round) }));
        await lines(said.split('\n').length + 40);
      }
      const acknowledged = said.split('\n').slice(0, -1);
      for (const { file, clients } of made) {
        expect(clients).toBe(8);
        const database = join(place.data, 'again', 'stuur.sqlite');
        await restore({ backup: file, database, keys, replace: existsSync(database), now });
        const store = await openSqliteStore({ file: database, keys });
        let turns = 0;
        for (let index = 0; index < 8; index++) {
          const address = { channel: 'console', conversation: `busy-${index}` };
          const texts = (await store.history(address, 0, 100_000)).map(({ message }) =>
            message.kind === 'say' ? message.text : '',
          );
          expect(texts).toEqual(texts.map((_, at) => `${address.conversation}:${at + 1}`));
          expect((await store.load(address)).client?.seq).toBe(texts.length);
          turns += texts.length;
        }
        await store.close();
        expect(turns).toBeGreaterThan(8);
        expect(turns).toBeLessThan(acknowledged.length);
      }
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('has every table and row there is, but for the keys', async () => {
    const place = await install();
    const change = {
      pulled: false,
      reference: { serviceUrl: 'https://a.example' },
      arrangements: [
        { kind: 'return_code', code: 'fiets brood zomer kaas boom trein' },
        { kind: 'download', ticket: 't', file: 'plan', expiresAt: hours(1) },
        { kind: 'remind', id: 'r', at: hours(2) },
      ],
    } as const;
    const sent = [handoff('h'), said('h', 1, 'client', 'dag')];
    await take(place.store, somewhere('msteams'), { ...change, handoffs: sent });
    await fill(place.store, 'more', 3);
    const { file, clients } = makeBackup({ ...folders(place), now });
    expect(file).toBe(join(place.backups, 'stuur-2026-11-24T10-00-00-000Z.sqlite'));
    expect(clients).toBe(4);
    const schema =
      "select type, name, tbl_name, sql from sqlite_schema where name not like 'sqlite_%' order by name";
    expect(query(file, schema)).toEqual(query(place.database, schema));
    const tables = query<{ name: string }>(file, "select name from sqlite_schema where type = 'table'");
    const rowsOf = (from: string, table: string) =>
      query<Record<string, unknown>>(from, `select * from "${table}"`)
        .map((row) => JSON.stringify(row))
        .sort();
    // What is under the full-text index is made anew: `directory.test.ts` searches in a backup.
    const compared = tables.filter(
      ({ name }) => name !== 'client' && name !== 'stuur' && !/^(hsds_search_index|sqlite_)/.test(name),
    );
    for (const { name } of compared) {
      // The directory is empty; staff are filled in, backed up and put back in test/staff/keys.test.ts.
      if (!/^(staff|hsds)/.test(name)) expect(rowsOf(place.database, name).length, name).toBeGreaterThan(0);
      expect(rowsOf(file, name), name).toEqual(rowsOf(place.database, name));
    }
    const bare = 'select id, seq, document, keep_until, keep_day from client order by id';
    expect(query(file, bare)).toEqual(query(place.database, bare));
    const held = query(file, 'select distinct key_id, hex(wrapped_key) as wrapped from client');
    expect(held).toEqual([{ key_id: '', wrapped: '' }]);
    expect(query(file, 'select key from stuur order by key')).toEqual([
      { key: 'backup_made' },
      { key: 'installation' },
    ]);
    expect(query(file, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });

  it('is for its owner only, and holds neither keys nor words', async () => {
    const place = await install();
    const words = ['eenzaamheid', 'Kanaalstraat', 'wachtwoordje'];
    const turn = turnAfter(
      { channel: 'msteams', conversation: 'Kanaalstraat' },
      { client: undefined, lastNumber: 0 },
      { messages: [say('Je noemde eenzaamheid')], pulled: false, reference: { street: 'Kanaalstraat' } },
    );
    await place.store.commit({ ...turn, client: { ...turn.client, document: { story: 'wachtwoordje' } } });
    const ids = await fill(place.store, 'many', 200);
    makeBackup({ ...folders(place), now });
    expect(readdirSync(place.backups).sort()).toEqual([
      'keys.sqlite',
      'stuur-2026-11-24T10-00-00-000Z.sqlite',
    ]);
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(readdirSync(place.backups).map((name) => mode(join(place.backups, name)))).toEqual(['600', '600']);
    expect(mode(place.backups)).toBe('700');
    expect(filesWith(place.backups, words)).toEqual([]);
    const everyKey = wrappedKeys(place.database, [...ids, turn.client.id]);
    expect(everyKey).toHaveLength(201);
    for (const each of everyKey) expect(filesWith(place.backups, [each])).toEqual(['keys.sqlite']);
  });

  it('is not begun in the folder of another installation, whose keys are left alone', async () => {
    const [one, other] = [await install(), await install()];
    const ids = await fill(one.store, 'one', 3);
    const { file } = makeBackup({ ...folders(one), now });
    const theirs = wrappedKeys(one.database, ids);
    expect(() => makeBackup({ database: other.database, folder: one.backups, now: new Date(1) })).toThrow(
      /holds the keys of another installation/,
    );
    expect(readdirSync(one.backups).map((name) => join(one.backups, name))).toContain(file);
    expect(readdirSync(one.backups)).toHaveLength(2);
    for (const each of theirs) expect(filesWith(one.backups, [each])).toEqual(['keys.sqlite']);
  });

  it('says so when there is nothing to back up', async () => {
    const place = await install();
    const nothing = join(place.data, 'nothing.sqlite');
    expect(() => makeBackup({ ...folders(place), database: nothing, now })).toThrow(/There is no database/);
    expect(existsSync(nothing)).toBe(false);
    writeFileSync(nothing, '');
    expect(() => makeBackup({ ...folders(place), database: nothing, now })).toThrow(/no database of Stuur/);
  });

  it('takes away what a killed one left a day ago, not what another is writing', async () => {
    const place = await install();
    mkdirSync(place.backups);
    for (const name of ['stuur-old.sqlite.part', 'stuur-new.sqlite.part'])
      writeFileSync(join(place.backups, name), '');
    const time = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
    utimesSync(join(place.backups, 'stuur-old.sqlite.part'), time(25), time(25));
    utimesSync(join(place.backups, 'stuur-new.sqlite.part'), time(1), time(1));
    makeBackup({ ...folders(place), now });
    expect(readdirSync(place.backups).filter((name) => name.endsWith('.part'))).toEqual([
      'stuur-new.sqlite.part',
    ]);
  });
});

describe('the key file', () => {
  it('has nothing of who wiped everything, once a backup is made again', async () => {
    const place = await install();
    const ids = await fill(place.store, 'many', 600);
    makeBackup({ ...folders(place), now });
    const wiped = ids.filter((_, index) => index % 7 === 0);
    const theirs = wrappedKeys(place.database, wiped);
    await wipe(place, 'many', (index) => index % 7 === 0);
    makeBackup({ ...folders(place), now: new Date(now.getTime() + 1) });
    expect(filesWith(place.backups, theirs)).toEqual([]);
    const kept = query<{ client: string }>(
      join(place.backups, 'keys.sqlite'),
      'select client from client_key',
    );
    const there = query<{ id: string }>(place.database, 'select id from client').map(({ id }) => id);
    expect(kept.map(({ client }) => client).sort()).toEqual(there.sort());
  });

  it('loses them within a tick of the clock while the server runs, without a new backup', async () => {
    const place = await install();
    const ids = await fill(place.store, 'many', 600);
    makeBackup({ ...folders(place), now });
    const drop = watchKeys(folders(place));
    expect(await drop()).toEqual({ removed: 0 });
    const theirs = wrappedKeys(
      place.database,
      ids.filter((_, index) => index % 7 === 0),
    );
    expect(theirs).toHaveLength(86);
    await wipe(place, 'many', (index) => index % 7 === 0);
    expect(await drop()).toEqual({ removed: 86 });
    expect(filesWith(place.backups, theirs)).toEqual([]);
    expect(readdirSync(place.backups)).toHaveLength(2);
    expect(await drop()).toEqual({ removed: 0 });
  }, 30_000);

  it('is cleaned at the next tick when a kill came before it was', async () => {
    const place = await install();
    const ids = await fill(place.store, 'many', 600);
    makeBackup({ ...folders(place), now });
    const file = join(place.backups, 'keys.sqlite');
    const dropped = ids.slice(0, 50);
    const theirs = wrappedKeys(place.database, dropped);
    // As it lies there when the deletion was committed and no more: without secure_delete, to be sure of left-overs.
    query(file, 'select 1');
    const Database = (await import('better-sqlite3')).default;
    const db = new Database(file);
    db.pragma('secure_delete = OFF');
    db.exec('begin; pragma user_version = 1');
    for (const id of dropped) db.prepare('delete from client_key where client = ?').run(id);
    db.exec('commit');
    db.close();
    expect(filesWith(place.backups, theirs)).toEqual(['keys.sqlite']);
    expect(await watchKeys(folders(place))()).toEqual({ removed: 0 });
    expect(filesWith(place.backups, theirs)).toEqual([]);
  });

  it('is left alone by a server with another or a new database', async () => {
    const [one, other] = [await install(), await install()];
    await fill(one.store, 'one', 3);
    makeBackup({ ...folders(one), now });
    const drop = watchKeys({ database: other.database, folder: one.backups });
    expect(await drop()).toEqual({ failed: 'other_installation' });
    makeBackup({ ...folders(other), now });
    expect(await drop()).toEqual({ failed: 'other_installation' });
    expect(query(join(one.backups, 'keys.sqlite'), 'select client from client_key')).toHaveLength(3);
  });

  it('is missed when it was there, not before', async () => {
    const place = await install();
    const drop = watchKeys(folders(place));
    expect(await drop()).toEqual({ removed: 0 });
    expect(existsSync(place.backups)).toBe(false);
    makeBackup({ ...folders(place), now });
    rmSync(place.backups, { recursive: true });
    expect(await drop()).toEqual({ failed: 'no_file' });
  });

  it('gives a code when it cannot be read, and when the folder does not answer', async () => {
    const place = await install();
    makeBackup({ ...folders(place), now });
    expect(await watchKeys(folders(place), 0)()).toEqual({ failed: 'slow' });
    writeFileSync(join(place.backups, 'keys.sqlite'), 'no database '.repeat(1000));
    expect(await watchKeys(folders(place))()).toEqual({ failed: 'corrupt' });
  });
});

const folders = ({ database, backups }: { database: string; backups: string }) => ({
  database,
  folder: backups,
});

async function wipe(
  { store }: Awaited<ReturnType<typeof install>>,
  name: string,
  which: (index: number) => boolean,
): Promise<void> {
  for (let index = 0; ; index++) {
    const address = { channel: 'directline', conversation: `${name}-${index}` };
    const loaded = await store.load(address);
    if (!loaded.client) return;
    if (which(index)) await store.commit(wipeAfter(address, loaded));
  }
}
