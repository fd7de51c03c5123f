/**
 * P7 under attack: a newcomer in a small municipality, known to do everything that counts. Figures with more runs:
 * `bench/attacks.ts`; where they stand: docs/disclosure-control.md. Subtraction within a table: suppression.test.ts;
 * closing again: close.test.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { EPSILON_PER_RELEASE } from '../../src/trends/parameters.ts';
import { allowed, NEWCOMER, playAll } from './attack.ts';

const bound = allowed(EPSILON_PER_RELEASE);

describe('whether a newcomer was there', () => {
  let found: ReturnType<typeof playAll>;
  beforeAll(() => {
    found = playAll(3, 800);
  });

  it('is asked of the worst case, all that one person can count', () => {
    expect(NEWCOMER).toHaveLength(7);
    expect(bound).toBeCloseTo(0.462, 3);
  });

  it('is guessed by nobody better than epsilon says, not even who sees the noisy counts', () => {
    expect(found.insider.advantage).toBeLessThanOrEqual(bound + found.insider.margin);
    // The attack is a real one: it beats guessing.
    expect(found.insider.advantage).toBeGreaterThan(found.insider.margin);
  });

  it('is guessed by an analyst with all downloads no better than that', () => {
    expect(found.analyst.advantage).toBeLessThanOrEqual(bound + found.analyst.margin);
  });

  it('is not found by comparing the month before with the month of arrival', () => {
    expect(found.differencing.advantage).toBeLessThanOrEqual(bound + found.differencing.margin);
  });

  it('would be found if a month could be drawn again and again', () => {
    expect(found.redrawn.advantage).toBeGreaterThan(0.75);
  });
});
