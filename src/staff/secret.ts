/**
 * The secret under which second factors are encrypted and cookies signed: made once and kept wrapped, as the store's
 * own secrets are. Not derived from the wrapping key, because then changing that key would lock all staff out.
 */
import { eq } from 'drizzle-orm';
import type { Bytes, Cipher } from '../store/cipher.ts';
import { StoreError } from '../store/errors.ts';
import type { Keyring } from '../store/keyring.ts';
import { stuur } from '../store/schema.ts';
import { unwrapSecret, wrapSecret } from '../store/sealing.ts';
import { first, type StaffDatabase } from './database.ts';

const NAME = 'staff_secret';

/** In base64. After the store was opened, which puts all secrets under the current key. */
export async function staffSecret(db: StaffDatabase, cipher: Cipher, keys: Keyring): Promise<string> {
  const stored = async () => (await first(db.select().from(stuur).where(eq(stuur.key, NAME))))?.value;
  let value = await stored();
  if (!value) {
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const wrapped = Buffer.from(await wrapSecret(cipher, keys, secret));
    // Of two processes at a first start, one wins and both read what it wrote.
    await db.insert(stuur).values({ key: NAME, value: wrapped }).onConflictDoNothing();
    value = await stored();
  }
  if (!value) throw new StoreError('unavailable', 'The database did not keep what was written to it.');
  const secret = await unwrapSecret(cipher, keys, new Uint8Array(value) as Bytes);
  return btoa(String.fromCharCode(...secret));
}
