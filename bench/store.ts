/**
 * Durable turns per second of the store alone, 32 clients at once: grouped against one by one, and the two ciphers.
 * Run: node bench/store.ts [seconds per row, default 3]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../src/run/ports.ts';
import { type Cipher, webCipher } from '../src/store/cipher.ts';
import { keyringFrom, newKey } from '../src/store/keyring.ts';
import { nodeCipher } from '../src/store/node_cipher.ts';
import { openStore } from '../src/store/open.ts';
import { openSqliteRunner } from '../src/store/sqlite.ts';

const SECONDS = Number(process.argv[2] ?? 3);
const TOGETHER = 32;
const STORY = 'Ik heb schulden en ik zit de hele dag alleen. '.repeat(44);

interface Measured {
  turns: number;
  p50: number;
  p99: number;
  /** Microseconds of processor time a turn, all threads: says more than the clock on a busy machine. */
  cpu: number;
}

/** Turns per second, and milliseconds of the median and the slowest hundredth from loading to acknowledged. */
async function measure(store: Store, clients: number): Promise<Measured> {
  const took: number[] = [];
  const started = performance.now();
  const idle = process.cpuUsage();
  const end = started + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: TOGETHER }, async (_, lane) => {
      for (let turn = 0; performance.now() < end; turn++) {
        const client = (turn % Math.ceil(clients / TOGETHER)) * TOGETHER + lane;
        const before = performance.now();
        await take(store, { channel: 'directline', conversation: `bench-${client}` });
        took.push(performance.now() - before);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(idle);
  took.sort((a, b) => a - b);
  const at = (part: number): number => took[Math.floor(took.length * part)] ?? 0;
  return { turns: took.length / seconds, p50: at(0.5), p99: at(0.99), cpu: (user + system) / took.length };
}

async function take(store: Store, address: { channel: string; conversation: string }): Promise<void> {
  const activity = crypto.randomUUID();
  await store.answered(address, activity);
  const { client, lastNumber } = await store.load(address);
  const now = new Date();
  const result = await store.commit({
    address,
    activity,
    cause: 'client',
    at: now.toISOString(),
    client: {
      id: client?.id ?? crypto.randomUUID(),
      seq: (client?.seq ?? 0) + 1,
      document: { story: STORY },
      keepUntil: new Date(now.getTime() + 90 * 86_400_000).toISOString(),
    },
    lastNumber,
    messages: [{ kind: 'say', text: 'Klopt het dat het geld het zwaarst weegt?', choices: [] }],
    pulled: true,
    textUntil: new Date(now.getTime() + 86_400_000).toISOString(),
    handoffs: [],
    demand: [],
  });
  if (result.status !== 'committed') throw new Error(result.status);
}

const rows: Record<string, { group: number; cipher: Cipher; clients: number }> = {
  'grouped, node crypto': { group: 64, cipher: nodeCipher, clients: 1_000 },
  'one by one, node crypto': { group: 1, cipher: nodeCipher, clients: 1_000 },
  'grouped, WebCrypto': { group: 64, cipher: webCipher, clients: 1_000 },
  'grouped, new clients only': { group: 64, cipher: nodeCipher, clients: 10_000_000 },
};
const table: Record<string, unknown> = {};
for (const [name, { group, cipher, clients }] of Object.entries(rows)) {
  const folder = mkdtempSync(join(tmpdir(), 'stuur-bench-'));
  const runner = openSqliteRunner(join(folder, 'store.sqlite'), { group });
  const store = await openStore(runner, cipher, await keyringFrom(newKey()));
  const { turns, p50, p99, cpu } = await measure(store, clients);
  table[name] = {
    'turns/s': Math.round(turns),
    'p50 ms': p50.toFixed(1),
    'p99 ms': p99.toFixed(1),
    'µs cpu a turn': Math.round(cpu),
  };
  await store.close();
  rmSync(folder, { recursive: true });
}
console.table(table);
