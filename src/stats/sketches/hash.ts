/**
 * A mixing of 32-bit integers that loses nothing: two that differ stay different, and each bit moves every other.
 * Wellons. Prospecting for hash functions. 2018 (`lowbias32`, improved constants).
 */
export function mixInteger(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** The two words of a number's 64 bits, low first, as 32-bit integers. Both zeros are one value. */
const DOUBLE = new Float64Array(1);
const WORDS = new Uint32Array(DOUBLE.buffer);

/** 64 bits of hash as two 32-bit integers. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

/** The first hash word of a number given as the two words of its bits. */
export function hashHigh(low: number, high: number): number {
  return mixInteger(Math.imul(low, 0x9e3779b1) ^ high ^ 0x2545f491);
}

/** The second hash word of a number, independent of the first. */
export function hashLow(low: number, high: number): number {
  return mixInteger(Math.imul(high, 0x85ebca6b) ^ ((low << 13) | (low >>> 19)) ^ 0x6c078965);
}

/** The hash of a number. */
export function hashNumber(value: number): Hash64 {
  DOUBLE[0] = value + 0;
  const [low, high] = [WORDS[0] as number, WORDS[1] as number];
  return { high: hashHigh(low, high), low: hashLow(low, high) };
}

/** The hash of a text: every UTF-16 unit counts. */
export function hashText(text: string): Hash64 {
  let a = 0x811c9dc5;
  let b = 0xc9dc5118;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul((b << 5) ^ (b >>> 27) ^ unit, 0x9e3779b1);
  }
  return { high: mixInteger(a ^ text.length), low: mixInteger(b) };
}
