/** Loading and committing: every turn once, in order, whole. */
import { describe, expect, it } from 'vitest';
import type { Fresh } from './contract.ts';
import { NOW, nobody, say, somewhere, take, turnAfter } from './turns.ts';

export function contractOfTurns(fresh: Fresh): void {
  describe('turns', () => {
    it('knows nothing of a stranger', async () => {
      const { store } = await fresh();
      const address = somewhere();
      expect(await store.load(address)).toEqual(nobody);
      expect(await store.answered(address, 'a')).toBeUndefined();
      expect(await store.history(address, 0, 10)).toEqual([]);
    });

    it('gives back the document of the last turn, and its messages numbered from 1', async () => {
      const { store } = await fresh();
      const address = somewhere();
      const turn = turnAfter(address, nobody, {
        messages: [say('Hallo.'), say('Wat is er aan de hand? 💬')],
      });
      const result = await store.commit(turn);
      expect(result).toEqual({
        status: 'committed',
        outgoing: [
          { id: expect.stringMatching(/^[\w-]{22}\|1$/), number: 1, at: NOW, message: turn.messages[0] },
          { id: expect.stringMatching(/^[\w-]{22}\|2$/), number: 2, at: NOW, message: turn.messages[1] },
        ],
      });
      const { id, document } = turn.client;
      expect(await store.load(address)).toEqual({ client: { id, seq: 1, document }, lastNumber: 2 });
      expect(await store.history(address, 0, 10)).toEqual(
        result.status === 'committed' ? result.outgoing : [],
      );
    });

    it('goes on from turn to turn', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      await take(store, address, { messages: [] });
      const third = await take(store, address);
      expect(await store.load(address)).toEqual({
        client: { id: third.client.id, seq: 3, document: { story: 'turn 3' } },
        lastNumber: 2,
      });
      const texts = (await store.history(address, 0, 10)).map(({ number, message }) => [number, message]);
      expect(texts).toEqual([
        [1, say('answer 1')],
        [2, say('answer 3')],
      ]);
    });

    it('keeps a document of any JSON, also a large one', async () => {
      const { store } = await fresh();
      const address = somewhere();
      const document = { text: 'é€𝄞'.repeat(20_000), list: [null, true, 1.5, { deep: [] }], empty: '' };
      const turn = turnAfter(address, nobody);
      await store.commit({ ...turn, client: { ...turn.client, document } });
      expect((await store.load(address)).client?.document).toEqual(document);
    });

    it('pages through history by number', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address, { messages: [say('1'), say('2'), say('3'), say('4')] });
      expect((await store.history(address, 1, 2)).map(({ number }) => number)).toEqual([2, 3]);
      expect((await store.history(address, 4, 2)).map(({ number }) => number)).toEqual([]);
    });

    it('keeps conversations apart, also those with the same name on another channel', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      expect(await store.load({ ...address, channel: 'msteams' })).toEqual(nobody);
      expect(await store.history(somewhere(), 0, 10)).toEqual([]);
    });
  });

  describe('delivered twice', () => {
    it('answers a repeated activity with the same answer and changes nothing', async () => {
      const { store } = await fresh();
      const address = somewhere();
      const first = await store.commit(turnAfter(address, nobody, { activity: 'same' }));
      const before = await store.load(address);
      const again = await store.commit(
        turnAfter(address, before, { activity: 'same', messages: [say('other')] }),
      );
      expect(again).toEqual({ ...first, status: 'duplicate' });
      expect(await store.answered(address, 'same')).toEqual(
        first.status === 'committed' ? first.outgoing : [],
      );
      expect(await store.load(address)).toEqual(before);
    });

    it('answers it also when the retry was loaded before the first was committed', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      const loaded = await store.load(address);
      const same = () => store.commit(turnAfter(address, loaded, { activity: 'same' }));
      const [one, two] = await Promise.all([same(), same()]);
      expect([one.status, two.status].sort()).toEqual(['committed', 'duplicate']);
      expect({ ...two, status: one.status }).toEqual(one);
    });

    it('answers it also for a stranger', async () => {
      const { store } = await fresh();
      const address = somewhere();
      const same = () => store.commit(turnAfter(address, nobody, { activity: 'same' }));
      const [one, two] = await Promise.all([same(), same()]);
      expect([one.status, two.status].sort()).toEqual(['committed', 'duplicate']);
      expect({ ...two, status: one.status }).toEqual(one);
    });

    it('tells an activity that was answered with nothing from one that was not answered', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address, { activity: 'silent', messages: [] });
      expect(await store.answered(address, 'silent')).toEqual([]);
      expect(await store.answered(address, 'other')).toBeUndefined();
    });

    it('takes the same activity id in two conversations as two activities', async () => {
      const { store } = await fresh();
      const [here, there] = [somewhere(), somewhere()];
      await take(store, here, { activity: '1' });
      await take(store, there, { activity: '1' });
      expect((await store.load(there)).client?.seq).toBe(1);
    });
  });

  describe('at the same time', () => {
    it('lets one of two turns of a client through', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      const loaded = await store.load(address);
      const results = await Promise.all([1, 2, 3].map(() => store.commit(turnAfter(address, loaded))));
      expect(results.map(({ status }) => status).sort()).toEqual(['committed', 'conflict', 'conflict']);
      expect((await store.load(address)).lastNumber).toBe(2);
      await take(store, address);
    });

    it('lets one of two turns of a client through when neither says anything', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      const loaded = await store.load(address);
      const silent = () => store.commit(turnAfter(address, loaded, { messages: [] }));
      expect((await Promise.all([silent(), silent()])).map(({ status }) => status)).toEqual([
        'committed',
        'conflict',
      ]);
    });

    it('makes one client of two first messages', async () => {
      const { store } = await fresh();
      const address = somewhere();
      const turns = [turnAfter(address, nobody), turnAfter(address, nobody)];
      const results = await Promise.all(turns.map((turn) => store.commit(turn)));
      expect(results.map(({ status }) => status).sort()).toEqual(['committed', 'conflict']);
      const first = turns[results.findIndex(({ status }) => status === 'committed')];
      expect((await store.load(address)).client?.id).toBe(first?.client.id);
    });

    it('refuses a turn that is old or from the future', async () => {
      const { store } = await fresh();
      const address = somewhere();
      const first = await take(store, address);
      await take(store, address);
      const loaded = await store.load(address);
      for (const seq of [1, 2, 4]) {
        const stale = turnAfter(address, loaded, { client: { ...first.client, seq } });
        expect([seq, (await store.commit(stale)).status]).toEqual([seq, 'conflict']);
      }
      expect(await store.load(address)).toEqual(loaded);
    });

    it('refuses a turn of another client in a conversation that is taken', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address);
      const loaded = await store.load(address);
      const other = turnAfter(address, { client: undefined, lastNumber: loaded.lastNumber });
      expect(await store.commit(other)).toEqual({ status: 'conflict' });
      expect(await store.load(address)).toEqual(loaded);
    });

    it('commits fifty clients together, and one bad turn among them fails alone', async () => {
      const { store } = await fresh();
      const addresses = Array.from({ length: 50 }, () => somewhere());
      for (const round of [1, 2, 3]) {
        const results = await Promise.all(
          addresses.map(async (address, index) => {
            const turn = turnAfter(address, await store.load(address));
            const stale = round === 2 && index === 25;
            return store.commit(stale ? { ...turn, client: { ...turn.client, seq: 1 } } : turn);
          }),
        );
        const conflicts = results.filter(({ status }) => status === 'conflict').length;
        expect(conflicts).toBe(round === 2 ? 1 : 0);
      }
      const seqs = await Promise.all(
        addresses.map(async (address) => (await store.load(address)).client?.seq),
      );
      expect(seqs).toEqual(addresses.map((_, index) => (index === 25 ? 2 : 3)));
    }, 30_000);
  });
}
