/**
 * What keeps a client's data unreadable: one data key per client, wrapped by the key-encryption key; values sealed
 * under a label of what they are and whose; addresses turned into keyed hashes.
 */
import type { Aes, Bytes, Cipher, Hmac } from './cipher.ts';
import { StoreError } from './errors.ts';
import type { Keyring } from './keyring.ts';
import type { Row } from './statement.ts';

/** A data key as the client's row holds it. */
export interface WrappedKey {
  key_id: string;
  wrapped_key: Bytes;
}

/** The data key in a row that has it beside the rest. */
export const wrappedKey = (row: Row): WrappedKey => ({
  key_id: row.key_id as string,
  wrapped_key: row.wrapped_key as Bytes,
});

/** What a sealed value is and whose: it opens under the same label only, so rows cannot change places. */
export type Label = readonly (string | number)[];

export interface Vault {
  /** Keyed hash (HMAC-SHA256, cut to 16 bytes) of these words, in this order. */
  mark(...words: string[]): Promise<Bytes>;
  /** Argon2id of a return code, salted with the installation's secret: who has only the table cannot even try. */
  codeHash(code: string): Promise<Bytes>;
  /** The key of an organisation: it follows from the installation's secret, so there is nothing more to keep or lose. */
  organisationKey(organisation: string): Promise<Aes>;
  /** A fresh 256-bit data key for a new client. */
  createKey(client: string): Promise<WrappedKey>;
  /** The client's data key; imported keys are remembered, at most a few thousand. */
  key(client: string, wrapped: WrappedKey): Promise<Aes>;
  /** The data key, if it is remembered: saves reading the row. */
  known(client: string): Aes | undefined;
  forget(client: string): void;
}

const MARK_BYTES = 16;
const REMEMBERED_KEYS = 5_000;
/** First byte of every sealed value, so that another algorithm can follow without guessing. */
const FORMAT = 1;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** `secret`: the installation's own 32 bytes under which addresses are hashed. */
export async function openVault(cipher: Cipher, keyring: Keyring, secret: Bytes): Promise<Vault> {
  const hmac = await cipher.hmac(secret);
  const wrapping = await openWrapping(cipher, keyring);
  const organisations = new Map<string, Promise<Aes>>();
  const remembered = new Map<string, { wrapped: Bytes; key: Aes }>();

  function remember(client: string, wrapped: Bytes, key: Aes): void {
    remembered.set(client, { wrapped, key });
    if (remembered.size <= REMEMBERED_KEYS) return;
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      break;
    }
  }

  return {
    mark: (...words) => mark(hmac, words),

    async codeHash(code) {
      return cipher.argon2id(encoder.encode(code), await mark(hmac, ['return code']));
    },

    organisationKey(organisation) {
      const known = organisations.get(organisation);
      if (known) return known;
      const label = encoder.encode(JSON.stringify(['organisation key', organisation]));
      const made = Promise.resolve(hmac(label)).then((raw) => cipher.aes(raw));
      organisations.set(organisation, made);
      return made;
    },

    async createKey(client) {
      const raw = crypto.getRandomValues(new Uint8Array(32));
      const wrapped = await wrapping.wrapKey(client, raw);
      remember(client, wrapped.wrapped_key, await cipher.aes(raw));
      return wrapped;
    },

    async key(client, { key_id, wrapped_key }) {
      const known = remembered.get(client);
      if (known && sameBytes(known.wrapped, wrapped_key)) {
        // Map keeps insertion order: put back at the end, the first one is always the longest unused.
        remembered.delete(client);
        remembered.set(client, known);
        return known.key;
      }
      const raw = await wrapping.unwrapKey(client, { key_id, wrapped_key });
      const key = await cipher.aes(raw);
      remember(client, wrapped_key, key);
      return key;
    },

    known: (client) => remembered.get(client)?.key,

    forget(client) {
      remembered.delete(client);
    },
  };
}

/** Data keys under the keys of a keyring: any of them opens, the current one wraps. */
export interface Wrapping {
  /** 32 bytes. Rejects with a StoreError 'key' when the key-encryption key is not there, else with 'unreadable'. */
  unwrapKey(client: string, wrapped: WrappedKey): Promise<Bytes>;
  wrapKey(client: string, raw: Bytes): Promise<WrappedKey>;
}

export async function openWrapping(cipher: Cipher, keyring: Keyring): Promise<Wrapping> {
  const wrapping = await wrappingKeys(cipher, keyring);
  const { id } = keyring.current;
  return {
    unwrapKey: async (client, { key_id, wrapped_key }) =>
      openBytes(wrapping(key_id), ['data key', client], wrapped_key),
    wrapKey: async (client, raw) => ({
      key_id: id,
      wrapped_key: await sealBytes(wrapping(id), ['data key', client], raw),
    }),
  };
}

/** Finds the wrapping key by its id. */
async function wrappingKeys(cipher: Cipher, keyring: Keyring): Promise<(id: string) => Aes> {
  const keys = new Map<string, Aes>();
  for (const { id, raw } of keyring.all.values()) keys.set(id, await cipher.aes(raw));
  return (id) => {
    const key = keys.get(id);
    if (!key) {
      throw new StoreError(
        'key',
        `The data is sealed under key ${id}, which is not configured. Give that key back: as STUUR_KEY, or in ` +
          'STUUR_KEY_PREVIOUS when another has taken its place.',
      );
    }
    return key;
  };
}

/** Wraps the installation's secret; also says whether a keyring fits a database. */
export async function wrapSecret(cipher: Cipher, keyring: Keyring, secret: Bytes): Promise<Bytes> {
  const wrapping = await wrappingKeys(cipher, keyring);
  const sealed = await sealBytes(wrapping(keyring.current.id), ['address secret'], secret);
  return encoder.encode(JSON.stringify({ key_id: keyring.current.id, sealed: [...sealed] }));
}

export async function unwrapSecret(cipher: Cipher, keyring: Keyring, stored: Bytes): Promise<Bytes> {
  const wrapping = await wrappingKeys(cipher, keyring);
  const { key_id, sealed } = envelopeOf(stored);
  return openBytes(wrapping(key_id), ['address secret'], new Uint8Array(sealed));
}

/** The id of the key that an installation's secret is under. */
export const keyOfSecret = (stored: Bytes): string => envelopeOf(stored).key_id;

function envelopeOf(stored: Bytes): { key_id: string; sealed: number[] } {
  try {
    return JSON.parse(decoder.decode(stored));
  } catch (error) {
    throw new StoreError('corrupt', "The database's own secret is damaged. Put back the last backup.", error);
  }
}

async function mark(hmac: Hmac, words: readonly string[]): Promise<Bytes> {
  return (await hmac(encoder.encode(JSON.stringify(words)))).slice(0, MARK_BYTES);
}

export async function sealJson(key: Aes, label: Label, value: unknown): Promise<Bytes> {
  return sealBytes(key, label, encoder.encode(JSON.stringify(value)));
}

/** Rejects with a StoreError 'unreadable' rather than ever giving something else than what was sealed. */
export async function openJson(key: Aes, label: Label, sealed: Bytes): Promise<unknown> {
  const plain = await openBytes(key, label, sealed);
  return JSON.parse(decoder.decode(plain));
}

/** Seals a value under two keys, so that it takes both to read it. */
export async function sealTwice(keys: readonly [Aes, Aes], label: Label, value: unknown): Promise<Bytes> {
  return sealBytes(keys[1], label, await sealJson(keys[0], label, value));
}

export async function openTwice(keys: readonly [Aes, Aes], label: Label, sealed: Bytes): Promise<unknown> {
  return openJson(keys[0], label, await openBytes(keys[1], label, sealed));
}

async function sealBytes(key: Aes, label: Label, plain: Bytes): Promise<Bytes> {
  const sealed = await key.encrypt(labelBytes(label), plain);
  const out = new Uint8Array(sealed.length + 1);
  out[0] = FORMAT;
  out.set(sealed, 1);
  return out;
}

async function openBytes(key: Aes, label: Label, sealed: Bytes): Promise<Bytes> {
  if (sealed[0] !== FORMAT) throw unreadable(label);
  try {
    return await key.decrypt(labelBytes(label), sealed.subarray(1));
  } catch (error) {
    throw unreadable(label, error);
  }
}

function labelBytes(label: Label): Bytes {
  return encoder.encode(JSON.stringify(label));
}

function unreadable(label: Label, cause?: unknown): StoreError {
  return new StoreError(
    'unreadable',
    `A stored ${label[0]} cannot be read: its bytes were damaged or moved, or the key is another one.`,
    cause,
  );
}

function sameBytes(a: Bytes, b: Bytes): boolean {
  return a === b || (a.length === b.length && a.every((byte, i) => byte === b[i]));
}
