const number = new Float64Array(1);
const words = new Int32Array(number.buffer);

/** The upper 32 bits of a number: sign, exponent, and the first 20 bits of what stands behind the point. */
export function highWord(x: number): number {
  number[0] = x;
  return words[1] as number;
}

/** The same number with other upper 32 bits. */
export function withHighWord(x: number, high: number): number {
  number[0] = x;
  words[1] = high;
  return number[0] as number;
}

/** 2^k, for k from -1022 to 1023. */
export function powerOfTwo(k: number): number {
  return withHighWord(0, (k + 1023) << 20);
}

/** ln 2 in two parts, the first with low bits to spare, so that a whole number times it is exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;
