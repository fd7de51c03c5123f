/** Opening a store: schema first, then the installation's own secret, then the store itself. */
import type { Store } from '../run/ports.ts';
import type { Bytes, Cipher } from './cipher.ts';
import { StoreError } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { migrate } from './migrate.ts';
import { readMeta, writeMetaOnce } from './queries.ts';
import { rewrapSecrets } from './rotate.ts';
import { keyOfSecret, openVault, unwrapSecret, wrapSecret } from './sealing.ts';
import type { Runner } from './statement.ts';
import { createStore } from './store.ts';

const ADDRESS_SECRET = 'address_secret';

/** Closes the runner when something is wrong. */
export async function openStore(runner: Runner, cipher: Cipher, keys: Keyring): Promise<Store> {
  try {
    await migrate(runner);
    return createStore(runner, await openVault(cipher, keys, await addressSecret(runner, cipher, keys)));
  } catch (error) {
    await runner.close();
    throw error;
  }
}

/**
 * The secret under which addresses are hashed: made once, kept wrapped. Not derived from the wrapping key, because
 * then changing that key would orphan every conversation.
 */
async function addressSecret(runner: Runner, cipher: Cipher, keys: Keyring): Promise<Bytes> {
  const stored = async (): Promise<Bytes | undefined> => {
    const [row] = await runner.all(readMeta({ key: ADDRESS_SECRET }));
    return row?.value as Bytes | undefined;
  };
  let value = await stored();
  if (!value) {
    const secret = crypto.getRandomValues(new Uint8Array(32));
    // Of two processes at a first start, one wins and both read what it wrote.
    await runner.batch([
      writeMetaOnce({ key: ADDRESS_SECRET, value: await wrapSecret(cipher, keys, secret) }),
    ]);
    value = await stored();
  }
  if (!value) throw new StoreError('unavailable', 'The database did not keep what was written to it.');
  try {
    const secret = await unwrapSecret(cipher, keys, value);
    // Also tells `npm run rotate-key` that a server has got the current key.
    if (keyOfSecret(value) !== keys.current.id) await rewrapSecrets(runner, cipher, keys);
    return secret;
  } catch (error) {
    if (!(error instanceof StoreError && error.kind === 'unreadable')) throw error;
    throw new StoreError('key', 'The key does not open this database. Give the key it was made with.', error);
  }
}
