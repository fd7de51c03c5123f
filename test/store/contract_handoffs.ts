/** P1 in the database: a handoff row hangs on a turn that this client caused, or it does not exist. */
import { describe, expect, it } from 'vitest';
import type { Row, Runner } from '../../src/store/statement.ts';
import type { Fresh } from './contract.ts';
import { handoff, moved, nobody, somewhere, take, turnAfter } from './turns.ts';

const rows = (runner: Runner): Promise<Row[]> =>
  runner.all({ sql: 'select id, client, turn_seq, cause, organisation, state from handoff', params: [] });

export function contractOfHandoffs(fresh: Fresh): void {
  describe('handoffs', () => {
    it('keeps what the client asked for, tied to the turn of their yes', async () => {
      const { store, runner } = await fresh();
      const address = somewhere();
      await take(store, address);
      const { client } = await take(store, address, { handoffs: [handoff('h')] });
      const row = { id: 'h', client: client.id, turn_seq: 2, cause: 'client', organisation: 'org-1' };
      expect(await rows(runner)).toEqual([{ ...row, state: 'requested' }]);
    });

    it.each(['contact', 'clock'] as const)(
      'refuses one from a turn caused by a %s, with all of it',
      async (cause) => {
        const { store, runner } = await fresh();
        const address = somewhere();
        await take(store, address);
        const loaded = await store.load(address);
        const forged = turnAfter(address, loaded, { cause, handoffs: [handoff('h')] });
        await expect(store.commit(forged)).rejects.toMatchObject({ name: 'StoreError', kind: 'rule' });
        expect(await rows(runner)).toEqual([]);
        expect(await store.load(address)).toEqual(loaded);
        expect(await store.answered(address, forged.activity)).toBeUndefined();
        expect(await store.history(address, loaded.lastNumber, 10)).toEqual([]);
        // The same turn without it is a good turn.
        await take(store, address, { cause });
      },
    );

    it.each([
      ['for a contact turn, calling itself a client one', 'contact', 'own', 'client'],
      ['for a clock turn, calling itself a client one', 'clock', 'own', 'client'],
      ['for a contact turn, saying so', 'contact', 'own', 'contact'],
      ["on another client's turn", 'client', 'other', 'client'],
    ] as const)('refuses a row forged in SQL %s', async (_what, cause, whose, written) => {
      const { store, runner } = await fresh();
      const address = somewhere();
      const own = await take(store, address);
      await take(store, address, { cause });
      const other = await take(store, somewhere());
      // The turn that the row points at is the second; the other client took only one.
      const client = whose === 'own' ? own.client.id : other.client.id;
      const innocent = { sql: "insert into stuur (key, value) values ('along', x'00')", params: [] };
      const sql = `insert into handoff (id, client, turn_seq, cause, offer, organisation, state, asked_at, expires_at)
        values ('h', ?, 2, ?, 'o', 'org-1', 'requested', '', '')`;
      // The same row on a turn that a client caused is a good row: nothing else is refused here.
      const honest = await take(store, somewhere());
      const good = sql.replace("values ('h', ?, 2", "values ('good', ?, 1").replace("'o'", "'o2'");
      await runner.batch([{ sql: good, params: [honest.client.id, 'client'] }]);
      await runner.batch([{ sql: "delete from handoff where id = 'good'", params: [] }]);
      await expect(runner.batch([innocent, { sql, params: [client, written] }])).rejects.toThrow(
        /constraint/i,
      );
      expect(await rows(runner)).toEqual([]);
      const along = await runner.all({ sql: "select key from stuur where key = 'along'", params: [] });
      expect(along).toEqual([]);
    });

    it('refuses to turn a contact turn into a client one once a handoff hangs on it, or the reverse', async () => {
      const { store, runner } = await fresh();
      const { client } = await take(store, somewhere(), { handoffs: [handoff('h')] });
      const sql = "update turn set cause = 'clock' where client = ?";
      await expect(runner.batch([{ sql, params: [client.id] }])).rejects.toThrow(/constraint/i);
    });

    it('refuses a second handoff from one preview', async () => {
      const { store, runner } = await fresh();
      const address = somewhere();
      await take(store, address, { handoffs: [handoff('h', 'offer')] });
      const again = turnAfter(address, await store.load(address), { handoffs: [handoff('i', 'offer')] });
      await expect(store.commit(again)).rejects.toMatchObject({ kind: 'rule' });
      expect(await rows(runner)).toHaveLength(1);
    });

    it('refuses one to an organisation that is not there', async () => {
      const { store, runner } = await fresh();
      const sent = handoff('h', 'o', undefined, { organisation: 'org-of-nobody' });
      const turn = turnAfter(somewhere(), nobody, { handoffs: [sent] });
      await expect(store.commit(turn)).rejects.toMatchObject({ kind: 'rule' });
      expect(await rows(runner)).toEqual([]);
    });

    it('erases the copy when the client withdraws, and only theirs', async () => {
      const { store, runner } = await fresh();
      const address = somewhere();
      await take(store, address, { handoffs: [handoff('h')] });
      await store.commit(turnAfter(somewhere(), nobody, { handoffs: [moved('h', 'withdrawn')] }));
      const sql = 'select state, content is null as erased from handoff';
      expect(await runner.all({ sql, params: [] })).toEqual([{ state: 'requested', erased: 0 }]);
      await take(store, address, { handoffs: [moved('h', 'withdrawn')] });
      expect(await runner.all({ sql, params: [] })).toEqual([{ state: 'withdrawn', erased: 1 }]);
    });
  });
}
