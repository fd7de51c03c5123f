/** A Worker that holds stores and runs what the test asks of them, so that the contract runs inside workerd. */
import type { Store } from '../../src/run/ports.ts';
import { webCipher } from '../../src/store/cipher.ts';
import { type D1, d1Runner } from '../../src/store/d1.ts';
import { keyringFrom } from '../../src/store/keyring.ts';
import { openStore } from '../../src/store/open.ts';
import { decode, encode } from './wire.ts';

const stores = new Map<string, Store>();

export interface Call {
  /** Which store; opened at its first call. */
  store: string;
  key: string;
  method: string;
  args: unknown[];
}

async function answer({ store: name, key, method, args }: Call, db: D1): Promise<unknown> {
  const runner = d1Runner(db);
  if (method === 'all') return runner.all(args[0] as never);
  if (method === 'batch') return runner.batch(args[0] as never);
  let store = stores.get(name);
  if (!store) {
    store = await openStore(runner, webCipher, await keyringFrom(key));
    stores.set(name, store);
  }
  if (method === 'open') return undefined;
  const run = store[method as keyof Store] as (...given: unknown[]) => Promise<unknown>;
  return run(...args);
}

const worker = {
  async fetch(request: Request, env: { DB: D1 }): Promise<Response> {
    try {
      return new Response(encode({ value: await answer(decode(await request.text()) as Call, env.DB) }));
    } catch (error) {
      const { name, message, kind } = error as { name: string; message: string; kind?: string };
      return new Response(encode({ error: { name, message, kind } }));
    }
  },
};
// biome-ignore lint/style/noDefaultExport: a Worker is its default export
export default worker;
