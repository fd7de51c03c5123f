/**
 * The attacks of test/trends/attack.ts with many runs: the figures of docs/disclosure-control.md.
 * Run: node bench/attacks.ts [runs]
 */
import { EPSILON_PER_RELEASE } from '../src/trends/parameters.ts';
import { allowed, playAll } from '../test/trends/attack.ts';

const runs = Number(process.argv[2] ?? 10_000);
console.log(
  `allowed in a month: ${allowed(EPSILON_PER_RELEASE).toFixed(3)}; in a year of months: ${allowed(12 * EPSILON_PER_RELEASE).toFixed(5)}`,
);
for (const [name, { advantage, margin }] of Object.entries(playAll(1, runs)))
  console.log(`${name}: advantage ${advantage.toFixed(3)} (+- ${margin.toFixed(3)})`);
