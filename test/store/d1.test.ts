/** The contract on D1: the store runs inside workerd, as it does at Cloudflare. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll } from 'vitest';
import type { Store } from '../../src/run/ports.ts';
import { newKey } from '../../src/store/keyring.ts';
import type { Runner } from '../../src/store/statement.ts';
import { storeContract } from './contract.ts';
import type { Call } from './d1_worker.ts';
import { decode, encode } from './wire.ts';

const key = newKey();
let workerd: Miniflare | undefined;
// In memory where that can be: workerd waits for the disk at every write, and this is not about the disk.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'stuur-d1-'));

beforeAll(async () => {
  const entryPoints = [fileURLToPath(new URL('./d1_worker.ts', import.meta.url))];
  // 'neutral': a package or file that reaches for Node does not bundle.
  const bundled = await build({
    entryPoints,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    write: false,
  });
  const contents = bundled.outputFiles[0]?.text ?? '';
  workerd = new Miniflare({
    resourcePersistencePath: folder,
    workers: [
      {
        config: {
          name: 'store-test',
          compatibilityDate: '2026-10-01',
          manifest: {
            mainModule: 'worker.js',
            modulesRoot: '/',
            modules: { 'worker.js': { type: 'esm', contents } },
          },
          env: { DB: { type: 'd1', id: 'store-test' } },
        },
      },
    ],
  });
  await workerd.ready;
});
afterAll(async () => {
  await workerd?.dispose();
  rmSync(folder, { recursive: true });
});

async function call(store: string, method: string, args: unknown[]): Promise<unknown> {
  const request: Call = { store, key, method, args };
  const response = await workerd?.dispatchFetch('http://store/', { method: 'POST', body: encode(request) });
  const { value, error } = decode((await response?.text()) ?? '') as { value?: unknown; error?: object };
  if (error) throw Object.assign(new Error(), error);
  return value;
}

/** A store or runner whose every method is a call to the Worker. */
function remote<Shape extends object>(store: string): Shape {
  return new Proxy({} as Shape, {
    get: (_target, method) =>
      // Not a promise, whatever `await` asks.
      method === 'then' ? undefined : (...args: unknown[]) => call(store, String(method), args),
  });
}

let stores = 0;
async function open(): Promise<Store> {
  const name = `store-${++stores}`;
  await call(name, 'open', []);
  return remote<Store>(name);
}

storeContract({
  name: 'D1',
  async open() {
    const runner = remote<Runner>('runner');
    const store = await open();
    // One database serves all tests. Its migrations and its secret stay, as they would.
    const tables = [
      'client',
      'conversation',
      "stuur where key <> 'address_secret'",
      "migration where name like '9%'",
    ];
    await runner.batch(tables.map((table) => ({ sql: `delete from ${table}`, params: [] })));
    return { store, runner, again: open };
  },
});
