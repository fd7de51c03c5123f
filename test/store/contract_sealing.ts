/** Damaged or moved bytes give an error, never wrong data; and nothing of anybody else stops because of it. */
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/store/cipher.ts';
import type { Runner, SqlValue } from '../../src/store/statement.ts';
import type { Fresh } from './contract.ts';
import { handoff, NOW, said, say, somewhere, take } from './turns.ts';

const UNREADABLE = { name: 'StoreError', kind: 'unreadable' };
/** Nothing is ever made of it; the client can still be told, and destroyed. */
const DAMAGED = { client: { damaged: true } };

const run = (runner: Runner, sql: string, ...params: SqlValue[]) => runner.batch([{ sql, params }]);

async function flip(runner: Runner, table: string, column: string, where: string, ...params: SqlValue[]) {
  const [row] = await runner.all({ sql: `select ${column} as bytes from ${table} where ${where}`, params });
  const bytes = Uint8Array.from(row?.bytes as Bytes);
  const at = bytes.length - 20;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await run(runner, `update ${table} set ${column} = ? where ${where}`, bytes, ...params);
}

export function contractOfSealing(fresh: Fresh): void {
  describe('sealing', () => {
    it('holds no word, address or reference in readable form', async () => {
      const { store, runner } = await fresh();
      const address = { channel: 'msteams', conversation: 'gesprek-van-anna' };
      const turn = {
        pulled: false,
        reference: { serviceUrl: 'https://geheim.example' },
        activity: 'activiteit-7',
      };
      await take(store, address, { ...turn, messages: [say('schulden')], handoffs: [handoff('h')] });
      await take(store, address, {
        handoffs: [said('h', 1, 'client', 'schulden'), said('h', 2, 'professional', 'hulp')],
      });
      const found: string[] = [];
      for (const table of [
        'client',
        'turn',
        'conversation',
        'outbox',
        'handoff',
        'handoff_message',
        'stuur',
      ]) {
        for (const row of await runner.all({ sql: `select * from ${table}`, params: [] })) {
          const text = Object.values(row)
            .map((value) =>
              value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : String(value),
            )
            .join('\n');
          const words = ['anna', 'msteams', 'geheim', 'activiteit', 'schulden', 'story', 'hulp', 'bellen'];
          found.push(...words.filter((word) => text.includes(word)).map((word) => `${table}: ${word}`));
        }
      }
      expect(found).toEqual([]);
    });

    it('detects one flipped bit in a document, a message and a wrapped key', async () => {
      const { store, runner, again } = await fresh();
      const [a, b, c, good] = [somewhere(), somewhere(), somewhere(), somewhere()];
      const [first, second, third] = [await take(store, a), await take(store, b), await take(store, c)];
      await take(store, good);
      await flip(runner, 'client', 'document', 'id = ?', first.client.id);
      await flip(runner, 'outbox', 'body', 'client = ?', second.client.id);
      await flip(runner, 'client', 'wrapped_key', 'id = ?', third.client.id);
      expect(await store.load(a)).toMatchObject(DAMAGED);
      await expect(store.history(b, 0, 10)).rejects.toMatchObject(UNREADABLE);
      await expect(store.answered(b, second.activity)).rejects.toMatchObject(UNREADABLE);
      expect(await store.load(c)).toMatchObject(DAMAGED);
      const other = again ? await again() : store;
      expect(await other.load(c)).toMatchObject(DAMAGED);
      expect((await store.load(good)).client?.seq).toBe(1);
      if (again) await other.close();
    });

    it('detects a document of another client', async () => {
      const { store, runner } = await fresh();
      const [a, b] = [somewhere(), somewhere()];
      const [from, to] = [await take(store, a), await take(store, b)];
      const copy = 'update client set document = (select document from client where id = ?) where id = ?';
      await run(runner, copy, from.client.id, to.client.id);
      expect(await store.load(b)).toMatchObject(DAMAGED);
      await run(runner, copy.replaceAll('document', 'wrapped_key'), from.client.id, to.client.id);
      expect(await store.load(b)).toMatchObject(DAMAGED);
    });

    it('detects an older document put back, with and without its number', async () => {
      const { store, runner } = await fresh();
      const address = somewhere();
      const { client } = await take(store, address);
      const read = { sql: 'select document from client where id = ?', params: [client.id] };
      const old = (await runner.all(read))[0]?.document as Bytes;
      await take(store, address);
      await run(runner, 'update client set document = ? where id = ?', old, client.id);
      expect(await store.load(address)).toMatchObject(DAMAGED);
      await run(runner, 'update client set seq = 1 where id = ?', client.id);
      await expect(store.load(address)).rejects.toMatchObject({ name: 'StoreError', kind: 'corrupt' });
    });

    it('detects messages that changed places', async () => {
      const { store, runner } = await fresh();
      const address = somewhere();
      await take(store, address, { messages: [say('ja'), say('nee')] });
      await run(
        runner,
        'update outbox set body = (select body from outbox where number = 2) where number = 1',
      );
      await expect(store.history(address, 0, 10)).rejects.toMatchObject(UNREADABLE);
    });

    it('goes on sending when one message cannot be read', async () => {
      const { store, runner } = await fresh();
      const [a, b] = [somewhere('sms'), somewhere('sms')];
      const broken = await take(store, a, { pulled: false, messages: [say('kapot'), say('heel')] });
      await take(store, b, { pulled: false, messages: [say('ander')] });
      await flip(runner, 'outbox', 'body', 'client = ? and number = 1', broken.client.id);
      const first = await store.pending(NOW, 10);
      expect(first.map(({ message }) => message)).toEqual([say('ander')]);
      const next = await store.pending(NOW, 10);
      expect(next.map(({ message }) => message)).toContainEqual(say('heel'));
    });

    it('has everything after a restart', async () => {
      const { store, again } = await fresh();
      if (!again) return;
      const address = somewhere('sms');
      await take(store, address, { pulled: false, activity: 'x' });
      const second = await again();
      expect(await second.load(address)).toEqual(await store.load(address));
      expect(await second.history(address, 0, 10)).toEqual(await store.history(address, 0, 10));
      expect(await second.pending(NOW, 10)).toEqual(await store.pending(NOW, 10));
      expect(await second.answered(address, 'x')).toHaveLength(1);
      await take(second, address);
      await take(store, address);
      expect((await second.load(address)).client?.seq).toBe(3);
      await second.close();
    });
  });
}
