/**
 * A process that takes turns until it is killed: `writer.ts <file> <key> <name> [turns]`. Several conversations at
 * once, each said out loud on stdout only after it was committed. With `turns` it stops by itself after so many.
 */
import { writeSync } from 'node:fs';
import { keyringFrom } from '../../src/store/keyring.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { turnAfter } from './turns.ts';

const [, , file = '', key = '', name = '', turns = 'Infinity'] = process.argv;
const CONVERSATIONS = 8;

/** Waits where nobody reads for a while: the pipe is full then, and a write would throw. */
function sayOut(line: string): void {
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

const store = await openSqliteStore({ file, keys: await keyringFrom(key) });
await Promise.all(
  Array.from({ length: CONVERSATIONS }, async (_, index) => {
    const address = { channel: 'console', conversation: `${name}-${index}` };
    for (let taken = 0; taken < Number(turns); taken++) {
      const loaded = await store.load(address);
      const seq = (loaded.client?.seq ?? 0) + 1;
      const text = `${address.conversation}:${seq}`;
      const result = await store.commit(
        turnAfter(address, loaded, { activity: text, messages: [{ kind: 'say', text, choices: [] }] }),
      );
      if (result.status !== 'committed') throw new Error(`not committed: ${result.status}`);
      sayOut(`${text}\n`);
    }
  }),
);
await store.close();
