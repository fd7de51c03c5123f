/** What the sweep deletes, and when. Time is given, never waited for. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/run/ports.ts';
import type { Fresh } from './contract.ts';
import {
  days,
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

const NOTHING = { clients: 0, texts: 0, handoffs: 0 };

export function contractOfRetention(fresh: Fresh): void {
  describe('retention', () => {
    it('deletes chat text when its time is over, not before, and still knows the activity', async () => {
      const { store } = await fresh();
      const address = somewhere();
      const { activity } = await take(store, address, { messages: [say('a'), say('b')] });
      expect(await store.sweep(later(-1, hours(24)))).toEqual(NOTHING);
      expect(await store.history(address, 0, 10)).toHaveLength(2);
      expect(await store.sweep(hours(24))).toEqual({ ...NOTHING, texts: 2 });
      expect(await store.history(address, 0, 10)).toEqual([]);
      expect(await store.answered(address, activity)).toEqual([]);
      const again = turnAfter(address, await store.load(address), { activity });
      expect(await store.commit(again)).toEqual({ status: 'duplicate', outgoing: [] });
      expect(await store.load(address)).toMatchObject({ client: { seq: 1 }, lastNumber: 2 });
    });

    it('gives up on a message that could not be delivered while it was kept', async () => {
      const { store } = await fresh();
      await take(store, somewhere('sms'), { pulled: false });
      expect(await store.sweep(hours(24))).toEqual({ ...NOTHING, texts: 1 });
      expect(await store.pending(hours(25), 10)).toEqual([]);
    });

    it('keeps no text beyond delivery when the time is zero', async () => {
      const { store } = await fresh();
      const address = somewhere('sms');
      await take(store, address, { pulled: false, textUntil: NOW, messages: [say('a'), say('b')] });
      // Not yet delivered: kept, also by a sweep.
      expect(await store.sweep(hours(1))).toEqual(NOTHING);
      const [first] = await store.pending(NOW, 10);
      await store.delivered(first?.id ?? '');
      expect((await store.history(address, 0, 10)).map(({ number }) => number)).toEqual([2]);
      const [second] = await store.pending(NOW, 10);
      await store.failed(second?.id ?? '', undefined);
      expect(await store.history(address, 0, 10)).toEqual([]);
    });

    it('gives up after a day on a message that is not kept beyond delivery', async () => {
      const { store } = await fresh();
      await take(store, somewhere('sms'), { pulled: false, textUntil: NOW });
      expect(await store.sweep(later(-1, hours(24)))).toEqual(NOTHING);
      expect(await store.sweep(hours(24))).toEqual({ ...NOTHING, texts: 1 });
    });

    it('leaves a channel five minutes to fetch a text that is not kept', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address, { textUntil: NOW });
      expect(await store.sweep(later(299_999))).toEqual(NOTHING);
      expect(await store.history(address, 0, 10)).toHaveLength(1);
      expect(await store.sweep(later(300_000))).toEqual({ ...NOTHING, texts: 1 });
    });

    it('deletes a client after the last time of use that counts', async () => {
      const { store, runner } = await fresh();
      const address = somewhere();
      await take(store, address, { handoffs: [handoff('h', 'o', days(100))] });
      await take(store, address, { at: days(10) });
      expect((await store.sweep(days(90))).clients).toBe(0);
      expect((await store.sweep(later(-1, days(100)))).clients).toBe(0);
      expect((await store.load(address)).client?.seq).toBe(2);
      expect((await store.sweep(days(100))).clients).toBe(1);
      expect(await store.load(address)).toEqual({ client: undefined, lastNumber: 2 });
      for (const table of ['client', 'turn', 'outbox', 'handoff']) {
        const sql = `select count(*) as rows from ${table}`;
        expect([table, ...(await runner.all({ sql, params: [] }))]).toEqual([table, { rows: 0 }]);
      }
    });

    it('deletes a client earlier when a turn shortened the time', async () => {
      const { store } = await fresh();
      const address = somewhere();
      const { client } = await take(store, address);
      const loaded = await store.load(address);
      await store.commit(turnAfter(address, loaded, { client: { ...client, seq: 2, keepUntil: days(1) } }));
      expect((await store.sweep(days(1))).clients).toBe(1);
    });

    it('lets numbers go on for a day where the client is gone, and then forgets the conversation', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      await store.sweep(days(90));
      await store.sweep(later(-1, days(91)));
      expect(await store.load(address)).toEqual({ client: undefined, lastNumber: 1 });
      await store.sweep(days(91));
      expect(await store.load(address)).toEqual({ client: undefined, lastNumber: 0 });
    });

    it('keeps the conversation of a stranger who came after the client', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      await store.sweep(days(90));
      await take(store, address, { at: days(90) });
      await store.sweep(days(92));
      expect(await store.load(address)).toMatchObject({ client: { seq: 1 }, lastNumber: 2 });
    });

    it("erases an organisation's copy ten minutes after its term, when no turn of the clock did", async () => {
      const { store, runner } = await fresh();
      const address = somewhere();
      await take(store, address, { handoffs: [handoff('h'), handoff('i', 'j', days(31))] });
      await take(store, address, { handoffs: [said('h', 1, 'client', 'dag')] });
      await take(store, address, { handoffs: [moved('i', 'withdrawn')] });
      const sql = 'select id, state, content is null as erased from handoff order by id';
      expect((await store.sweep(later(599_999, days(30)))).handoffs).toBe(0);
      expect((await store.sweep(later(600_000, days(30)))).handoffs).toBe(1);
      expect((await store.sweep(days(40))).handoffs).toBe(0);
      expect(await runner.all({ sql, params: [] })).toEqual([
        { id: 'h', state: 'expired', erased: 1 },
        { id: 'i', state: 'withdrawn', erased: 1 },
      ]);
      expect(await runner.all({ sql: 'select * from handoff_message', params: [] })).toEqual([]);
    });

    it('sweeps more than one batch', async () => {
      const { store } = await fresh();
      const all = Array.from({ length: 60 }, () => somewhere());
      await Promise.all(all.map((address) => take(store, address, { messages: Array(10).fill(say('x')) })));
      expect(await store.sweep(hours(24))).toEqual({ ...NOTHING, texts: 600 });
      expect(await store.sweep(days(90))).toEqual({ ...NOTHING, clients: 60 });
    });
  });

  describe('resting', () => {
    const until = (restAt: string) => ({ keepUntil: days(90), restAt });
    const restingTurn = async (store: Store, restAt: string, address = somewhere()) => {
      const turn = turnAfter(address, await store.load(address));
      const client = { ...turn.client, ...until(restAt) };
      expect(await store.commit({ ...turn, client })).toMatchObject({ status: 'committed' });
      return client;
    };

    it('gives who was not heard of, once after each turn, longest ago first', async () => {
      const { store } = await fresh();
      const late = await restingTurn(store, hours(7));
      const address = somewhere();
      const early = await restingTurn(store, hours(6), address);
      await take(store, somewhere());
      expect(await store.resting(hours(5), 10)).toEqual([]);
      const found = await store.resting(hours(7), 10);
      expect(found.map(({ id }) => id)).toEqual([early.id, late.id]);
      expect(found[0]).toEqual({ id: early.id, seq: 1, document: early.document, keepUntil: days(90) });
      expect(await store.rest({ ...early, seq: 2, document: { story: 'gone' } }, hours(7))).toBe('committed');
      expect((await store.resting(hours(8), 10)).map(({ id }) => id)).toEqual([late.id]);
      expect((await store.load(address)).client).toEqual({
        id: early.id,
        seq: 2,
        document: { story: 'gone' },
      });
      await restingTurn(store, hours(20), address);
      expect((await store.resting(hours(20), 10)).map(({ id }) => id)).toEqual([late.id, early.id]);
    });

    it('does not touch who is back, or gone', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await restingTurn(store, hours(6), address);
      const [found] = await store.resting(hours(6), 10);
      if (!found) throw new Error('nobody rests');
      const { client } = await take(store, address);
      const rested = { ...found, seq: 2, document: { story: 'gone' } };
      expect(await store.rest(rested, hours(6))).toBe('conflict');
      expect((await store.load(address)).client).toMatchObject({ seq: 2, document: client.document });
      await store.commit(wipeAfter(address, await store.load(address)));
      expect(await store.rest(rested, hours(6))).toBe('conflict');
    });

    it('says nothing, and a message that comes then is answered as ever', async () => {
      const { store } = await fresh();
      const address = somewhere();
      const client = await restingTurn(store, hours(6), address);
      await store.rest({ ...client, seq: 2 }, hours(6));
      expect(await store.history(address, 0, 10)).toHaveLength(1);
      expect(await take(store, address)).toMatchObject({ client: { seq: 3 }, lastNumber: 1 });
    });
  });
}
