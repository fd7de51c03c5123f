/** Second factors under the installation's secret: they outlive a new key, and a restore brings nobody back who left. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inviteMember, removeMember } from '../../src/staff/members.ts';
import { openStaffDatabase } from '../../src/staff/node_database.ts';
import { staffSecret } from '../../src/staff/secret.ts';
import { keyringFrom, newKey } from '../../src/store/keyring.ts';
import { makeBackup } from '../../src/store/node_backup.ts';
import { nodeCipher } from '../../src/store/node_cipher.ts';
import { restore } from '../../src/store/node_restore.ts';
import { rotateDatabase } from '../../src/store/node_rotate.ts';
import { insider, type Office, openOffice, person } from './office.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

it('the secret is made once, is wrapped, and is the same under a new key', async () => {
  const { db, keys, file } = office;
  const secrets = await Promise.all([staffSecret(db, nodeCipher, keys), staffSecret(db, nodeCipher, keys)]);
  expect(secrets[0]).toBe(secrets[1]);
  expect(Buffer.from(secrets[0] ?? '', 'base64')).toHaveLength(32);
  // As a server that stops, and starts again with the new key beside the former one.
  await office.stop();
  const former = Buffer.from(keys.current.raw).toString('base64');
  const fresh = newKey();
  await rotateDatabase({ database: file, keys: await keyringFrom(fresh, [former]), backups: undefined });
  const again = openStaffDatabase(file);
  expect(await staffSecret(again.db, nodeCipher, await keyringFrom(fresh))).toBe(secrets[0]);
  await expect(staffSecret(again.db, nodeCipher, keys)).rejects.toThrow(/key/);
  again.close();
});

describe('a restore', () => {
  it('brings back nobody who was removed since, no session and no link', async () => {
    const { db, world, file, folder, keys, here } = office;
    await staffSecret(db, nodeCipher, keys);
    const stays = await insider(office, here, ['admin'], 'stays');
    const leaves = await insider(office, here, ['admin'], 'leaves');
    await inviteMember({ db, world }, person(here, ['editor'], 'invited'), 'test');
    const { file: backup } = makeBackup({ database: file, folder: join(folder, 'backups'), now: new Date() });
    await removeMember({ db, world }, leaves.id, 'test');
    await office.stop();
    await restore({ backup, database: file, keys, replace: true, now: new Date() });

    const back = new Database(file);
    const all = (sql: string) => back.prepare(sql).pluck().all();
    expect(all('select id from staff where active = 0')).toEqual([leaves.id]);
    expect(all("select email from staff where email like 'leaves@%'")).toEqual([]);
    expect(all('select staff from staff_account')).toEqual([stays.id]);
    expect(all('select staff from staff_second_factor')).toEqual([stays.id]);
    for (const table of ['staff_session', 'staff_invitation', 'staff_verification'])
      expect([table, all(`select count(*) from ${table}`)]).toEqual([table, [0]]);
    back.close();
  });
});
