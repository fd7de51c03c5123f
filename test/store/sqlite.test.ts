/** The contract on SQLite, in a file and in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { keyringFrom, newKey } from '../../src/store/keyring.ts';
import { nodeCipher } from '../../src/store/node_cipher.ts';
import { openStore } from '../../src/store/open.ts';
import { openSqliteRunner, openSqliteStore } from '../../src/store/sqlite.ts';
import { storeContract } from './contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'stuur-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
const keys = await keyringFrom(newKey());
let files = 0;

storeContract({
  name: 'SQLite file',
  async open() {
    const file = join(folder, `${++files}.sqlite`);
    const runner = openSqliteRunner(file);
    const store = await openStore(runner, nodeCipher, keys);
    return { store, runner, again: () => openSqliteStore({ file, keys }) };
  },
});

storeContract({
  name: 'SQLite in memory',
  async open() {
    const runner = openSqliteRunner(':memory:');
    return { store: await openStore(runner, nodeCipher, keys), runner };
  },
});
