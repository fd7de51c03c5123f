/** `wis`: the client is gone, a stranger goes on in the same conversation. */
import { describe, expect, it } from 'vitest';
import type { Fresh } from './contract.ts';
import { handoff, hours, NOW, said, say, somewhere, take, turnAfter, wipeAfter } from './turns.ts';

export function contractOfWiping(fresh: Fresh): void {
  describe('wiping', () => {
    it('leaves a stranger, with numbers that go on', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      await take(store, address);
      const wipe = wipeAfter(address, await store.load(address));
      expect(await store.commit(wipe)).toMatchObject({ status: 'committed', outgoing: [{ number: 3 }] });
      const { id, document } = wipe.client;
      expect(await store.load(address)).toEqual({ client: { id, seq: 1, document }, lastNumber: 3 });
      // A page that had seen number 2 asks on from there; what was said before is gone.
      const answer = { id: expect.any(String), number: 3, at: NOW, message: say('Alles is weg.') };
      expect(await store.history(address, 2, 10)).toEqual([answer]);
      expect(await store.history(address, 0, 10)).toEqual([answer]);
    });

    it('leaves no row of the client in any table', async () => {
      const { store, runner } = await fresh();
      const address = somewhere('msteams');
      const { client } = await take(store, address, {
        handoffs: [handoff('h')],
        arrangements: [
          { kind: 'return_code', code: 'te wissen' },
          { kind: 'download', ticket: 'te wissen', file: 'data', expiresAt: hours(1) },
          { kind: 'remind', id: 'r', at: hours(1) },
        ],
        pulled: false,
        reference: { a: 1 },
      });
      await take(store, address, {
        handoffs: [said('h', 1, 'client', 'dag'), said('h', 2, 'professional', 'hoi')],
      });
      await store.commit(wipeAfter(address, await store.load(address)));
      for (const [table, column] of TABLES) {
        const sql = `select count(*) as rows from ${table} where ${column} = ?`;
        expect([table, ...(await runner.all({ sql, params: [client.id] }))]).toEqual([table, { rows: 0 }]);
      }
      const sql =
        'select (select count(*) from handoff) as handoffs, (select count(*) from handoff_message) as words';
      expect(await runner.all({ sql, params: [] })).toEqual([{ handoffs: 0, words: 0 }]);
      expect(await store.openHandoff('h')).toBeUndefined();
      expect(await store.handoffContent('h')).toBeUndefined();
      expect(await store.handoffs('org-1')).toEqual([]);
    });

    it('takes along the other conversations of the client, whose numbers go on for a stranger', async () => {
      const { store } = await fresh();
      const [phone, laptop] = [somewhere('sms'), somewhere()];
      await take(store, phone, { pulled: false });
      const { client } = await store.load(phone);
      await store.commit(turnAfter(laptop, { client, lastNumber: 0 }, { messages: [say('a'), say('b')] }));
      await store.commit(wipeAfter(phone, await store.load(phone)));
      expect(await store.history(laptop, 0, 10)).toEqual([]);
      expect(await store.load(laptop)).toEqual({ client: undefined, lastNumber: 2 });
      await take(store, laptop);
      expect((await store.history(laptop, 2, 10)).map(({ number }) => number)).toEqual([3]);
    });

    it('does not let a late turn bring the client back', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      const loaded = await store.load(address);
      await store.commit(wipeAfter(address, loaded));
      const after = await store.load(address);
      expect(await store.commit(turnAfter(address, loaded))).toEqual({ status: 'conflict' });
      expect(await store.commit(turnAfter(somewhere(), loaded))).toEqual({ status: 'conflict' });
      expect(await store.load(address)).toEqual(after);
    });

    it('lets a turn and a wipe at the same time meet: one is taken anew, and the client is gone', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      const loaded = await store.load(address);
      const late = turnAfter(address, loaded);
      const results = await Promise.all([store.commit(wipeAfter(address, loaded)), store.commit(late)]);
      expect(results.map(({ status }) => status).sort()).toEqual(['committed', 'conflict']);
      if (results[0]?.status === 'conflict')
        await store.commit(wipeAfter(address, await store.load(address)));
      expect(await store.commit(late)).toEqual({ status: 'conflict' });
      expect((await store.load(address)).client).toMatchObject({
        id: expect.not.stringMatching(late.client.id),
        seq: 1,
      });
    });

    it('wipes once when asked twice', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      const loaded = await store.load(address);
      const wipe = wipeAfter(address, loaded, { activity: 'wis' });
      const first = await store.commit(wipe);
      // The same request again, and another one that was under way.
      expect(await store.commit(wipeAfter(address, loaded, { activity: 'wis' }))).toEqual({
        ...first,
        status: 'duplicate',
      });
      expect(await store.commit(wipeAfter(address, loaded))).toEqual({ status: 'conflict' });
      expect((await store.load(address)).client?.id).toBe(wipe.client.id);
    });

    it('wipes also what a turn added while the wipe was under way', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      const loaded = await store.load(address);
      await take(store, address, { messages: [] });
      const wipe = wipeAfter(address, loaded);
      expect((await store.commit(wipe)).status).toBe('committed');
      expect((await store.load(address)).client?.id).toBe(wipe.client.id);
    });
  });
}

const TABLES = [
  ['client', 'id'],
  ['turn', 'client'],
  ['conversation', 'client'],
  ['outbox', 'client'],
  ['handoff', 'client'],
  ['return_code', 'client'],
  ['download', 'client'],
  ['reminder', 'client'],
] as const;
