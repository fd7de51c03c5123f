/**
 * The cryptographic primitives, on WebCrypto: the same in Node and in a Worker. `node_cipher.ts` gives the same
 * bytes faster on Node.
 */
import { argon2idAsync } from '@noble/hashes/argon2.js';

export type Bytes = Uint8Array<ArrayBuffer>;
type Awaitable<T> = T | Promise<T>;

/** AES-256-GCM under one key. A sealed value is the 12-byte random nonce, the ciphertext and the 16-byte tag. */
export interface Aes {
  encrypt(label: Bytes, plain: Bytes): Awaitable<Bytes>;
  /** Throws when the bytes, the label or the key differ from what was sealed. */
  decrypt(label: Bytes, sealed: Bytes): Awaitable<Bytes>;
}

/** HMAC-SHA256 under one key: 32 bytes. */
export type Hmac = (data: Bytes) => Awaitable<Bytes>;

export interface Cipher {
  /** `raw`: 32 bytes. */
  aes(raw: Bytes): Awaitable<Aes>;
  hmac(raw: Bytes): Awaitable<Hmac>;
  /** Argon2id with `ARGON2`: 32 bytes, slowly. */
  argon2id(password: Bytes, salt: Bytes): Promise<Bytes>;
}

/**
 * What one guess costs: 19 MiB of memory (in KiB) and two passes, the least that OWASP recommends. A return code has
 * 66 bits of its own, so this is the second lock and not the first.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
export const ARGON2 = { memory: 19_456, passes: 2, lanes: 1, bytes: 32 } as const;

export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

export const webCipher: Cipher = {
  async aes(raw) {
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
    return {
      async encrypt(label, plain) {
        const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
        const encrypted = await crypto.subtle.encrypt(
          { name: 'AES-GCM', iv, additionalData: label },
          key,
          plain,
        );
        const sealed = new Uint8Array(NONCE_BYTES + encrypted.byteLength);
        sealed.set(iv);
        sealed.set(new Uint8Array(encrypted), NONCE_BYTES);
        return sealed;
      },
      async decrypt(label, sealed) {
        const iv = sealed.subarray(0, NONCE_BYTES);
        const encrypted = sealed.subarray(NONCE_BYTES);
        return new Uint8Array(
          await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: label }, key, encrypted),
        );
      },
    };
  },
  async hmac(raw) {
    const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return async (data) => new Uint8Array(await crypto.subtle.sign('HMAC', key, data));
  },
  async argon2id(password, salt) {
    const { memory, passes, lanes, bytes } = ARGON2;
    // Gives way now and then, so that other turns need not wait behind it.
    const hash = await argon2idAsync(password, salt, {
      m: memory,
      t: passes,
      p: lanes,
      dkLen: bytes,
      asyncTick: 10,
    });
    return new Uint8Array(hash);
  },
};
