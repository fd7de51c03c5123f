/** What every store does, whatever lies under it. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Store } from '../../src/run/ports.ts';
import type { Runner } from '../../src/store/statement.ts';
import { contractOfArrangements } from './contract_arrangements.ts';
import { contractOfDelivery } from './contract_delivery.ts';
import { contractOfDirectory } from './contract_directory.ts';
import { contractOfHandoffs } from './contract_handoffs.ts';
import { contractOfRetention } from './contract_retention.ts';
import { contractOfSealing } from './contract_sealing.ts';
import { contractOfTalks } from './contract_talks.ts';
import { contractOfTurns } from './contract_turns.ts';
import { contractOfWiping } from './contract_wiping.ts';
import { OF_TURNS, organisationRow } from './organisations.ts';

export interface Opened {
  store: Store;
  /** The database under it, for what no caller of a store can do: forging and damaging. */
  runner: Runner;
}

export interface Kind {
  name: string;
  /** An empty store. `again` opens the same data a second time, as after a restart; absent: nothing outlives it. */
  open(): Promise<Opened & { again?: () => Promise<Store> }>;
}

/** A fresh store for one test, closed after it. */
export type Fresh = () => Promise<Awaited<ReturnType<Kind['open']>>>;

export function storeContract(kind: Kind): void {
  const fresh: Fresh = async () => {
    const opened = await kind.open();
    onTestFinished(() => opened.store.close());
    await opened.runner.batch(OF_TURNS.map((each) => organisationRow(each)));
    return opened;
  };
  describe(kind.name, () => {
    contractOfTurns(fresh);
    contractOfArrangements(fresh);
    contractOfWiping(fresh);
    contractOfDirectory(fresh);
    contractOfHandoffs(fresh);
    contractOfTalks(fresh);
    contractOfDelivery(fresh);
    contractOfRetention(fresh);
    contractOfSealing(fresh);

    it('is ready once open', async () => {
      const { store } = await fresh();
      await expect(store.ready()).resolves.toBeUndefined();
    });

    it('is not ready on a database that a newer version made', async () => {
      const { store, runner } = await fresh();
      const sql = "insert into migration (name, at) values ('9999_later', '')";
      await runner.batch([{ sql, params: [] }]);
      await expect(store.ready()).rejects.toMatchObject({ name: 'StoreError', kind: 'version' });
    });
  });
}
