/** The outbox: in order within a conversation, nobody waits behind somebody else. */
import { describe, expect, it } from 'vitest';
import type { Address, PendingOutgoing, Store } from '../../src/run/ports.ts';
import type { Fresh } from './contract.ts';
import { hours, later, NOW, say, somewhere, take, wipeAfter } from './turns.ts';

const texts = (rows: readonly PendingOutgoing[]): string[] =>
  rows.map(({ message }) => (message.kind === 'say' ? message.text : message.kind));

const queue = (store: Store, address: Address, lines: string[], at = NOW) =>
  take(store, address, {
    pulled: false,
    reference: { serviceUrl: 'https://x' },
    at,
    messages: lines.map(say),
  });

export function contractOfDelivery(fresh: Fresh): void {
  describe('delivery', () => {
    it('queues nothing for a channel that fetches its messages', async () => {
      const { store } = await fresh();
      await take(store, somewhere());
      expect(await store.pending(hours(1), 10)).toEqual([]);
    });

    it('gives the sender all it needs', async () => {
      const { store } = await fresh();
      const address = somewhere('msteams');
      await queue(store, address, ['Hallo.']);
      expect(await store.pending(NOW, 10)).toEqual([
        {
          id: expect.stringMatching(/\|1$/),
          number: 1,
          at: NOW,
          message: say('Hallo.'),
          ...address,
          reference: { serviceUrl: 'https://x' },
          attempts: 0,
        },
      ]);
    });

    it('knows the address also when the channel gave no reference', async () => {
      const { store } = await fresh();
      const address = somewhere('console');
      await take(store, address, { pulled: false });
      const [row] = await store.pending(NOW, 10);
      expect(row).toMatchObject(address);
      expect(row?.reference).toBeUndefined();
    });

    it('keeps the last reference it was given', async () => {
      const { store } = await fresh();
      const address = somewhere('msteams');
      await queue(store, address, ['1']);
      await take(store, address, { pulled: false, reference: { serviceUrl: 'https://moved' }, messages: [] });
      await take(store, address, { pulled: false, messages: [] });
      await take(store, address, { pulled: true, messages: [] });
      expect((await store.pending(NOW, 10))[0]?.reference).toEqual({ serviceUrl: 'https://moved' });
    });

    it('gives the first undelivered message of each conversation, oldest first', async () => {
      const { store } = await fresh();
      const [one, two] = [somewhere('sms'), somewhere('sms')];
      await queue(store, one, ['later'], later(2000));
      await queue(store, two, ['a', 'b', 'c'], later(1000));
      expect(texts(await store.pending(NOW, 10))).toEqual([]);
      expect(texts(await store.pending(hours(1), 10))).toEqual(['a', 'later']);
      expect(texts(await store.pending(hours(1), 1))).toEqual(['a']);
      const [first] = await store.pending(hours(1), 10);
      await store.delivered(first?.id ?? '');
      expect(texts(await store.pending(hours(1), 10))).toEqual(['b', 'later']);
    });

    it('holds a conversation back until its retry is due, and nobody else', async () => {
      const { store } = await fresh();
      const [one, two] = [somewhere('sms'), somewhere('sms')];
      await queue(store, one, ['a', 'b']);
      await queue(store, two, ['x']);
      const [first] = (await store.pending(NOW, 10)).filter(
        ({ conversation }) => conversation === one.conversation,
      );
      await store.failed(first?.id ?? '', later(5000));
      expect(texts(await store.pending(later(4999), 10))).toEqual(['x']);
      const again = await store.pending(later(5000), 10);
      expect(again.map(({ id, attempts }) => [id, attempts])).toContainEqual([first?.id, 1]);
      expect(texts(again).sort()).toEqual(['a', 'x']);
    });

    it('goes on with the next when a message is given up', async () => {
      const { store } = await fresh();
      const address = somewhere('sms');
      await queue(store, address, ['a', 'b']);
      const [first] = await store.pending(NOW, 10);
      await store.failed(first?.id ?? '', undefined);
      expect(texts(await store.pending(NOW, 10))).toEqual(['b']);
      // Given up, not unsaid: it is still part of the answer.
      expect((await store.history(address, 0, 10)).map(({ number }) => number)).toEqual([1, 2]);
    });

    it('takes word of a delivery twice, and of a message that is gone', async () => {
      const { store } = await fresh();
      const address = somewhere('sms');
      await queue(store, address, ['a', 'b']);
      const [first] = await store.pending(NOW, 10);
      await store.delivered(first?.id ?? '');
      await store.delivered(first?.id ?? '');
      await store.failed(first?.id ?? '', NOW);
      await store.delivered('nowhere|1');
      expect(texts(await store.pending(NOW, 10))).toEqual(['b']);
    });

    it('sends nothing that was queued before a wipe', async () => {
      const { store } = await fresh();
      const address = somewhere('sms');
      await queue(store, address, ['a', 'b']);
      const [first] = await store.pending(NOW, 10);
      await store.commit(
        wipeAfter(address, await store.load(address), { pulled: false, reference: { r: 1 } }),
      );
      await store.delivered(first?.id ?? '');
      const left = await store.pending(NOW, 10);
      expect(texts(left)).toEqual(['Alles is weg.']);
      expect(left[0]?.reference).toEqual({ r: 1 });
    });
  });
}
