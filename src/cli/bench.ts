/** `npm run bench`: how fast understanding and a turn are, printed as tables and written to `bench/results/` as JSON. */
import { fileURLToPath } from 'node:url';
import { benchTurns } from '../../bench/turns.ts';
import { benchUnderstanding } from '../../bench/understanding.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
benchUnderstanding(root);
await benchTurns(root);
