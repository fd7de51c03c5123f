/** How well draws fit the discrete Laplace distribution: Pearson's chi-square with its probability. */
import type { Scale } from '../../src/trends/sampler.ts';

/** P(x) of the discrete Laplace distribution. Floating point is fine here: this judges noise and makes none. */
export function probability(x: number, { numerator, denominator }: Scale): number {
  const q = Math.exp(-Number(denominator) / Number(numerator));
  return ((1 - q) / (1 + q)) * q ** Math.abs(x);
}

/** Values expected fewer than five times are taken together, on either side. */
export function goodness(
  draws: readonly number[],
  scale: Scale,
): { chi: number; freedom: number; p: number } {
  const q = Math.exp(-Number(scale.denominator) / Number(scale.numerator));
  let edge = 0;
  const tail = (from: number) => q ** from / (1 + q);
  while (draws.length * probability(edge + 1, scale) >= 5 && draws.length * tail(edge + 2) >= 5) edge += 1;
  const seen = new Array<number>(2 * edge + 3).fill(0);
  for (const x of draws) {
    const bin = Math.max(-edge - 1, Math.min(edge + 1, x)) + edge + 1;
    seen[bin] = (seen[bin] as number) + 1;
  }
  let chi = 0;
  seen.forEach((count, bin) => {
    const x = bin - edge - 1;
    const expected = draws.length * (Math.abs(x) > edge ? tail(edge + 1) : probability(x, scale));
    chi += (count - expected) ** 2 / expected;
  });
  const freedom = seen.length - 1;
  return { chi, freedom, p: upperTail(chi, freedom) };
}

/** P(chi-square of `freedom` >= chi), by the approximation of Wilson and Hilferty (good to 3 decimals from 3 up). */
export function upperTail(chi: number, freedom: number): number {
  const spread = 2 / (9 * freedom);
  const z = ((chi / freedom) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread);
  // Abramowitz and Stegun 26.2.17.
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const above = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z >= 0 ? above : 1 - above;
}
