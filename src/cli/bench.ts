/** `npm run bench`: how fast a turn is, printed as a table and written to `bench/results/` as JSON. */
import { fileURLToPath } from 'node:url';
import { benchTurns } from '../../bench/turns.ts';

await benchTurns(fileURLToPath(new URL('../..', import.meta.url)));
