/**
 * Noise for counts: the discrete Laplace distribution, drawn exactly. Whole numbers and fractions of whole numbers
 * only: with floating point the low bits of a noisy count can tell what it was before the noise (Mironov 2012).
 * After Canonne, Kamath and Steinke, 'The Discrete Gaussian for Differential Privacy', arXiv:2004.00010, algorithms
 * 1 (Bernoulli of exp(-x)) and 2 (discrete Laplace).
 */

/** Gives `length` (at most 65,536) bytes that nobody can predict. Tests give bytes that they know. */
export type RandomBytes = (length: number) => Uint8Array;

export const secureBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** Bytes are fetched by this many: one call for each would take most of the time. */
const AT_ONCE = 4096;

export interface Dice {
  /** A whole number of 0 up to, not including, `limit`; each as likely. */
  below(limit: bigint): bigint;
}

export function createDice(random: RandomBytes): Dice {
  let bytes: Uint8Array = new Uint8Array(0);
  let next = 0;
  const byte = (): bigint => {
    if (next === bytes.length) {
      bytes = random(AT_ONCE);
      if (bytes.length !== AT_ONCE)
        throw new RangeError(
          `the source of random bytes gave ${bytes.length} of ${AT_ONCE}; use one that gives all, such as crypto.getRandomValues`,
        );
      next = 0;
    }
    const value = BigInt(bytes[next] as number);
    // Used once, and not left in memory: whoever has the noise has the count.
    bytes[next] = 0;
    next += 1;
    return value;
  };
  return {
    below(limit) {
      if (limit <= 0n) throw new RangeError(`below(${limit}): the limit has to be 1 or more`);
      let size = 0n;
      while (1n << size < limit) size += 1n;
      // What falls outside is thrown away and drawn anew: taking a remainder would favour the low numbers.
      for (;;) {
        let value = 0n;
        for (let bits = 0n; bits < size; bits += 8n) value = (value << 8n) | byte();
        value &= (1n << size) - 1n;
        if (value < limit) return value;
      }
    },
  };
}

/** Yes with probability exp(-numerator / denominator), exactly. */
export function bernoulliExp(dice: Dice, numerator: bigint, denominator: bigint): boolean {
  if (numerator < 0n || denominator <= 0n)
    throw new RangeError(
      `exp(-${numerator}/${denominator}): give a numerator of 0 or more and a denominator above 0`,
    );
  // exp(-(n + x)) is n times exp(-1) and then exp(-x).
  for (let whole = numerator / denominator; whole > 0n; whole -= 1n)
    if (!bernoulliExpUpToOne(dice, 1n, 1n)) return false;
  return bernoulliExpUpToOne(dice, numerator % denominator, denominator);
}

function bernoulliExpUpToOne(dice: Dice, numerator: bigint, denominator: bigint): boolean {
  let k = 1n;
  while (dice.below(k * denominator) < numerator) k += 1n;
  return k % 2n === 1n;
}

/** A fraction above 0. With scale t/s, a difference of d in the count is hidden to d * s/t. */
export interface Scale {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A whole number x with probability in proportion to exp(-|x| / scale). */
export function discreteLaplace(dice: Dice, { numerator: t, denominator: s }: Scale): bigint {
  if (t <= 0n || s <= 0n)
    throw new RangeError(`noise of scale ${t}/${s}: both numbers have to be above 0; see parameters.ts`);
  for (;;) {
    const rest = dice.below(t);
    if (!bernoulliExp(dice, rest, t)) continue;
    let times = 0n;
    while (bernoulliExp(dice, 1n, 1n)) times += 1n;
    const size = (rest + t * times) / s;
    const negative = dice.below(2n) === 1n;
    // Zero has no sign: both would count it twice.
    if (negative && size === 0n) continue;
    return negative ? -size : size;
  }
}
