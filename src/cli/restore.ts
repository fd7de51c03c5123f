/** `npm run restore -- <backup file>`: puts a backup in place, without those who wiped everything since. */
import { resolve } from 'node:path';
import { StoreError } from '../store/errors.ts';
import { keyringFrom } from '../store/keyring.ts';
import { keyTexts } from '../store/local_key.ts';
import { KEYS_FILE } from '../store/node_kept_keys.ts';
import { restore } from '../store/node_restore.ts';
import { command, people } from './operator/command.ts';

const USAGE = 'npm run restore -- <backup file> [--replace]';

await command(USAGE, ['replace'], async ({ settings, folder, database, argument, flags }) => {
  if (!argument) throw new StoreError('refused', `Say which backup.\nUse: ${USAGE}`);
  const { current, previous } = keyTexts(settings, folder, { make: false });
  const { made, clients, gone, lost, damaged, keysFrom } = await restore({
    backup: resolve(argument),
    database,
    keys: await keyringFrom(current, previous),
    replace: flags.replace,
    now: new Date(),
  });
  const from = keysFrom === 'database' ? 'the database that was there' : `${KEYS_FILE} beside the backup`;
  return [
    `${database} is the backup of ${made}: ${people(clients)}. Their keys come from ${from}.`,
    ...(gone > 0
      ? [`${people(gone)} in it wiped everything since, or their time was over: they stay gone.`]
      : []),
    ...(lost > 0
      ? [`${people(lost)} of the database that was there are not in the backup, and are lost.`]
      : []),
    ...(damaged > 0 ? [`The keys of ${people(damaged)} are damaged: what is theirs cannot be read.`] : []),
    'Start Stuur with: npm start',
  ];
});
