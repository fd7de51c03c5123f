/**
 * The noise of releases against its exact distribution: a million draws for each scale, from the source of production.
 * Fails when one of them has p of 0.001 or less; about one run in 300 does so by chance.
 * Run: node bench/sampler.ts [draws]
 */
import { createDice, discreteLaplace, secureBytes } from '../src/trends/sampler.ts';
import { goodness } from '../test/trends/chi-square.ts';

const times = Number(process.argv[2] ?? 1_000_000);
for (const [numerator, denominator] of [
  [1n, 1n],
  [25n, 3n],
  [50n, 3n],
] as const) {
  const scale = { numerator, denominator };
  const dice = createDice(secureBytes);
  const started = performance.now();
  const draws = Array.from({ length: times }, () => Number(discreteLaplace(dice, scale)));
  const each = ((performance.now() - started) * 1000) / times;
  const { chi, freedom, p } = goodness(draws, scale);
  console.log(
    `scale ${numerator}/${denominator}: chi-square ${chi.toFixed(1)} at ${freedom} degrees of freedom, ` +
      `p ${p.toFixed(4)}; ${each.toFixed(2)} us each`,
  );
  if (!(p > 0.001)) process.exitCode = 1;
}
