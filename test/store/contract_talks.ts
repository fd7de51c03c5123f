/** What was sent, and client and professional in it: who finds it, who can read it, until when, and where it is answered. */
import { describe, expect, it } from 'vitest';
import type { HandoffChange, Store } from '../../src/run/ports.ts';
import type { Runner, SqlValue } from '../../src/store/statement.ts';
import type { Fresh } from './contract.ts';
import { OF_TURNS, organisationRow } from './organisations.ts';
import {
  content,
  days,
  handoff,
  hours,
  later,
  moved,
  NOW,
  nobody,
  said,
  somewhere,
  take,
  turnAfter,
  wipeAfter,
} from './turns.ts';

const UNREADABLE = { name: 'StoreError', kind: 'unreadable' };
const run = (runner: Runner, sql: string, ...params: SqlValue[]) => runner.batch([{ sql, params }]);

/** Somebody who sent 'h', and then these changes, a turn for each. */
async function sent(store: Store, ...changes: HandoffChange[]) {
  const address = somewhere();
  const { client } = await take(store, address, { handoffs: [handoff('h')] });
  for (const change of changes) await take(store, address, { cause: 'contact', handoffs: [change] });
  return { address, client: client.id };
}

export function contractOfTalks(fresh: Fresh): void {
  describe('organisations', () => {
    it('gives those that clients can find, by name, as they are', async () => {
      const { store, runner } = await fresh();
      const [first] = OF_TURNS;
      if (!first) throw new Error('there is no organisation');
      const { phone: _, ...other } = {
        ...first,
        id: 'org-3',
        name: 'Aan huis',
        municipalities: [],
        topics: [],
      };
      const gone = { ...first, id: 'org-4', name: 'Gestopt' };
      await runner.batch([organisationRow({ ...other, opening: [] }), organisationRow(gone, 0)]);
      const ours = (await store.organisations()).filter(({ id }) => /^org-[134]$/.test(id));
      expect(ours).toEqual([{ ...other, opening: [] }, first]);
      await run(runner, "delete from organisation where id in ('org-3', 'org-4')");
    });
  });

  describe("an organisation's list", () => {
    it('has what is open, longest waiting first, and never that of another organisation', async () => {
      const { store } = await fresh();
      const later1 = { ...handoff('later', 'a'), content: content() };
      await take(store, somewhere(), { at: hours(1), handoffs: [later1] });
      await sent(store);
      await take(store, somewhere(), {
        handoffs: [handoff('other', 'b', days(30), { organisation: 'org-2' })],
      });
      await take(store, somewhere(), { handoffs: [handoff('meant', 'c', days(7), { staff: 'w2' })] });
      const [first, second, third] = await store.handoffs('org-1');
      expect([first?.id, second?.id].sort()).toEqual(['h', 'meant']);
      expect(third).toEqual({
        id: 'later',
        organisation: 'org-1',
        state: 'requested',
        askedAt: hours(1),
        answerBy: hours(8),
        expiresAt: days(30),
        unread: 0,
      });
      expect([first, second].find((each) => each?.id === 'meant')).toMatchObject({
        staff: 'w2',
        expiresAt: days(7),
      });
      expect((await store.handoffs('org-2')).map(({ id }) => id)).toEqual(['other']);
      expect(await store.handoffs('org-3')).toEqual([]);
    });

    it('says nothing of its content', async () => {
      const { store } = await fresh();
      await sent(store, moved('h', 'accepted', 'w1'), said('h', 1, 'client', 'dag'));
      expect(JSON.stringify(await store.handoffs('org-1'))).not.toMatch(/hulp|rust|bellen|zus|dag/);
    });

    it.each(['declined', 'closed', 'withdrawn', 'expired'] as const)(
      'no longer has what is %s',
      async (to) => {
        const { store, runner } = await fresh();
        await sent(store, said('h', 1, 'client', 'dag'), moved('h', to));
        expect(await store.handoffs('org-1')).toEqual([]);
        expect(await store.openHandoff('h')).toBeUndefined();
        expect(await store.handoffContent('h')).toBeUndefined();
        const sql = `select state, content is null as erased, answer_by,
        (select count(*) from handoff_message) as words from handoff`;
        expect(await runner.all({ sql, params: [] })).toEqual([
          { state: to, erased: 1, answer_by: null, words: 0 },
        ]);
      },
    );
  });

  describe('a handoff that moves', () => {
    it('has who took it on, and waits for no answer then', async () => {
      const { store } = await fresh();
      const { address } = await sent(store, moved('h', 'seen'));
      expect(await store.handoffs('org-1')).toMatchObject([{ state: 'seen', answerBy: hours(8) }]);
      await take(store, address, { cause: 'contact', handoffs: [moved('h', 'accepted', 'w1')] });
      const [taken] = await store.handoffs('org-1');
      expect(taken).toMatchObject({ state: 'accepted', staff: 'w1' });
      expect(taken).not.toHaveProperty('answerBy');
      await take(store, address, { handoffs: [moved('h', 'active')] });
      expect(await store.handoffs('org-1')).toMatchObject([{ state: 'active', staff: 'w1' }]);
    });

    it('does not come back once it ended', async () => {
      const { store } = await fresh();
      await sent(store, moved('h', 'withdrawn'), moved('h', 'accepted', 'w1'));
      expect(await store.handoffs('org-1')).toEqual([]);
      expect(await store.handoffContent('h')).toBeUndefined();
    });

    it('is moved, said in, told and kept by its own client only', async () => {
      const { store } = await fresh();
      await sent(store);
      const [before] = await store.handoffs('org-1');
      const others: HandoffChange[] = [
        moved('h', 'accepted', 'w9'),
        moved('h', 'closed'),
        { kind: 'told', id: 'h' },
        { kind: 'keep', id: 'h', until: days(90) },
      ];
      for (const change of others) await take(store, somewhere(), { handoffs: [change] });
      const forged = turnAfter(somewhere(), nobody, { handoffs: [said('h', 1, 'client', 'van een ander')] });
      await expect(store.commit(forged)).rejects.toMatchObject({ kind: 'rule' });
      expect(await store.handoffs('org-1')).toEqual([before]);
      expect(await store.handoffContent('h')).toEqual({ content: content(), messages: [] });
    });

    it('is kept longer when the client agreed to that, and never shorter', async () => {
      const { store } = await fresh();
      await sent(
        store,
        { kind: 'keep', id: 'h', until: days(60) },
        { kind: 'keep', id: 'h', until: days(40) },
      );
      expect(await store.handoffs('org-1')).toMatchObject([{ expiresAt: days(60) }]);
    });
  });

  describe('what is written', () => {
    it('is read in its order, beside what was sent', async () => {
      const { store } = await fresh();
      const { address } = await sent(store, said('h', 1, 'client', 'dag'));
      await take(store, address, {
        at: hours(1),
        cause: 'contact',
        handoffs: [said('h', 2, 'professional', 'hoi')],
      });
      expect(await store.handoffContent('h')).toEqual({
        content: content(),
        messages: [
          { number: 1, from: 'client', at: NOW, text: 'dag' },
          { number: 2, from: 'professional', at: hours(1), text: 'hoi' },
        ],
      });
      expect(await store.handoffContent('of nobody')).toBeUndefined();
    });

    it('is refused when a number was given out already', async () => {
      const { store } = await fresh();
      const { address } = await sent(store, said('h', 1, 'client', 'dag'));
      const again = turnAfter(address, await store.load(address), {
        handoffs: [said('h', 1, 'client', 'weer')],
      });
      await expect(store.commit(again)).rejects.toMatchObject({ kind: 'rule' });
    });

    it('by the client is unread until it was read, and not by reading less again', async () => {
      const { store } = await fresh();
      const { address } = await sent(store, said('h', 1, 'client', 'a'), said('h', 2, 'professional', 'b'));
      const unread = async () => (await store.handoffs('org-1'))[0]?.unread;
      expect(await unread()).toBe(1);
      await store.handoffRead('h', 2);
      expect(await unread()).toBe(0);
      await take(store, address, { handoffs: [said('h', 3, 'client', 'c'), said('h', 4, 'client', 'd')] });
      expect(await unread()).toBe(2);
      expect((await store.openHandoff('h'))?.unread).toBe(2);
      await store.handoffRead('h', 3);
      await store.handoffRead('h', 1);
      expect(await unread()).toBe(1);
    });
  });

  describe('where it is answered', () => {
    it('with all that a turn of its client needs', async () => {
      const { store } = await fresh();
      const address = somewhere('msteams');
      const reference = { serviceUrl: 'https://x' };
      const { client } = await take(store, address, { pulled: false, reference, handoffs: [handoff('h')] });
      const { id, document } = client;
      expect(await store.openHandoff('h')).toEqual({
        ...address,
        id: 'h',
        organisation: 'org-1',
        state: 'requested',
        askedAt: NOW,
        answerBy: hours(8),
        expiresAt: days(30),
        unread: 0,
        reference,
        pulled: false,
        client: { id, seq: 1, document },
        lastNumber: 1,
      });
    });

    it('on a channel that fetches, also after messages that have nothing to do with it', async () => {
      const { store } = await fresh();
      const { address } = await sent(store);
      await take(store, address);
      const open = await store.openHandoff('h');
      expect(open).toMatchObject({ ...address, pulled: true, client: { seq: 2 }, lastNumber: 2 });
      expect(open?.reference).toBeUndefined();
    });

    it('where the client is, whatever they do there; of nobody else', async () => {
      const { store } = await fresh();
      const { address } = await sent(store, moved('h', 'accepted', 'w1'));
      const other = somewhere();
      await take(store, other, { handoffs: [handoff('i')] });
      const laptop = somewhere();
      const { client } = await store.load(address);
      const turn = turnAfter(laptop, { client, lastNumber: 0 }, { answeredHere: true });
      expect(await store.commit(turn)).toMatchObject({ status: 'committed' });
      expect(await store.openHandoff('h')).toMatchObject({ ...laptop, pulled: true, state: 'accepted' });
      expect(await store.openHandoff('i')).toMatchObject(other);
      await take(store, laptop, { answeredHere: true });
      expect(await store.openHandoff('h')).toMatchObject(laptop);
    });

    it('not by words of the professional', async () => {
      const { store } = await fresh();
      const { address } = await sent(
        store,
        moved('h', 'accepted', 'w1'),
        said('h', 1, 'professional', 'hoi'),
      );
      expect(await store.openHandoff('h')).toMatchObject(address);
    });

    it('nowhere, once someone else goes on there, or nobody knows that conversation any more', async () => {
      const { store, runner } = await fresh();
      const { address, client } = await sent(store);
      await take(store, somewhere(), { handoffs: [handoff('i')] });
      const { lastNumber } = await store.load(address);
      const other = turnAfter(address, { client: undefined, lastNumber }, { takenFrom: client });
      expect(await store.commit(other)).toMatchObject({ status: 'committed' });
      expect(await store.openHandoff('h')).toBeUndefined();
      expect(await store.openHandoff('i')).toBeDefined();
      await run(runner, 'delete from conversation');
      expect(await store.openHandoff('i')).toBeUndefined();
    });

    it('nowhere once the client wiped everything', async () => {
      const { store } = await fresh();
      const { address } = await sent(store);
      await store.commit(wipeAfter(address, await store.load(address)));
      expect(await store.openHandoff('h')).toBeUndefined();
    });
  });

  describe('time', () => {
    const due = async (store: Store, now: string) =>
      (await store.dueHandoffs(now, 10)).sort((a, b) => a.id.localeCompare(b.id));

    it('is over when nobody answered, once, and when its term passed', async () => {
      const { store } = await fresh();
      const { address } = await sent(store);
      await take(store, address, { handoffs: [handoff('i', 'j', hours(4))] });
      expect(await due(store, later(-1, hours(4)))).toEqual([]);
      expect(await due(store, hours(4))).toEqual([{ id: 'i', due: 'handoff_expired' }]);
      const both = [
        { id: 'h', due: 'handoff_unanswered' },
        { id: 'i', due: 'handoff_expired' },
      ];
      expect(await due(store, hours(8))).toEqual(both);
      expect(await store.dueHandoffs(hours(8), 1)).toHaveLength(1);
      await take(store, address, {
        cause: 'clock',
        handoffs: [{ kind: 'told', id: 'h' }, moved('i', 'expired')],
      });
      expect(await due(store, days(29))).toEqual([]);
      expect(await due(store, days(30))).toEqual([{ id: 'h', due: 'handoff_expired' }]);
    });

    it.each(['accepted', 'active', 'declined', 'withdrawn'] as const)(
      'for an answer is not looked at once it is %s',
      async (to) => {
        const { store } = await fresh();
        await sent(store, moved('h', to));
        expect(await due(store, hours(9))).toEqual([]);
      },
    );
  });

  describe('the seal of what was sent and written', () => {
    it('opens for no other organisation, and rows do not change places', async () => {
      const { store, runner } = await fresh();
      const { address } = await sent(store, said('h', 1, 'client', 'a'), said('h', 2, 'client', 'b'));
      await take(store, address, { handoffs: [handoff('i'), said('i', 1, 'client', 'c')] });
      const swaps = [
        "update handoff set organisation = 'org-2' where id = 'h'",
        "update handoff set content = (select content from handoff where id = 'i') where id = 'h'",
        'update handoff_message set body = (select body from handoff_message as o where number = 2) where number = 1',
        "update handoff_message set body = (select body from handoff_message as o where handoff = 'i') where handoff = 'h' and number = 1",
        'update handoff_message set number = 3 where number = 2',
      ];
      const keep = ['handoff', 'handoff_message'];
      for (const table of keep) await run(runner, `create table kept_${table} as select * from ${table}`);
      for (const sql of swaps) {
        await run(runner, sql);
        await expect(store.handoffContent('h'), sql).rejects.toMatchObject(UNREADABLE);
        for (const table of keep.toReversed()) await run(runner, `delete from ${table}`);
        for (const table of keep) await run(runner, `insert into ${table} select * from kept_${table}`);
        expect((await store.handoffContent('h'))?.messages).toHaveLength(2);
      }
      for (const table of keep) await run(runner, `drop table kept_${table}`);
    });

    it("does not open without the client's key", async () => {
      const { store, runner, again } = await fresh();
      const { client } = await sent(store);
      await run(runner, "update client set wrapped_key = x'' where id = ?", client);
      const other = again ? await again() : store;
      await expect(other.handoffContent('h')).rejects.toMatchObject(UNREADABLE);
      if (again) await other.close();
    });
  });
}
