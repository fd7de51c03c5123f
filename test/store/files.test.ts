/** What lies on the disk: who may read it, what can be read in it, and what is left after a wipe. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Bytes } from '../../src/store/cipher.ts';
import { keyringFrom, newKey } from '../../src/store/keyring.ts';
import { nodeCipher } from '../../src/store/node_cipher.ts';
import { openStore } from '../../src/store/open.ts';
import { openSqliteRunner, openSqliteStore } from '../../src/store/sqlite.ts';
import { addOrganisations, OF_TURNS } from './organisations.ts';
import {
  days,
  handoff,
  hours,
  later,
  moved,
  NOW,
  nobody,
  said,
  say,
  somewhere,
  take,
  turnAfter,
  wipeAfter,
} from './turns.ts';

const root = mkdtempSync(join(tmpdir(), 'stuur-files-'));
afterAll(() => rmSync(root, { recursive: true }));
const keys = await keyringFrom(newKey());
let folders = 0;

async function fresh() {
  const folder = join(root, `${++folders}`);
  const file = join(folder, 'stuur.sqlite');
  const runner = openSqliteRunner(file);
  const store = await openStore(runner, nodeCipher, keys);
  addOrganisations(file, OF_TURNS);
  onTestFinished(() => store.close());
  return { folder, file, runner, store };
}

const filesWith = (folder: string, bytes: Bytes | string): string[] =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(bytes as Buffer | string));

describe('files', () => {
  it('are for their owner only', async () => {
    const { folder, store } = await fresh();
    await take(store, somewhere());
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(mode(folder)).toBe('700');
    const modes = readdirSync(folder).map((name) => [name, mode(join(folder, name))]);
    expect(modes.sort()).toEqual([
      ['stuur.sqlite', '600'],
      ['stuur.sqlite-shm', '600'],
      ['stuur.sqlite-wal', '600'],
    ]);
  });

  it('hold nothing readable, and after a wipe not even the sealed bytes', async () => {
    const { folder, runner, store } = await fresh();
    const words = ['eenzaamheid', 'Kanaalstraat', 'geheim.example', 'wachtwoordje', 'activiteit-9'];
    const address = { channel: 'msteams', conversation: 'Kanaalstraat' };
    const change = {
      pulled: false,
      reference: { serviceUrl: 'https://geheim.example' },
      messages: [say('Je noemde eenzaamheid')],
    };
    const first = turnAfter(address, nobody, {
      ...change,
      activity: 'activiteit-9',
      handoffs: [handoff('h')],
    });
    await store.commit({ ...first, client: { ...first.client, document: { story: 'wachtwoordje' } } });
    await take(store, address, {
      ...change,
      handoffs: [said('h', 1, 'client', 'dag'), said('h', 2, 'professional', 'hoi')],
    });
    const rows = await runner.all({
      sql: 'select wrapped_key as bytes from client union all select document from client union all select body from outbox union all select content from handoff union all select body from handoff_message union all select reference from conversation',
      params: [],
    });
    const sealed = rows.map(({ bytes }) => bytes as Bytes).filter((bytes) => bytes !== null);
    expect(sealed).toHaveLength(8);
    expect(sealed.every((bytes) => filesWith(folder, bytes).length > 0)).toBe(true);
    expect(words.flatMap((word) => filesWith(folder, word))).toEqual([]);

    await store.commit(wipeAfter(address, await store.load(address), { reference: { r: 1 } }));
    // The log is emptied within a second; the store stays open.
    await vi.waitFor(() => expect(sealed.flatMap((bytes) => filesWith(folder, bytes))).toEqual([]), 15_000);
    expect(filesWith(folder, first.client.id)).toEqual([]);
    expect((await store.load(address)).client?.seq).toBe(1);
  }, 30_000);

  /** Everything that an organisation could read, as it lies on the disk: what was sent, and both their words. */
  async function talked({ runner, store }: Awaited<ReturnType<typeof fresh>>) {
    const address = somewhere();
    await take(store, address, { handoffs: [handoff('h')] });
    const words = [said('h', 1, 'client', 'dag'), said('h', 2, 'professional', 'hoi')];
    await take(store, address, { handoffs: [moved('h', 'accepted', 'w1'), ...words] });
    const sql = 'select content as bytes from handoff union all select body from handoff_message';
    const sealed = (await runner.all({ sql, params: [] })).map(({ bytes }) => bytes as Bytes);
    expect(sealed).toHaveLength(3);
    return { address, sealed };
  }

  it.each(['withdrawn', 'closed', 'declined', 'expired'] as const)(
    'lose what was sent and all that was written once it is %s, in the log too',
    async (to) => {
      const place = await fresh();
      const { address, sealed } = await talked(place);
      expect(sealed.every((bytes) => filesWith(place.folder, bytes).length > 0)).toBe(true);
      const cause = to === 'withdrawn' ? 'client' : 'contact';
      await take(place.store, address, { cause, handoffs: [moved('h', to)] });
      await vi.waitFor(
        () => expect(sealed.flatMap((bytes) => filesWith(place.folder, bytes))).toEqual([]),
        15_000,
      );
    },
    30_000,
  );

  it('lose it when no turn could be taken at its term', async () => {
    const place = await fresh();
    const { sealed } = await talked(place);
    expect((await place.store.sweep(later(600_000, days(30)))).handoffs).toBe(1);
    await vi.waitFor(
      () => expect(sealed.flatMap((bytes) => filesWith(place.folder, bytes))).toEqual([]),
      15_000,
    );
  }, 30_000);

  it('lose a text in the log too once it is swept', async () => {
    const { folder, runner, store } = await fresh();
    await take(store, somewhere());
    const [row] = await runner.all({ sql: 'select body from outbox', params: [] });
    await store.sweep(hours(24));
    await vi.waitFor(() => expect(filesWith(folder, row?.body as Bytes)).toEqual([]), 15_000);
  }, 30_000);

  it('are cleaned at the next start when the process died before it could', async () => {
    const { file, folder, runner, store } = await fresh();
    await take(store, somewhere());
    const [row] = await runner.all({ sql: 'select body from outbox', params: [] });
    // The files as they lie there, taken while the process still runs.
    const copy = join(root, `${++folders}`);
    mkdirSync(copy);
    await runner.batch([{ sql: 'delete from client', params: [] }]);
    for (const end of ['', '-wal'])
      writeFileSync(join(copy, `s.sqlite${end}`), readFileSync(`${file}${end}`));
    expect(filesWith(copy, row?.body as Bytes)).not.toEqual([]);
    const again = await openSqliteStore({ file: join(copy, 's.sqlite'), keys });
    expect(filesWith(copy, row?.body as Bytes)).toEqual([]);
    await again.close();
    expect(existsSync(join(copy, 's.sqlite-wal'))).toBe(false);
    expect(folder).not.toBe(copy);
  });
});

describe('when the storage fails', () => {
  it('says that the disk is full, acknowledges nothing of the group, and goes on once there is room', async () => {
    const { runner, store } = await fresh();
    const address = somewhere();
    await take(store, address);
    const loaded = await store.load(address);
    const [pages] = await runner.all({ sql: 'pragma page_count', params: [] });
    await runner.all({ sql: `pragma max_page_count = ${Number(pages?.page_count) + 10}`, params: [] });
    const large = turnAfter(somewhere(), nobody);
    const tooLarge = { ...large, client: { ...large.client, document: 'x'.repeat(1_000_000) } };
    const small = turnAfter(address, loaded);
    const results = await Promise.allSettled([store.commit(small), store.commit(tooLarge)]);
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'StoreError', kind: 'full' } });
    }
    expect(await store.load(address)).toEqual(loaded);
    await runner.all({ sql: 'pragma max_page_count = 1000000', params: [] });
    expect((await store.commit(small)).status).toBe('committed');
    expect((await store.commit(tooLarge)).status).toBe('committed');
  });

  it('does not take a file for a database that is none', async () => {
    const file = join(root, 'nothing.sqlite');
    writeFileSync(file, 'geen database, maar wel lang genoeg om er een te lijken '.repeat(200));
    await expect(openSqliteStore({ file, keys })).rejects.toMatchObject({
      name: 'StoreError',
      kind: 'corrupt',
    });
  });

  it('says which key is missing when the database belongs to another', async () => {
    const { file, store } = await fresh();
    await take(store, somewhere());
    const other = await keyringFrom(newKey());
    await expect(openSqliteStore({ file, keys: other })).rejects.toMatchObject({
      name: 'StoreError',
      kind: 'key',
    });
  });

  it('opens with the former key as a former key', async () => {
    const former = newKey();
    const file = join(root, 'former.sqlite');
    const address = somewhere();
    const before = await openSqliteStore({ file, keys: await keyringFrom(former) });
    await take(before, address);
    await before.close();
    const after = await openSqliteStore({ file, keys: await keyringFrom(newKey(), [former]) });
    expect((await after.load(address)).client?.seq).toBe(1);
    await take(after, address);
    await take(after, somewhere());
    await after.close();
  });

  it('says so when a row was damaged behind its back', async () => {
    const { file, store } = await fresh();
    const address = somewhere('sms');
    await take(store, address, { pulled: false });
    const db = new Database(file);
    db.exec("update outbox set body = x'00'");
    db.close();
    await expect(store.history(address, 0, 1)).rejects.toThrow('A stored message cannot be read');
    expect(await store.pending(NOW, 10)).toEqual([]);
  });
});
