/** The contract on D1, as workerd runs it locally. */
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll } from 'vitest';
import { webCipher } from '../../src/store/cipher.ts';
import { type D1, d1Runner, openD1Store } from '../../src/store/d1.ts';
import { keyringFrom, newKey } from '../../src/store/keyring.ts';
import { openStore } from '../../src/store/open.ts';
import { storeContract } from './contract.ts';

const keys = await keyringFrom(newKey());
let miniflare: Miniflare;
let database: D1;
beforeAll(async () => {
  miniflare = new Miniflare({
    modules: true,
    script: 'export default { fetch: () => new Response() }',
    d1Databases: ['DB'],
  });
  database = (await miniflare.getD1Database('DB')) as unknown as D1;
});
afterAll(() => miniflare.dispose());

/** One workerd serves all tests: starting one for each would take minutes. */
async function empty(): Promise<void> {
  const { results } = await database
    .prepare(
      "select name, type from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\'",
    )
    .all();
  const tables = results.map(({ name }) => String(name)).filter((name) => !name.startsWith('sqlite_'));
  await database.batch([
    database.prepare('pragma defer_foreign_keys = on'),
    ...tables.map((name) => database.prepare(`drop table "${name}"`)),
  ]);
}

storeContract({
  name: 'D1',
  async open() {
    await empty();
    const runner = d1Runner(database);
    const store = await openStore(runner, webCipher, keys);
    return { store, runner, again: () => openD1Store({ db: database, keys }) };
  },
});
