import type { Pair, Quantising } from "../engine.ts";
import { scramble } from "../scramble.ts";

/** Rows are summed in chunks of so many, and the chunks in order, so that threads do not change a bit of the sum. */
export const SUM_CHUNK = 4096;

/** Sums |gradient| and hessian: within a chunk the even rows and the odd ones apart. */
export function sum(pairs: Float32Array): Pair {
  let gradient = 0;
  let hessian = 0;
  for (let begin = 0; begin < pairs.length; begin += 2 * SUM_CHUNK) {
    const end = Math.min(pairs.length, begin + 2 * SUM_CHUNK);
    gradient += everySecond(pairs, begin, end) + everySecond(pairs, begin + 2, end);
    hessian += everySecond(pairs, begin + 1, end) + everySecond(pairs, begin + 3, end);
  }
  return { gradient, hessian };
}

function everySecond(pairs: Float32Array, begin: number, end: number): number {
  let total = 0;
  for (let at = begin; at < end; at += 4) total += Math.abs(pairs[at] as number);
  return total;
}

/**
 * Turns gradients and hessians into whole numbers of units, in place: hessian first, gradient second. A fraction is
 * rounded up as often as it is large, by a hash of the row and the salt: sums of many rows stay unbiased (Shi et al.,
 * Quantized training of gradient boosting decision trees, NeurIPS 2022).
 */
export function quantise(pairs: Float32Array, { scale, salt }: Quantising): void {
  const cells = new Int32Array(pairs.buffer, pairs.byteOffset, pairs.length);
  for (let row = 0; row * 2 < pairs.length; row++) {
    const bits = scramble(row ^ salt);
    const gradient = Math.floor((pairs[row * 2] as number) * scale.gradient + (bits & 0xffff) / 65_536);
    const hessian = Math.floor((pairs[row * 2 + 1] as number) * scale.hessian + (bits >>> 16) / 65_536);
    cells[row * 2] = hessian;
    cells[row * 2 + 1] = gradient;
  }
}

/** Sums the cells of the first `count` rows of a list. */
export function total(cells: Int32Array, rows: Int32Array, count: number): Pair {
  let gradient = 0;
  let hessian = 0;
  for (let i = 0; i < count; i++) {
    const at = (rows[i] as number) * 2;
    hessian += cells[at] as number;
    gradient += cells[at + 1] as number;
  }
  return { gradient, hessian };
}
