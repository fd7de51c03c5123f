/** What a client had put ready: a return code, a link to a file, a reminder; and one conversation changing hands. */
import { describe, expect, it } from 'vitest';
import type { File } from '../../src/domain/file.ts';
import type { Arrangement, TurnCommit } from '../../src/run/ports.ts';
import type { Fresh } from './contract.ts';
import {
  handoff,
  hours,
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

const CODE = 'fiets brood zomer kaas boom trein';
const code = (words = CODE): Arrangement => ({ kind: 'return_code', code: words });
const link = (ticket: string, file: File = 'plan'): Arrangement => ({
  kind: 'download',
  ticket,
  file,
  expiresAt: hours(1),
});

export function contractOfArrangements(fresh: Fresh): void {
  describe('return codes', () => {
    it('finds the client by the code, and nobody by another', async () => {
      const { store } = await fresh();
      const { client } = await take(store, somewhere(), { arrangements: [code()] });
      const { id, document } = client;
      expect(await store.byReturnCode(CODE)).toEqual({ id, seq: 1, document });
      expect(await store.byReturnCode('fiets brood zomer kaas boom')).toBeUndefined();
    });

    it('keeps one code for each client: a new one ends the old one, and it can be dropped', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address, { arrangements: [code()] });
      await take(store, address, { arrangements: [code('een ander')] });
      expect(await store.byReturnCode(CODE)).toBeUndefined();
      expect(await store.byReturnCode('een ander')).toMatchObject({ seq: 2 });
      await take(store, address, { arrangements: [{ kind: 'no_return_code' }] });
      expect(await store.byReturnCode('een ander')).toBeUndefined();
    });

    it('does not hold the words', async () => {
      const { store, runner } = await fresh();
      const { client } = await take(store, somewhere(), { arrangements: [code('alleen mijn eigen code')] });
      const sql = 'select * from return_code where client = ?';
      const rows = await runner.all({ sql, params: [client.id] });
      expect(rows).toEqual([{ hash: expect.any(Uint8Array), client: client.id }]);
      expect(rows[0]?.hash).toHaveLength(32);
      expect(JSON.stringify(rows)).not.toContain('eigen');
    });

    it('goes with the client', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address, { arrangements: [code()] });
      await store.commit(wipeAfter(address, await store.load(address)));
      expect(await store.byReturnCode(CODE)).toBeUndefined();
    });
  });

  describe('a conversation that changes hands', () => {
    /** On a second device, where something was said already, the owner of the code comes back. */
    async function comeBack(store: Awaited<ReturnType<Fresh>>['store'], changes: Partial<TurnCommit> = {}) {
      const [phone, laptop] = [somewhere('sms'), somewhere()];
      const owner = await take(store, phone, { arrangements: [code()] });
      const stranger = await take(store, laptop, { messages: [say('a'), say('b')] });
      const client = await store.byReturnCode(CODE);
      const here = await store.load(laptop);
      const turn = turnAfter(laptop, { client, lastNumber: here.lastNumber }, changes);
      return { phone, laptop, owner, stranger, turn };
    }

    it('joins both conversations to one client, and what was said to the other is gone from this one', async () => {
      const { store } = await fresh();
      const { phone, laptop, owner, stranger, turn } = await comeBack(store);
      const taken = { ...turn, takenFrom: stranger.client.id, wipes: stranger.client.id };
      expect(await store.commit(taken)).toMatchObject({ status: 'committed', outgoing: [{ number: 3 }] });
      expect((await store.load(laptop)).client?.id).toBe(owner.client.id);
      expect((await store.load(phone)).client).toEqual((await store.load(laptop)).client);
      expect((await store.history(laptop, 0, 10)).map(({ number }) => number)).toEqual([3]);
    });

    it('ends the links that the other client was given here, who may be someone else', async () => {
      const { store } = await fresh();
      const { laptop, stranger, turn } = await comeBack(store);
      await take(store, laptop, { arrangements: [code('van de ander'), link('left behind')] });
      const { lastNumber } = await store.load(laptop);
      await store.commit({ ...turn, lastNumber, takenFrom: stranger.client.id });
      expect(await store.takeDownload('left behind', NOW)).toBeUndefined();
    });

    it('leaves the other client alone who has a code of their own', async () => {
      const { store, runner } = await fresh();
      const { laptop, owner, stranger, turn } = await comeBack(store);
      await take(store, laptop, { arrangements: [code('van de ander')] });
      const { lastNumber } = await store.load(laptop);
      const taken = { ...turn, lastNumber, takenFrom: stranger.client.id };
      expect(await store.commit(taken)).toMatchObject({ status: 'committed' });
      expect((await store.load(laptop)).client?.id).toBe(owner.client.id);
      expect(await store.byReturnCode('van de ander')).toMatchObject({ id: stranger.client.id });
      const left =
        'select count(*) as rows from outbox where client = ? and conversation in (select conversation from outbox where client = ?)';
      expect(await runner.all({ sql: left, params: [stranger.client.id, owner.client.id] })).toEqual([
        { rows: 0 },
      ]);
    });

    it('refuses to take it from anyone but who has it now', async () => {
      const { store } = await fresh();
      const { turn } = await comeBack(store);
      expect(await store.commit({ ...turn, takenFrom: 'someone else' })).toEqual({ status: 'conflict' });
      expect(await store.commit(turn)).toEqual({ status: 'conflict' });
    });
  });

  describe('links to a file', () => {
    it('give the document as it is now, once', async () => {
      const { store } = await fresh();
      const address = somewhere();
      await take(store, address, { arrangements: [link('secret')] });
      const { client } = await take(store, address);
      expect(await store.takeDownload('other', NOW)).toBeUndefined();
      expect(await store.takeDownload('secret', NOW)).toEqual({ file: 'plan', document: client.document });
      expect(await store.takeDownload('secret', NOW)).toBeUndefined();
    });

    it('give, with everything, also the chat text and what was written in what is still open', async () => {
      const { store } = await fresh();
      const [address, other] = [somewhere(), somewhere()];
      await take(store, other, { messages: [say('of someone else')], handoffs: [handoff('theirs')] });
      await take(store, other, { handoffs: [said('theirs', 1, 'client', 'of someone else')] });
      await take(store, address, { messages: [say('one')], at: hours(-1), handoffs: [handoff('mine')] });
      const both = [said('mine', 1, 'client', 'dag'), said('mine', 2, 'professional', 'hoi')];
      await take(store, address, { messages: [say('shown once')], textUntil: NOW, handoffs: both });
      const regretted = [handoff('taken back'), said('taken back', 1, 'client', 'spijt')];
      await take(store, address, { handoffs: regretted });
      await take(store, address, { messages: [], handoffs: [moved('taken back', 'withdrawn')] });
      await take(store, address, { messages: [say('two')], arrangements: [link('all', 'data')] });
      const taken = await store.takeDownload('all', NOW);
      expect(taken?.beside?.messages).toEqual([
        { at: hours(-1), message: say('one') },
        { at: NOW, message: say('answer 3') },
        { at: NOW, message: say('two') },
      ]);
      expect(taken?.beside?.talks).toEqual([
        { handoff: 'mine', at: NOW, from: 'client', text: 'dag' },
        { handoff: 'mine', at: NOW, from: 'professional', text: 'hoi' },
      ]);
    });

    it('give nothing after their time, and are swept', async () => {
      const { store, runner } = await fresh();
      await take(store, somewhere(), { arrangements: [link('late')] });
      expect(await store.takeDownload('late', hours(1))).toBeUndefined();
      await store.sweep(hours(1));
      expect(await runner.all({ sql: 'select * from download', params: [] })).toEqual([]);
    });

    it('give it to one of two who ask at the same time', async () => {
      const { store } = await fresh();
      await take(store, somewhere(), { arrangements: [link('both')] });
      const both = await Promise.all([store.takeDownload('both', NOW), store.takeDownload('both', NOW)]);
      expect(both.filter(Boolean)).toHaveLength(1);
    });
  });

  describe('reminders', () => {
    const remind = (id: string, at: string): Arrangement => ({ kind: 'remind', id, at });

    it('come due with the client and the way to them, oldest first, until ended', async () => {
      const { store } = await fresh();
      const address = somewhere('msteams');
      const { client } = await take(store, address, {
        pulled: false,
        reference: { serviceUrl: 'x' },
        arrangements: [remind('late', hours(5)), remind('soon', hours(2)), remind('never', hours(90))],
      });
      expect(await store.dueReminders(hours(1), 10)).toEqual([]);
      const due = await store.dueReminders(hours(6), 10);
      expect(due.map(({ id }) => id)).toEqual(['soon', 'late']);
      const { id, document } = client;
      expect(due[0]).toEqual({
        ...address,
        id: 'soon',
        at: hours(2),
        reference: { serviceUrl: 'x' },
        client: { id, seq: 1, document },
        lastNumber: 1,
      });
      await take(store, address, { cause: 'clock', arrangements: [{ kind: 'forget_reminder', id: 'soon' }] });
      expect((await store.dueReminders(hours(6), 10)).map((each) => each.id)).toEqual(['late']);
    });

    it('are moved by asking again, and given up a day after their time', async () => {
      const { store } = await fresh();
      const address = somewhere('msteams');
      await take(store, address, { pulled: false, arrangements: [remind('r', hours(1))] });
      await take(store, address, { pulled: false, arrangements: [remind('r', hours(3))] });
      expect(await store.dueReminders(hours(2), 10)).toEqual([]);
      expect(await store.dueReminders(hours(3), 10)).toHaveLength(1);
      await store.sweep(hours(3 + 25));
      expect(await store.dueReminders(hours(40), 10)).toEqual([]);
    });

    it('do not reach a conversation that is someone else’s by now', async () => {
      const { store } = await fresh();
      const address = somewhere('msteams');
      const { client } = await take(store, address, {
        pulled: false,
        arrangements: [remind('r', hours(1)), code()],
      });
      const { lastNumber } = await store.load(address);
      const other = turnAfter(address, { ...nobody, lastNumber }, { takenFrom: client.id, pulled: false });
      expect(await store.commit(other)).toMatchObject({ status: 'committed' });
      expect(await store.dueReminders(hours(2), 10)).toEqual([]);
    });
  });

  describe('what is not kept for long', () => {
    const briefly = (until: string): Arrangement => ({ kind: 'keep_texts', until });

    it('goes earlier, also what was said before, and nothing is kept longer by it', async () => {
      const { store } = await fresh();
      const [address, elsewhere] = [somewhere(), somewhere()];
      await take(store, address);
      await take(store, elsewhere);
      await take(store, address, { textUntil: hours(1), arrangements: [briefly(hours(2))] });
      await store.sweep(hours(1));
      expect((await store.history(address, 0, 10)).map(({ number }) => number)).toEqual([1]);
      await store.sweep(hours(2));
      expect(await store.history(address, 0, 10)).toEqual([]);
      expect(await store.history(elsewhere, 0, 10)).toHaveLength(1);
    });

    it('is delivered first, where the channel was away', async () => {
      const { store } = await fresh();
      const address = somewhere('sms');
      await take(store, address, { pulled: false, arrangements: [briefly(hours(1))] });
      await store.sweep(hours(2));
      expect(await store.pending(hours(2), 10)).toHaveLength(1);
    });
  });
}
