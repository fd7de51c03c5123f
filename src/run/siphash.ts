/**
 * SipHash-2-4: a keyed hash of short texts. Without the key its outcome says nothing about the text, and it takes
 * a microsecond where WebCrypto takes a trip to another thread, which counts when every message needs two.
 * https://www.aumasson.jp/siphash/siphash.pdf
 */

/** 128 bits, as four 32-bit words, low words first. */
export type SipKey = readonly [number, number, number, number];

export function newSipKey(): SipKey {
  const [a = 0, b = 0, c = 0, d = 0] = crypto.getRandomValues(new Uint32Array(4));
  return [a, b, c, d];
}

const encoder = new TextEncoder();

/** 64 bits as 16 hexadecimal digits. */
export function siphash(key: SipKey, text: string): string {
  return siphashBytes(key, encoder.encode(text));
}

export function siphashBytes([k0l, k0h, k1l, k1h]: SipKey, bytes: Uint8Array): string {
  // Each 64-bit word is a high and a low half: JavaScript's bit operations have 32 bits.
  let v0h = k0h ^ 0x736f6d65;
  let v0l = k0l ^ 0x70736575;
  let v1h = k1h ^ 0x646f7261;
  let v1l = k1l ^ 0x6e646f6d;
  let v2h = k0h ^ 0x6c796765;
  let v2l = k0l ^ 0x6e657261;
  let v3h = k1h ^ 0x74656462;
  let v3l = k1l ^ 0x79746573;

  const round = (): void => {
    let low = (v0l >>> 0) + (v1l >>> 0);
    v0h = (v0h + v1h + (low > 0xffffffff ? 1 : 0)) | 0;
    v0l = low | 0;
    let high = (v1h << 13) | (v1l >>> 19);
    v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l;
    v1h = high ^ v0h;
    [v0h, v0l] = [v0l, v0h];
    low = (v2l >>> 0) + (v3l >>> 0);
    v2h = (v2h + v3h + (low > 0xffffffff ? 1 : 0)) | 0;
    v2l = low | 0;
    high = (v3h << 16) | (v3l >>> 16);
    v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l;
    v3h = high ^ v2h;
    low = (v0l >>> 0) + (v3l >>> 0);
    v0h = (v0h + v3h + (low > 0xffffffff ? 1 : 0)) | 0;
    v0l = low | 0;
    high = (v3h << 21) | (v3l >>> 11);
    v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l;
    v3h = high ^ v0h;
    low = (v2l >>> 0) + (v1l >>> 0);
    v2h = (v2h + v1h + (low > 0xffffffff ? 1 : 0)) | 0;
    v2l = low | 0;
    high = (v1h << 17) | (v1l >>> 15);
    v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l;
    v1h = high ^ v2h;
    [v2h, v2l] = [v2l, v2h];
  };
  const byte = (at: number): number => bytes[at] ?? 0;
  const word = (at: number): number =>
    byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24);
  const take = (low: number, high: number): void => {
    v3h ^= high;
    v3l ^= low;
    round();
    round();
    v0h ^= high;
    v0l ^= low;
  };

  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) take(word(at), word(at + 4));
  take(word(whole), (word(whole + 4) & 0xffffff) | (bytes.length << 24));
  v2l ^= 0xff;
  for (let n = 0; n < 4; n += 1) round();
  const half = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
  return half(v0h ^ v1h ^ v2h ^ v3h) + half(v0l ^ v1l ^ v2l ^ v3l);
}
