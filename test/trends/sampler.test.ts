/** The noise against its exact distribution. A million draws from the real source: `bench/sampler.ts`. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bernoulliExp, createDice, discreteLaplace, secureBytes } from '../../src/trends/sampler.ts';
import { goodness, upperTail } from './chi-square.ts';
import { seededBytes } from './seeded.ts';

const draw = (seed: number, numerator: bigint, denominator: bigint, times: number) => {
  const dice = createDice(seededBytes(seed));
  return Array.from({ length: times }, () => Number(discreteLaplace(dice, { numerator, denominator })));
};

describe('discrete Laplace noise', () => {
  it.each([
    [1n, 1n],
    [25n, 3n],
    [2n, 5n],
    [40n, 1n],
  ])('has the shape of its exact distribution at scale %s/%s', (numerator, denominator) => {
    const { p } = goodness(draw(7, numerator, denominator, 20_000), { numerator, denominator });
    expect(p).toBeGreaterThan(0.001);
  });

  it('would be caught at a scale that is 8% off, or with a zero that counts twice', () => {
    expect(goodness(draw(7, 108n, 10n, 20_000), { numerator: 10n, denominator: 1n }).p).toBeLessThan(0.001);
    const twice = draw(7, 10n, 1n, 20_000);
    const zeros = twice.filter((x) => x === 0);
    expect(goodness([...twice, ...zeros], { numerator: 10n, denominator: 1n }).p).toBeLessThan(0.001);
  });

  it('is the same from the same bytes, and differs from other bytes', () => {
    expect(draw(3, 10n, 1n, 50)).toEqual(draw(3, 10n, 1n, 50));
    expect(draw(3, 10n, 1n, 50)).not.toEqual(draw(4, 10n, 1n, 50));
  });

  it('takes its bytes from the system where a release is made', () => {
    const dice = createDice(secureBytes);
    const draws = Array.from({ length: 60 }, () =>
      discreteLaplace(dice, { numerator: 50n, denominator: 1n }),
    );
    expect(new Set(draws).size).toBeGreaterThan(10);
  });

  it('refuses a scale that hides nothing, and a source that runs dry', () => {
    const dice = createDice(seededBytes(1));
    expect(() => discreteLaplace(dice, { numerator: 0n, denominator: 1n })).toThrow('above 0');
    expect(() => discreteLaplace(dice, { numerator: 1n, denominator: -1n })).toThrow('above 0');
    expect(() => createDice(() => new Uint8Array(3)).below(9n)).toThrow('gave 3 of 4096');
  });

  it('has no floating point in it', () => {
    const code = readFileSync('src/trends/sampler.ts', 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(code.match(/Math\.|Number\(|parseFloat|\d\.\d/g)).toBeNull();
  });
});

describe('a chance of exp(-x)', () => {
  it.each([
    [0n, 1n],
    [1n, 3n],
    [1n, 1n],
    [7n, 2n],
  ])('is met for x = %s/%s', (numerator, denominator) => {
    const dice = createDice(seededBytes(11));
    const times = 20_000;
    let yes = 0;
    for (let at = 0; at < times; at += 1) if (bernoulliExp(dice, numerator, denominator)) yes += 1;
    const chance = Math.exp(-Number(numerator) / Number(denominator));
    expect(Math.abs(yes - times * chance)).toBeLessThanOrEqual(4 * Math.sqrt(times * chance * (1 - chance)));
  });

  it('has no meaning below 0', () => {
    expect(() => bernoulliExp(createDice(seededBytes(1)), -1n, 2n)).toThrow('0 or more');
  });
});

describe('a whole number below a limit', () => {
  it('is each as often, also where the limit is no power of two', () => {
    const dice = createDice(seededBytes(5));
    const seen = [0, 0, 0, 0, 0, 0];
    for (let at = 0; at < 12_000; at += 1) {
      const value = Number(dice.below(6n));
      seen[value] = (seen[value] as number) + 1;
    }
    const chi = seen.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(upperTail(chi, 5)).toBeGreaterThan(0.001);
  });

  it('costs no bytes when there is no choice, and can be larger than 64 bits', () => {
    let fetched = 0;
    const seeded = seededBytes(2);
    const dice = createDice((length) => {
      fetched += 1;
      return seeded(length);
    });
    expect(dice.below(1n)).toBe(0n);
    expect(fetched).toBe(0);
    const large = Array.from({ length: 20 }, () => dice.below(1n << 100n));
    expect(large.some((value) => value >= 1n << 90n)).toBe(true);
    expect(() => dice.below(0n)).toThrow('1 or more');
  });
});
