/** The key-encryption keys: the current one wraps, earlier ones can still unwrap until their rotation is done. */
import type { Bytes } from './cipher.ts';
import { StoreError } from './errors.ts';

export interface WrappingKey {
  /** Follows from the key itself, so that nobody has to number keys. */
  id: string;
  raw: Bytes;
}

export interface Keyring {
  current: WrappingKey;
  all: ReadonlyMap<string, WrappingKey>;
}

const KEY_BYTES = 32;

/**
 * A keyring from settings: each key is 32 bytes in base64 (44 characters). Rejects with a StoreError 'key' that
 * says how to make one.
 */
export async function keyringFrom(current: string, previous: readonly string[] = []): Promise<Keyring> {
  const first = await wrappingKey(current);
  const all = new Map([[first.id, first]]);
  for (const text of previous) {
    const key = await wrappingKey(text);
    all.set(key.id, key);
  }
  return { current: first, all };
}

/** A fresh key in the form that `keyringFrom` takes. */
export function newKey(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(KEY_BYTES))));
}

async function wrappingKey(text: string): Promise<WrappingKey> {
  let raw: Bytes;
  try {
    raw = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  } catch {
    throw badKey();
  }
  if (raw.length !== KEY_BYTES) throw badKey();
  // One-way, with a prefix of its own: the id gives nothing of the key away.
  const prefix = new TextEncoder().encode('stuur key id:');
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array([...prefix, ...raw]));
  const id = Array.from(new Uint8Array(digest, 0, 8), (b) => b.toString(16).padStart(2, '0')).join('');
  return { id, raw };
}

function badKey(): StoreError {
  return new StoreError('key', 'The key is not 32 bytes in base64. Make one with: openssl rand -base64 32');
}
