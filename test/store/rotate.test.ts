/** A new key-encryption key: beside a running server, in as many attempts as it takes, with the backups going along. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { describe, expect, it } from 'vitest';
import { keyringFrom, newKey } from '../../src/store/keyring.ts';
import { formerFile, keyTexts, replaceLocalKey } from '../../src/store/local_key.ts';
import { makeBackup } from '../../src/store/node_backup.ts';
import { restore } from '../../src/store/node_restore.ts';
import { rotateDatabase } from '../../src/store/node_rotate.ts';
import * as schema from '../../src/store/schema.ts';
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
import { take, turnAfter, wipeAfter } from './turns.ts';

const nextKey = newKey();
/** The new key with the former one beside it, and alone. */
const both = await keyringFrom(nextKey, [key]);
const alone = await keyringFrom(nextKey);

const at = (index: number) => ({ channel: 'directline', conversation: `c-${index}` });
const rotate = ({ database }: Installation, more: Partial<Parameters<typeof rotateDatabase>[0]> = {}) =>
  rotateDatabase({ database, keys: both, backups: undefined, ...more });
const keyIds = (database: string): string[] =>
  query<{ key_id: string }>(database, 'select distinct key_id from client').map(({ key_id }) => key_id);

/** As a server that was started again with both keys. */
async function restarted(count: number): Promise<Installation> {
  const place = await install();
  await fill(place.store, 'c', count);
  await place.store.close();
  return { ...place, store: await place.open(both) };
}

describe('rotating the key', () => {
  it('puts every key and the secret under the new one, so that the former one can go', async () => {
    const place = await restarted(450);
    const before = wrappedKeys(
      place.database,
      query<{ id: string }>(place.database, 'select id from client').map(({ id }) => id),
    );
    expect(await rotate(place)).toEqual({ clients: 450, damaged: 0 });
    expect(keyIds(place.database)).toEqual([alone.current.id]);
    // The server goes on, with who it knew and who it did not.
    await take(place.store, at(0));
    await place.store.close();
    const store = await place.open(alone);
    for (const index of [0, 1, 449]) {
      expect((await store.load(at(index))).client?.document).toEqual({
        story: index === 0 ? 'turn 2' : 'turn 1',
      });
      await take(store, at(index));
    }
    await store.close();
    expect(filesWith(place.data, before)).toEqual([]);
    expect(await rotate(place)).toEqual({ clients: 0, damaged: 0 });
  });

  it('leaves right who is wiped or comes meanwhile', async () => {
    const place = await restarted(450);
    const wiped = (await place.store.load(at(300))).client?.id;
    let first = true;
    const done: Promise<unknown>[] = [];
    const between = (): void => {
      if (!first) return;
      first = false;
      done.push(
        (async () => {
          await place.store.commit(wipeAfter(at(300), await place.store.load(at(300))));
          await place.store.commit(turnAfter(at(1000), await place.store.load(at(1000))));
        })(),
      );
    };
    const { clients, damaged } = await rotate(place, { between });
    await Promise.all(done);
    expect(damaged).toBe(0);
    expect([449, 450]).toContain(clients);
    expect(keyIds(place.database)).toEqual([alone.current.id]);
    expect(query(place.database, 'select id from client where id = ?', wiped)).toEqual([]);
    await place.store.close();
    const store = await place.open(alone);
    expect((await store.load(at(300))).client?.seq).toBe(1);
    expect((await store.load(at(1000))).client?.seq).toBe(1);
  });

  it('does the work once when two do it at the same time', async () => {
    const place = await restarted(450);
    const results = await Promise.all([rotate(place), rotate(place)]);
    expect(results.reduce((sum, { clients }) => sum + clients, 0)).toBe(450);
    await place.store.close();
    const store = await place.open(alone);
    for (const index of [0, 200, 449]) await take(store, at(index));
  });

  it('goes on where it was broken off', async () => {
    const place = await restarted(450);
    const kill = (done: number): void => {
      if (done >= 200) throw new Error('killed');
    };
    await expect(rotate(place, { between: kill })).rejects.toThrow('killed');
    expect(keyIds(place.database).sort()).toEqual([keys.current.id, alone.current.id].sort());
    // Both halves of the clients are served meanwhile.
    for (const index of [0, 200, 449]) await take(place.store, at(index));
    expect(await rotate(place)).toEqual({ clients: 250, damaged: 0 });
    expect(keyIds(place.database)).toEqual([alone.current.id]);
  });

  it('is refused while a server runs that does not have the new key', async () => {
    const place = await install();
    await fill(place.store, 'c', 2);
    await expect(rotate(place)).rejects.toThrow(
      /Stuur is running and does not know the current key yet. Restart it/,
    );
    expect(keyIds(place.database)).toEqual([keys.current.id]);
    await place.store.close();
    expect(await rotate(place)).toEqual({ clients: 2, damaged: 0 });
    // And such a server does not start afterwards, rather than failing its clients one by one.
    await expect(place.open(keys)).rejects.toThrow(/sealed under key .* not configured/);
  });

  it('changes nothing without the former key, and says which one is missing', async () => {
    const place = await install();
    await fill(place.store, 'c', 2);
    await place.store.close();
    await expect(rotate(place, { keys: alone })).rejects.toThrow(
      `under key ${keys.current.id}, which is not configured. Add that key to STUUR_KEY_PREVIOUS`,
    );
    const store = await place.open();
    expect((await store.load(at(0))).client?.seq).toBe(1);
  });

  it('counts keys that are damaged, and does not stop at them', async () => {
    const place = await restarted(5);
    await place.store.close();
    query(
      place.database,
      "update client set wrapped_key = x'0102' where id = (select min(id) from client) returning 1",
    );
    expect(await rotate(place)).toEqual({ clients: 4, damaged: 1 });
  });

  it('knows of every table that holds a key', () => {
    const holding = Object.values(schema)
      .filter((each) => each instanceof SQLiteTable)
      .map((table) => getTableConfig(table))
      .filter(({ columns }) => columns.some(({ name }) => /wrapped|key_id/.test(name)))
      .map(({ name }) => name);
    // Another one: src/store/rotate.ts, node_backup.ts and node_kept_keys.ts must know it too.
    expect(holding).toEqual(['client']);
  });
});

describe('backups and a new key', () => {
  it('open with the new key alone, also those of before', async () => {
    const place = await install();
    const [, kept] = await fill(place.store, 'c', 3);
    const { file } = makeBackup({ database: place.database, folder: place.backups, now });
    await place.store.commit(wipeAfter(at(0), await place.store.load(at(0))));
    await place.store.close();
    const former = query<{ wrapped_key: Buffer }>(
      join(place.backups, 'keys.sqlite'),
      'select wrapped_key from client_key',
    );
    expect(await rotate(place, { backups: place.backups })).toEqual({ clients: 3, damaged: 0 });
    expect(
      filesWith(
        place.backups,
        former.map(({ wrapped_key }) => wrapped_key),
      ),
    ).toEqual([]);
    rmSync(place.data, { recursive: true });
    const { database } = place;
    expect(await restore({ backup: file, database, keys: alone, replace: false, now })).toMatchObject({
      clients: 2,
      gone: 1,
    });
    expect((await (await place.open(alone)).load(at(1))).client?.id).toBe(kept);
  });

  it('are asked for, because their keys would stay under the former key', async () => {
    const place = await install();
    await fill(place.store, 'c', 1);
    makeBackup({ database: place.database, folder: place.backups, now });
    await place.store.close();
    await expect(rotate(place)).rejects.toThrow(
      /There are backups of this installation, whose keys.sqlite must get/,
    );
    const elsewhere = join(place.data, 'elsewhere');
    await expect(rotate(place, { backups: elsewhere })).rejects.toThrow(`there is none in ${elsewhere}`);
    expect(existsSync(elsewhere)).toBe(false);
    expect(keyIds(place.database)).toEqual([keys.current.id]);
  });
});

describe('the key in the data folder', () => {
  it('makes way for another, and is kept beside it', async () => {
    const { data } = await install();
    const first = keyTexts({}, data, { make: true });
    expect(first.previous).toEqual([]);
    replaceLocalKey(data);
    const second = keyTexts({}, data, { make: false });
    expect(second.previous).toEqual([first.current]);
    expect(second.current).not.toBe(first.current);
    await keyringFrom(second.current, second.previous);
    expect(
      readdirSync(data)
        .filter((name) => name.startsWith('key'))
        .sort(),
    ).toEqual(['key', 'key.previous']);
    expect((statSync(formerFile(data)).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(join(data, 'key')).mode & 0o777).toString(8)).toBe('600');
    replaceLocalKey(data);
    expect(keyTexts({}, data, { make: false }).previous).toEqual([second.current]);
  });

  it('is not made where one is needed that fits', async () => {
    const { data } = await install();
    expect(() => keyTexts({}, data, { make: false })).toThrow(
      /There is no key: neither STUUR_KEY nor the file/,
    );
    expect(existsSync(join(data, 'key'))).toBe(false);
  });

  it('is not looked at when the settings have keys', async () => {
    const { data } = await install();
    const raw = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
    expect(keyTexts({ key: raw(key), previousKeys: [raw(nextKey)] }, data, { make: true })).toEqual({
      current: key,
      previous: [nextKey],
    });
    expect(existsSync(join(data, 'key'))).toBe(false);
    expect(readFileSync(join(data, 'stuur.sqlite')).length).toBeGreaterThan(0);
  });
});
