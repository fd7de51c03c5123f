/** `npm run backup -- <folder>`: a backup beside a running server, without the keys that clients can destroy. */
import { StoreError } from '../store/errors.ts';
import { makeBackup } from '../store/node_backup.ts';
import { KEYS_FILE } from '../store/node_kept_keys.ts';
import { assertDatabase, backupFolder, command, people } from './operator/command.ts';

const USAGE = 'npm run backup -- <folder>   (or set STUUR_BACKUPS)';

await command(USAGE, [], async (asked) => {
  const folder = backupFolder(asked);
  if (!folder) throw new StoreError('refused', `Say in which folder the backup should come.\nUse: ${USAGE}`);
  assertDatabase(asked.database);
  const { file, clients } = makeBackup({ database: asked.database, folder, now: new Date() });
  return [
    `${file}: ${people(clients)}.`,
    `Their keys are in ${KEYS_FILE} beside it. Of that file keep the last version only: an older one still opens what was wiped since.`,
  ];
});
