/** Keys and ciphers. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Bytes, webCipher } from '../../src/store/cipher.ts';
import { ConstraintError, fromDatabase } from '../../src/store/errors.ts';
import { keyringFrom, newKey } from '../../src/store/keyring.ts';
import { localKey } from '../../src/store/local_key.ts';
import { nodeCipher } from '../../src/store/node_cipher.ts';
import { openJson, openTwice, openVault, sealTwice } from '../../src/store/sealing.ts';

const folder = mkdtempSync(join(tmpdir(), 'stuur-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bytes = fc.uint8Array({ maxLength: 300 }) as fc.Arbitrary<Bytes>;
const raw = fc.uint8Array({ minLength: 32, maxLength: 32 }) as fc.Arbitrary<Bytes>;

describe('what is sealed twice', () => {
  it('takes both keys to read: of the client and of the organisation, and only its own label', async () => {
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const vault = await openVault(nodeCipher, await keyringFrom(newKey()), secret);
    const client = await vault.key('c', await vault.createKey('c'));
    const other = await vault.key('d', await vault.createKey('d'));
    const [organisation, elsewhere] = [await vault.organisationKey('o'), await vault.organisationKey('p')];
    const label = ['handoff', 'c', 'h'];
    const words = { message: 'zwartekat' };
    const sealed = await sealTwice([client, organisation], label, words);
    expect(await openTwice([client, organisation], label, sealed)).toEqual(words);
    expect(new TextDecoder('latin1').decode(sealed)).not.toContain('zwartekat');
    for (const key of [client, organisation, other, elsewhere]) {
      await expect(openJson(key, label, sealed)).rejects.toThrow();
    }
    const wrong = [
      [other, organisation],
      [client, elsewhere],
      [organisation, client],
      [client, client],
      [organisation, organisation],
    ] as const;
    for (const keys of wrong) await expect(openTwice(keys, label, sealed)).rejects.toThrow();
    await expect(openTwice([client, organisation], ['handoff', 'c', 'i'], sealed)).rejects.toThrow();
  });

  it('the key of an organisation is the same after a restart, and another in another installation', async () => {
    const keys = await keyringFrom(newKey());
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const of = async (from: Bytes) => (await openVault(nodeCipher, keys, from)).organisationKey('o');
    const sealed = await (await of(secret)).encrypt(new Uint8Array(), new Uint8Array([1]));
    expect(Array.from(await (await of(secret)).decrypt(new Uint8Array(), sealed))).toEqual([1]);
    const strange = await of(crypto.getRandomValues(new Uint8Array(32)));
    await expect((async () => strange.decrypt(new Uint8Array(), sealed))()).rejects.toThrow();
  });
});

describe('the two ciphers', () => {
  it('read what the other sealed, and refuse what was changed', async () => {
    await fc.assert(
      fc.asyncProperty(raw, bytes, bytes, fc.nat(), async (key, label, plain, position) => {
        for (const [from, to] of [
          [webCipher, nodeCipher],
          [nodeCipher, webCipher],
        ] as const) {
          const sealed = await (await from.aes(key)).encrypt(label, plain);
          const aes = await to.aes(key);
          expect(Array.from(await aes.decrypt(label, sealed))).toEqual(Array.from(plain));
          const changed = Uint8Array.from(sealed);
          const at = position % changed.length;
          changed[at] = (changed[at] ?? 0) ^ 1;
          await expect((async () => aes.decrypt(label, changed))()).rejects.toThrow();
          const other = Uint8Array.from([...label, 0]);
          await expect((async () => aes.decrypt(other, sealed))()).rejects.toThrow();
          await expect((async () => aes.decrypt(label, sealed.subarray(0, 20)))()).rejects.toThrow();
        }
      }),
      { numRuns: 50 },
    );
  });

  it('make the same keyed hash', async () => {
    await fc.assert(
      fc.asyncProperty(raw, bytes, async (key, data) => {
        const web = await (await webCipher.hmac(key))(data);
        const node = await (await nodeCipher.hmac(key))(data);
        expect(Array.from(node)).toEqual(Array.from(web));
      }),
      { numRuns: 50 },
    );
  });

  it('never seal twice with the same nonce', async () => {
    const aes = await nodeCipher.aes(new Uint8Array(32));
    const nonces = new Set<string>();
    for (let i = 0; i < 1000; i++) {
      const sealed = await aes.encrypt(new Uint8Array(), new Uint8Array());
      nonces.add(Buffer.from(sealed.subarray(0, 12)).toString('hex'));
    }
    expect(nonces.size).toBe(1000);
  });

  it('give the same Argon2id hash', async () => {
    const [code, salt] = [new TextEncoder().encode('fiets brood zomer'), new Uint8Array(16).fill(7)];
    const hash = await webCipher.argon2id(code as Bytes, salt);
    expect(hash).toHaveLength(32);
    expect(await nodeCipher.argon2id(code as Bytes, salt)).toEqual(hash);
    expect(await nodeCipher.argon2id(code as Bytes, new Uint8Array(16).fill(8))).not.toEqual(hash);
  });
});

describe('the keyring', () => {
  it('names a key by what it is, without giving it away', async () => {
    const text = newKey();
    const { current } = await keyringFrom(text);
    expect(current.id).toMatch(/^[0-9a-f]{16}$/);
    expect((await keyringFrom(`${text}\n`)).current.id).toBe(current.id);
    expect((await keyringFrom(newKey())).current.id).not.toBe(current.id);
  });

  it.each(['', 'geheim', 'AAAA', 'A'.repeat(42), `${'A'.repeat(64)}`])(
    'refuses %j and says how to make one',
    async (text) => {
      await expect(keyringFrom(text)).rejects.toThrow('openssl rand -base64 32');
    },
  );
});

describe('the local key', () => {
  it('is made once, for its owner only', async () => {
    const place = join(folder, 'new');
    const key = localKey(place);
    await keyringFrom(key);
    expect(localKey(place)).toBe(key);
    expect(readdirSync(place)).toEqual(['key']);
    expect((statSync(join(place, 'key')).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(place).mode & 0o777).toString(8)).toBe('700');
  });
});

describe('what the database says', () => {
  it.each([
    ['SQLITE_FULL', 'database or disk is full', 'full'],
    ['SQLITE_READONLY_DBMOVED', 'attempt to write a readonly database', 'readonly'],
    ['SQLITE_BUSY', 'database is locked', 'locked'],
    ['SQLITE_CORRUPT_VTAB', 'database disk image is malformed', 'corrupt'],
    ['SQLITE_IOERR_FSYNC', 'disk I/O error', 'unavailable'],
    ['SQLITE_CANTOPEN', 'unable to open database file', 'unavailable'],
    ['', 'D1_ERROR: something new', 'unavailable'],
  ])('%s becomes a sentence', (code, message, kind) => {
    const error = fromDatabase(Object.assign(new Error(message), { code }));
    expect(error).toMatchObject({ name: 'StoreError', kind });
    expect(error.message).toMatch(/^The .*\.$/);
  });

  it('a refused row is told apart on both databases', () => {
    const sqlite = Object.assign(new Error('UNIQUE constraint failed: turn.activity'), {
      code: 'SQLITE_CONSTRAINT_UNIQUE',
    });
    expect(fromDatabase(sqlite)).toBeInstanceOf(ConstraintError);
    const d1 = new Error('D1_ERROR: FOREIGN KEY constraint failed: SQLITE_CONSTRAINT');
    expect(fromDatabase(d1)).toBeInstanceOf(ConstraintError);
  });
});
