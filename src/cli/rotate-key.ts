/**
 * `npm run rotate-key`: puts all that the key protects under the key that is current now, so that the former one can go.
 * `--new` makes a new key first, where the key is a file in the data folder.
 */
import { join } from 'node:path';
import { StoreError } from '../store/errors.ts';
import { keyringFrom } from '../store/keyring.ts';
import { formerFile, type KeyTexts, keyTexts, replaceLocalKey } from '../store/local_key.ts';
import { KEYS_FILE } from '../store/node_kept_keys.ts';
import { lockOut } from '../store/node_lock.ts';
import { rotateDatabase } from '../store/node_rotate.ts';
import type { Rotated } from '../store/rotate.ts';
import { assertDatabase, backupFolder, command, people } from './operator/command.ts';

const USAGE = 'npm run rotate-key [-- <backup folder>] [--new]';
const NEW_IS_ELSEWHERE =
  'The key is in STUUR_KEY, so --new cannot make another. Make it with `openssl rand -base64 32`, write it as ' +
  'STUUR_KEY and the present one as STUUR_KEY_PREVIOUS, restart Stuur, and run this again without --new.';
const NO_FORMER =
  'Only one key is configured. Write the new one as STUUR_KEY and the former one as STUUR_KEY_PREVIOUS.';
const NO_NEW = 'There is only one key. Add --new to make another in its place.';

await command(USAGE, ['new'], async (asked) => {
  const { settings, folder, database, flags } = asked;
  const backups = backupFolder(asked);
  assertDatabase(database);
  const ring = (): KeyTexts => keyTexts(settings, folder, { make: false });
  const rotateAll = async (): Promise<Rotated> =>
    rotateDatabase({ database, keys: await keyringFrom(ring().current, ring().previous), backups });
  if (flags.new) {
    if (settings.key) throw new StoreError('refused', NEW_IS_ELSEWHERE);
    // A server that runs knows the present key only.
    lockOut(database).close();
    // An earlier rotation that was broken off; usually there is nothing to do.
    await rotateAll();
    replaceLocalKey(folder);
  }
  if (ring().previous.length === 0) throw new StoreError('refused', settings.key ? NO_FORMER : NO_NEW);
  const { clients, damaged } = await rotateAll();
  const former = settings.key ? 'take STUUR_KEY_PREVIOUS away' : `delete ${formerFile(folder)}`;
  return [
    `The keys of ${people(clients)} were put under the current key. Everything is under it now.`,
    ...(damaged > 0 ? [`The keys of ${people(damaged)} are damaged: no key opens them.`] : []),
    ...(backups ? [`All backups beside ${join(backups, KEYS_FILE)} open with the current key too.`] : []),
    `Nothing but chat pages that are open needs a former key. After a day ${former}, and restart Stuur.`,
  ];
});
