/**
 * Puts everything that the key-encryption key protects under the current one, beside a running server and in any number
 * of attempts. What clients wrote is not touched: only the wrapping of their keys changes.
 */
import type { Bytes, Cipher } from './cipher.ts';
import { StoreError } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { keyOfSecret, openWrapping, unwrapSecret, wrapSecret } from './sealing.ts';
import type { Runner, Statement } from './statement.ts';

const BATCH = 200;

/** Which rows of `stuur` hold something under the key-encryption key: they are JSON that names that key. */
export const WRAPPED = `case when json_valid(cast(value as text))
  then json_extract(cast(value as text), '$.key_id') end is not null`;

export interface Rotated {
  /** Clients whose key was put under the current one. */
  clients: number;
  /** Clients whose wrapped key is damaged: nothing opens it any more, under whatever key. */
  damaged: number;
}

/**
 * Rejects with a StoreError 'key' before it changes anything when a key that is in use is not in `keys`.
 * `between` is called after each batch.
 */
export async function rotate(
  runner: Runner,
  cipher: Cipher,
  keys: Keyring,
  between: (done: number) => void = () => undefined,
): Promise<Rotated> {
  await assertAllThere(runner, keys);
  // First: a server that has not got the current key then does not start, rather than failing its clients one by one.
  await rewrapSecrets(runner, cipher, keys);
  const damaged = new Set<string>();
  let clients = 0;
  for (;;) {
    const before = clients;
    for await (const done of pass(runner, cipher, keys, damaged)) {
      clients += done;
      between(clients);
    }
    // Once more while there was anything: a server that wraps with the former key made new clients meanwhile.
    if (clients === before) return { clients, damaged: damaged.size };
  }
}

async function* pass(
  runner: Runner,
  cipher: Cipher,
  keys: Keyring,
  damaged: Set<string>,
): AsyncGenerator<number> {
  const wrapping = await openWrapping(cipher, keys);
  for (let after = ''; ; ) {
    const rows = await runner.all({
      sql: 'select id, key_id, wrapped_key from client where key_id <> ? and id > ? order by id limit ?',
      params: [keys.current.id, after, BATCH],
    });
    const last = rows.at(-1);
    if (!last) return;
    after = last.id as string;
    const statements: Statement[] = [];
    for (const row of rows) {
      const id = row.id as string;
      const former = { key_id: row.key_id as string, wrapped_key: row.wrapped_key as Bytes };
      try {
        const fresh = await wrapping.wrapKey(id, await wrapping.unwrapKey(id, former));
        // Only where it still is what was read: a client who is wiped meanwhile stays wiped.
        statements.push({
          sql: 'update client set key_id = ?, wrapped_key = ? where id = ? and wrapped_key = ?',
          params: [fresh.key_id, fresh.wrapped_key, id, former.wrapped_key],
        });
      } catch (error) {
        if (!(error instanceof StoreError && error.kind === 'unreadable')) throw error;
        damaged.add(id);
      }
    }
    const changed = statements.length === 0 ? [] : await runner.batch(statements);
    yield changed.reduce((sum, rows) => sum + rows, 0);
  }
}

async function assertAllThere(runner: Runner, { all }: Keyring): Promise<void> {
  for (const { key_id } of await runner.all({ sql: 'select distinct key_id from client', params: [] })) {
    if (all.has(key_id as string)) continue;
    throw new StoreError(
      'key',
      `Some clients' keys are under key ${key_id}, which is not configured. Add that key to STUUR_KEY_PREVIOUS ` +
        '(several are separated by commas).',
    );
  }
}

/** The installation's own secrets, which are under the same key. */
export async function rewrapSecrets(runner: Runner, cipher: Cipher, keys: Keyring): Promise<void> {
  const statements: Statement[] = [];
  for (const row of await runner.all({ sql: `select key, value from stuur where ${WRAPPED}`, params: [] })) {
    const former = row.value as Bytes;
    if (keyOfSecret(former) === keys.current.id) continue;
    const fresh = await wrapSecret(cipher, keys, await unwrapSecret(cipher, keys, former));
    statements.push({
      sql: 'update stuur set value = ? where key = ? and value = ?',
      params: [fresh, row.key as string, former],
    });
  }
  if (statements.length > 0) await runner.batch(statements);
}
