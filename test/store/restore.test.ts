/** Restoring: who wiped everything stays gone, what clients took back stays taken back, and nothing is replaced in error. */
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/run/ports.ts';
import { connect } from '../../src/store/connection.ts';
import { type Keyring, keyringFrom, newKey } from '../../src/store/keyring.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/bundle.ts';
import { makeBackup } from '../../src/store/node_backup.ts';
import { nodeCipher } from '../../src/store/node_cipher.ts';
import { watchKeys } from '../../src/store/node_key_watch.ts';
import { type Restored, restore } from '../../src/store/node_restore.ts';
import { openWrapping, wrapSecret } from '../../src/store/sealing.ts';
import { openSqliteRunner } from '../../src/store/sqlite.ts';
import { bundled } from './bundled.ts';
import {
  filesWith,
  fill,
  type Installation,
  install,
  key,
  keys,
  now,
  query,
  wrappedKeys,
} from './installation.ts';
import {
  handoff,
  hours,
  later,
  moved,
  NOW,
  said,
  say,
  somewhere,
  take,
  turnAfter,
  wipeAfter,
} from './turns.ts';

const writer = bundled('writer.ts');
const at = (name: string, index = 0) => ({ channel: 'directline', conversation: `${name}-${index}` });

const backUp = ({ database, backups }: Installation, after = 0): string =>
  makeBackup({ database, folder: backups, now: new Date(now.getTime() + after) }).file;

async function wipe(store: Store, address: ReturnType<typeof at>): Promise<void> {
  await store.commit(wipeAfter(address, await store.load(address)));
}

/** As when the machine is lost. */
async function lose(place: Installation): Promise<void> {
  await place.store.close();
  rmSync(place.data, { recursive: true });
}

const putBack = (
  { database }: Installation,
  backup: string,
  { replace = false, ring = keys }: { replace?: boolean; ring?: Keyring } = {},
): Promise<Restored> => restore({ backup, database, keys: ring, replace, now });

describe('who wiped everything after the backup', () => {
  it('stays gone where the database is lost: the key is not beside the backup any more', async () => {
    const place = await install();
    const [gone = '', kept = ''] = await fill(place.store, 'c', 2);
    const backup = backUp(place);
    const theirs = wrappedKeys(place.database, [gone]);
    await wipe(place.store, at('c', 0));
    await watchKeys({ database: place.database, folder: place.backups })();
    await lose(place);
    expect(filesWith(place.backups, [gone])).not.toEqual([]);
    expect(await putBack(place, backup)).toEqual({
      made: NOW,
      clients: 1,
      gone: 1,
      lost: 0,
      damaged: 0,
      keysFrom: 'file',
    });
    const store = await place.open();
    expect(await store.load(at('c', 0))).toEqual({ client: undefined, lastNumber: expect.any(Number) });
    expect(await store.load(at('c', 1))).toMatchObject({
      client: { id: kept, document: { story: 'turn 1' } },
    });
    expect(await store.history(at('c', 1), 0, 10)).toMatchObject([{ message: say('answer 1') }]);
    await store.close();
    // Not a byte of them, also of what the backup still has.
    expect(filesWith(place.data, [...theirs, gone])).toEqual([]);
    expect(readdirSync(place.data)).toEqual(['stuur.sqlite']);
    expect((statSync(place.database).mode & 0o777).toString(8)).toBe('600');
  });

  it('stays gone where the database is there, also when the key file was not brought up to date', async () => {
    const place = await install();
    const [gone = '', kept = ''] = await fill(place.store, 'c', 2);
    const backup = backUp(place);
    await wipe(place.store, at('c', 0));
    await place.store.close();
    expect(query(join(place.backups, 'keys.sqlite'), 'select client from client_key')).toHaveLength(2);
    expect(await putBack(place, backup, { replace: true })).toMatchObject({
      clients: 1,
      gone: 1,
      lost: 1,
      keysFrom: 'database',
    });
    expect(filesWith(place.data, [gone])).toEqual([]);
    const store = await place.open();
    expect((await store.load(at('c', 1))).client?.id).toBe(kept);
  });

  it('comes back from no earlier backup either, whatever its age', async () => {
    const place = await install();
    await fill(place.store, 'c', 3);
    const first = backUp(place);
    await wipe(place.store, at('c', 0));
    const second = backUp(place, 1);
    await wipe(place.store, at('c', 1));
    backUp(place, 2);
    await lose(place);
    for (const [backup, gone] of [
      [first, 2],
      [second, 2],
    ] as const) {
      expect(await putBack(place, backup, { replace: existsSync(place.database) })).toMatchObject({
        clients: 1,
        gone,
      });
    }
  });
});

describe('what a client took back after the backup', () => {
  async function backedUp(): Promise<Installation & { backup: string; client: string }> {
    const place = await install();
    const { client } = await take(place.store, at('c'), {
      pulled: false,
      reference: { r: 1 },
      handoffs: [handoff('h1'), handoff('h2')],
      arrangements: [
        { kind: 'return_code', code: 'een oude code' },
        { kind: 'remind', id: 'stopped', at: hours(48) },
        { kind: 'remind', id: 'wanted', at: hours(48) },
        { kind: 'download', ticket: 't', file: 'plan', expiresAt: hours(1) },
      ],
    });
    const words = (id: string) => [said(id, 1, 'client', `dag ${id}`), said(id, 2, 'professional', 'hoi')];
    await take(place.store, at('c'), {
      pulled: false,
      messages: [],
      handoffs: [...words('h1'), ...words('h2'), moved('h2', 'accepted', 'worker-1')],
    });
    return { ...place, backup: backUp(place), client: client.id };
  }
  const reminders = (database: string) =>
    query<{ id: string }>(database, 'select id from reminder').map(({ id }) => id);

  it('stays so, as the database that was there knows it', async () => {
    const place = await backedUp();
    await take(place.store, at('c'), {
      handoffs: [moved('h1', 'withdrawn')],
      arrangements: [
        { kind: 'return_code', code: 'een nieuwe code' },
        { kind: 'forget_reminder', id: 'stopped' },
      ],
    });
    await place.store.close();
    await putBack(place, place.backup, { replace: true });
    const store = await place.open();
    expect(await store.byReturnCode('een oude code')).toBeUndefined();
    expect(await store.byReturnCode('een nieuwe code')).toMatchObject({ id: place.client, seq: 2 });
    expect(reminders(place.database)).toEqual(['wanted']);
    expect(
      query(place.database, 'select id, state, content is null as empty from handoff order by id'),
    ).toEqual([
      { id: 'h1', state: 'withdrawn', empty: 1 },
      { id: 'h2', state: 'accepted', empty: 0 },
    ]);
    expect(query(place.database, 'select handoff, number from handoff_message order by number')).toEqual([
      { handoff: 'h2', number: 1 },
      { handoff: 'h2', number: 2 },
    ]);
    expect(await store.openHandoff('h1')).toBeUndefined();
    expect(await store.handoffContent('h2')).toMatchObject({
      messages: [{ text: 'dag h2' }, { text: 'hoi' }],
    });
  });

  it('is not known without it: every copy of an organisation is over, and its words are gone', async () => {
    const place = await backedUp();
    await lose(place);
    await putBack(place, place.backup);
    const store = await place.open();
    expect(query(place.database, 'select * from handoff_message')).toEqual([]);
    expect((await store.dueHandoffs(NOW, 10)).sort((a, b) => a.id.localeCompare(b.id))).toEqual([
      { id: 'h1', due: 'handoff_expired' },
      { id: 'h2', due: 'handoff_expired' },
    ]);
    expect((await store.sweep(later(600_000))).handoffs).toBe(2);
    expect(await store.handoffContent('h2')).toBeUndefined();
  });

  it('is not known without it: nobody is written to, a code still works', async () => {
    const place = await backedUp();
    await lose(place);
    await putBack(place, place.backup);
    const store = await place.open();
    expect(reminders(place.database)).toEqual([]);
    expect(await store.byReturnCode('een oude code')).toMatchObject({ id: place.client });
  });

  it('is not shown to who goes on in the same place now', async () => {
    const place = await backedUp();
    const { client } = await take(place.store, somewhere(), {
      arrangements: [{ kind: 'return_code', code: 'ander' }],
    });
    const other = await place.store.byReturnCode('ander');
    const loaded = await place.store.load(at('c'));
    await place.store.commit({
      ...turnAfter(at('c'), { client: other, lastNumber: loaded.lastNumber }),
      takenFrom: place.client,
    });
    expect((await place.store.load(at('c'))).client?.id).toBe(client.id);
    await place.store.close();
    await putBack(place, place.backup, { replace: true });
    const store = await place.open();
    expect((await store.load(at('c'))).client).toBeUndefined();
    expect(await store.history(at('c'), 0, 10)).toEqual([]);
    expect(await store.byReturnCode('een oude code')).toMatchObject({ id: place.client });
  });

  it('and what was sent after it is not sent again, nor its number given out again, nor a link good twice', async () => {
    const place = await backedUp();
    expect(await place.store.pending(hours(1), 10)).toHaveLength(1);
    await take(place.store, at('c'), { messages: [say('a'), say('b')] });
    const { lastNumber } = await place.store.load(at('c'));
    await lose(place);
    await putBack(place, place.backup);
    const store = await place.open();
    expect(await store.pending(hours(1), 10)).toEqual([]);
    expect(await store.takeDownload('t', NOW)).toBeUndefined();
    await take(store, at('c'), { pulled: true });
    const [next] = await store.history(at('c'), lastNumber, 10);
    expect(next?.message).toEqual(say('answer 3'));
  });
});

describe('a restore is refused', () => {
  async function ready(): Promise<Installation & { backup: string }> {
    const place = await install();
    await fill(place.store, 'c', 2);
    const backup = backUp(place);
    return { ...place, backup };
  }
  const bytes = ({ database }: Installation): Buffer => readFileSync(database);

  it('over a database that is there, unless it is said', async () => {
    const place = await ready();
    await place.store.close();
    const was = bytes(place);
    await expect(putBack(place, place.backup)).rejects.toThrow(
      /There is a database .* already. Add --replace/,
    );
    expect(bytes(place)).toEqual(was);
  });

  it('while a server has it open, in this process or another', async () => {
    const place = await ready();
    const sentence = /Stuur is running on this data folder, or another command is at work there. Stop it/;
    await expect(putBack(place, place.backup, { replace: true })).rejects.toThrow(sentence);
    await place.store.close();
    const child = spawn(process.execPath, [writer, place.database, key, 'busy'], { stdio: 'pipe' });
    try {
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await expect(putBack(place, place.backup, { replace: true })).rejects.toThrow(sentence);
    } finally {
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
    }
    // Its log is still there, and belongs to no other database.
    expect(existsSync(`${place.database}-wal`)).toBe(true);
    await putBack(place, place.backup, { replace: true });
    expect(existsSync(`${place.database}-wal`)).toBe(false);
    const store = await place.open();
    expect((await store.load(at('c'))).client?.seq).toBe(1);
    expect(query(place.database, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });

  it('with a key that opens nothing of it, and says which one is needed', async () => {
    const place = await ready();
    await place.store.close();
    const ring = await keyringFrom(newKey());
    await expect(putBack(place, place.backup, { replace: true, ring })).rejects.toThrow(
      `sealed under key ${keys.current.id}, which is not configured. Give that key back`,
    );
    expect(readdirSync(place.data)).toEqual(['stuur.sqlite']);
    const store = await place.open();
    expect((await store.load(at('c', 1))).client?.seq).toBe(1);
    await take(store, at('c', 1));
  });

  it('with a key that opens the secret but not the clients', async () => {
    const place = await ready();
    await lose(place);
    const file = join(place.backups, 'keys.sqlite');
    query(file, "update client_key set key_id = 'another' returning 1");
    await expect(putBack(place, place.backup)).rejects.toThrow('sealed under key another');
    expect(existsSync(place.database)).toBe(false);
  });

  it.each([
    ['that does not exist', undefined, /does not exist/],
    [
      'that is no database',
      'geen database, maar wel lang genoeg '.repeat(200),
      /no backup of Stuur, or damaged/,
    ],
    ['that is empty', '', /is no backup of Stuur/],
  ])('of a file %s', async (_, content, sentence) => {
    const place = await ready();
    await lose(place);
    const file = join(place.backups, 'x.sqlite');
    if (content !== undefined) writeFileSync(file, content);
    await expect(putBack(place, file)).rejects.toThrow(sentence);
  });

  it('of a database that was merely copied: it has the keys of who wiped everything since', async () => {
    const place = await ready();
    await place.store.close();
    const file = join(place.backups, 'x.sqlite');
    copyFileSync(place.database, file);
    await lose(place);
    await expect(putBack(place, file)).rejects.toThrow(/is a database of Stuur, but no backup/);
  });

  it('without the keys, or with those of another installation', async () => {
    const [place, other] = [await ready(), await ready()];
    await lose(place);
    const file = join(place.backups, 'keys.sqlite');
    rmSync(file);
    await expect(putBack(place, place.backup)).rejects.toThrow(/keys.sqlite is missing/);
    copyFileSync(join(other.backups, 'keys.sqlite'), file);
    await expect(putBack(place, place.backup)).rejects.toThrow(/is of another installation/);
  });

  it('of a backup from a newer version', async () => {
    const place = await ready();
    await place.store.close();
    query(place.backup, "insert into migration (name, at) values ('9999_later', '') returning 1");
    await expect(putBack(place, place.backup, { replace: true })).rejects.toThrow(
      /migration '9999_later' that this version of Stuur does not know/,
    );
  });

  it('when it is damaged', async () => {
    const place = await ready();
    await lose(place);
    const content = readFileSync(place.backup);
    content.fill(7, 4096, 4096 * 4);
    writeFileSync(place.backup, content);
    await expect(putBack(place, place.backup)).rejects.toThrow(/damaged/);
  });
});

describe('a restore goes through', () => {
  it('over a database that is too damaged to be asked', async () => {
    for (const damage of [() => Buffer.from('weg '.repeat(5000)), (was: Buffer) => was.fill(7, 4096)]) {
      const place = await install();
      await fill(place.store, 'c', 20);
      const backup = backUp(place);
      await place.store.close();
      writeFileSync(place.database, damage(readFileSync(place.database)));
      expect(await putBack(place, backup, { replace: true })).toMatchObject({
        clients: 20,
        keysFrom: 'file',
      });
    }
  });

  it('beside the log of a database that is gone, which it does not take for its own', async () => {
    const place = await install();
    await fill(place.store, 'c', 2);
    const backup = backUp(place);
    await fill(place.store, 'later', 50);
    // As a killed server leaves it.
    const log = readFileSync(`${place.database}-wal`);
    expect(log.length).toBeGreaterThan(0);
    await lose(place);
    mkdirSync(place.data);
    writeFileSync(`${place.database}-wal`, log);
    await putBack(place, backup);
    expect(query(place.database, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(query(place.database, 'select count(*) as clients from client')).toEqual([{ clients: 2 }]);
  });

  it('over a new database that was made in its place, and knows nobody', async () => {
    const place = await install();
    const [client] = await fill(place.store, 'c', 1);
    const backup = backUp(place);
    await lose(place);
    const fresh = await place.open();
    await fill(fresh, 'newcomer', 2);
    await fresh.close();
    expect(await putBack(place, backup, { replace: true })).toMatchObject({
      clients: 1,
      lost: 2,
      keysFrom: 'file',
    });
    expect((await (await place.open()).load(at('c'))).client?.id).toBe(client);
  });

  it('over a file without anything in it', async () => {
    const place = await install();
    await fill(place.store, 'c', 1);
    const backup = backUp(place);
    await lose(place);
    mkdirSync(place.data);
    writeFileSync(place.database, '');
    expect(await putBack(place, backup, { replace: true })).toMatchObject({ clients: 1, lost: 0 });
  });

  it('from an older version, which it brings up to date', async () => {
    const place = await install();
    await lose(place);
    const runner = openSqliteRunner(place.database);
    await migrate(runner, MIGRATIONS.slice(0, 1));
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const { wrapKey } = await openWrapping(nodeCipher, keys);
    const { key_id, wrapped_key } = await wrapKey('a', crypto.getRandomValues(new Uint8Array(32)));
    await runner.batch([
      {
        sql: "insert into stuur values ('address_secret', ?)",
        params: [await wrapSecret(nodeCipher, keys, secret)],
      },
      {
        sql: "insert into client values ('a', 1, ?, ?, x'00', '2027-01-01T00:00:00.000Z', '2027-01-01')",
        params: [key_id, wrapped_key],
      },
    ]);
    await runner.close();
    const backup = backUp(place);
    expect(await putBack(place, backup, { replace: true })).toMatchObject({ clients: 1, gone: 0 });
    const names = query<{ name: string }>(place.database, 'select name from migration order by name');
    expect(names.map(({ name }) => name)).toEqual(MIGRATIONS.map(({ name }) => name));
    const store = await place.open();
    await take(store, somewhere());
    await store.ready();
  });

  it('and says how many keys are damaged', async () => {
    const place = await install();
    await fill(place.store, 'c', 3);
    const backup = backUp(place);
    await lose(place);
    query(
      join(place.backups, 'keys.sqlite'),
      "update client_key set wrapped_key = x'0102' where client = (select min(client) from client_key) returning 1",
    );
    expect(await putBack(place, backup)).toMatchObject({ clients: 3, damaged: 1 });
  });
});

describe('a server that starts while a restore is under way', () => {
  it('goes on with the new database, not with the one that was taken away', async () => {
    const place = await install();
    await place.store.close();
    const next = join(place.data, 'next.sqlite');
    const made = new Database(next);
    made.exec('create table is_new (a)');
    made.close();
    const driver = createRequire(import.meta.url).resolve('better-sqlite3');
    // As `restore` does: locks everybody out, puts another file in place, and only then lets go.
    const restoring = `
      const { parentPort } = require('node:worker_threads');
      const db = new (require(${JSON.stringify(driver)}))(${JSON.stringify(place.database)});
      db.pragma('journal_mode = DELETE');
      db.pragma('locking_mode = EXCLUSIVE');
      db.exec('begin exclusive; commit');
      parentPort.postMessage('locked');
      setTimeout(() => {
        require('node:fs').renameSync(${JSON.stringify(next)}, ${JSON.stringify(place.database)});
        db.close();
      }, 300);`;
    const worker = new Worker(restoring, { eval: true });
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    await new Promise((resolve) => worker.once('message', resolve));
    const db = connect(place.database);
    expect(db.prepare('select name from sqlite_schema').pluck().all()).toEqual(['is_new']);
    db.close();
    await ended;
  });
});
