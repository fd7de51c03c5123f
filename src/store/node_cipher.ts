/**
 * The same bytes as `cipher.ts` from Node's synchronous crypto: a third of the time, and no hop through the thread
 * pool, so that turns arriving together stay together for the group commit.
 */
import * as nodeCrypto from 'node:crypto';
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomFillSync } from 'node:crypto';
import { ARGON2, type Bytes, type Cipher, NONCE_BYTES, TAG_BYTES, webCipher } from './cipher.ts';

/** Random bytes are drawn many at a time: a system call for each nonce is a tenth of a turn. None is used twice. */
const pool = new Uint8Array(NONCE_BYTES * 512);
let used = pool.length;

function nextNonce(into: Uint8Array): void {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  into.set(pool.subarray(used, used + NONCE_BYTES));
  pool.fill(0, used, used + NONCE_BYTES);
  used += NONCE_BYTES;
}

export const nodeCipher: Cipher = {
  aes(raw) {
    const key = createSecretKey(raw);
    return {
      encrypt(label, plain) {
        const sealed = new Uint8Array(NONCE_BYTES + plain.length + TAG_BYTES);
        nextNonce(sealed);
        const cipher = createCipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
        cipher.setAAD(label);
        sealed.set(cipher.update(plain), NONCE_BYTES);
        // GCM is a stream: final() checks, and adds no bytes.
        cipher.final();
        sealed.set(cipher.getAuthTag(), NONCE_BYTES + plain.length);
        return sealed;
      },
      decrypt(label, sealed) {
        if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('too short to be a sealed value');
        const end = sealed.length - TAG_BYTES;
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(label);
        decipher.setAuthTag(sealed.subarray(end));
        const plain = decipher.update(sealed.subarray(NONCE_BYTES, end));
        decipher.final();
        return plain as Bytes;
      },
    };
  },
  hmac(raw) {
    const key = createSecretKey(raw);
    return (data) => createHmac('sha256', key).update(data).digest();
  },
  argon2id(message, nonce) {
    // Node 24.7 and later have it in C, off the main thread.
    if (typeof nodeCrypto.argon2 !== 'function') return webCipher.argon2id(message, nonce);
    const { memory, passes, lanes: parallelism, bytes: tagLength } = ARGON2;
    return new Promise((done, fail) =>
      nodeCrypto.argon2(
        'argon2id',
        { message, nonce, parallelism, tagLength, memory, passes },
        (error, hash) => (error ? fail(error) : done(new Uint8Array(hash))),
      ),
    );
  },
};
