/** Bytes that are the same in each run, for tests: xorshift128 (Marsaglia 2003). Never for noise that is published. */
import type { RandomBytes } from '../../src/trends/sampler.ts';

export function seededBytes(seed: number): RandomBytes {
  let [x, y, z, w] = [seed ^ 0x9e3779b9, 362436069, 521288629, 88675123];
  const word = () => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return w >>> 0;
  };
  // The first words of neighbouring seeds look alike.
  for (let skip = 0; skip < 64; skip += 1) word();
  return (length) => {
    const words = new Uint32Array(Math.ceil(length / 4));
    for (let at = 0; at < words.length; at += 1) words[at] = word();
    return new Uint8Array(words.buffer, 0, length);
  };
}
