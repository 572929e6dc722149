import type { Range } from "./counter-state.ts";
import { eachBlock, type Tally, tallyFor } from "./tally.ts";

/** Sums of numbers so far, about a value near them: from which a mean and a variance follow. */
export interface SumsSoFar {
  readonly shift: number;
  readonly sum: number;
  readonly squares: number;
  readonly min: number;
  readonly max: number;
}

/** Sums, gone on, and what was counted in a range alone. */
export interface Sums extends SumsSoFar {
  /** Values that are not NaN; and among them … */
  readonly n: number;
  readonly zeros: number;
  readonly negatives: number;
  readonly whole: number;
}

/** Sums a range of numbers; NaN is missing. How rows are cut into ranges changes no bit of the sums. */
export function sumNumbers(values: Float64Array, range: Range, sums: SumsSoFar): Sums {
  const tally = tallyFor(range.end - range.start);
  return tally === undefined ? sumPlainly(values, range, sums) : sumByKernel(tally, { ...range, values }, sums);
}

function sumByKernel(
  { buffer, at, xs, kernel }: Tally,
  { values, start, end }: Range & { readonly values: Float64Array },
  { shift, sum, squares, min, max }: SumsSoFar,
): Sums {
  const state = new Float64Array(buffer, at, 9);
  state.set([shift, sum, squares, min, max, 0, 0, 0, 0]);
  eachBlock({ start, end }, (from, to) => {
    new Float64Array(buffer, xs, to - from).set(values.subarray(from, to));
    kernel.sum(at, xs, to - from);
  });
  const [, total = 0, square = 0, least = 0, largest = 0, zeros = 0, negatives = 0, whole = 0, n = 0] = state;
  return { shift, sum: total, squares: square, min: least, max: largest, zeros, negatives, whole, n };
}

/** {@link sumNumbers} in plain loops: what the kernel does, step by step. */
export function sumPlainly(values: Float64Array, { start, end }: Range, sums: SumsSoFar): Sums {
  const { shift } = sums;
  let { sum, squares, min, max } = sums;
  let [n, zeros, negatives, whole] = [0, 0, 0, 0];
  for (let i = start; i < end; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    n++;
    if (value < min) min = value;
    if (value > max) max = value;
    zeros += value === 0 ? 1 : 0;
    negatives += value < 0 ? 1 : 0;
    whole += Math.floor(value) === value ? 1 : 0;
    const off = value - shift;
    sum += off;
    squares += off * off;
  }
  return { shift, sum, squares, min, max, n, zeros, negatives, whole };
}

/** Two columns of the same rows. */
export interface Paired {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/** Adds pairs of numbers to `into`: n, x₀, y₀ and, about these, Σx, Σy, Σx², Σy², Σxy. Rows that lack either are passed over. */
export function sumPairs(into: Float64Array, { xs, ys }: Paired, range: Range): void {
  const tally = tallyFor(range.end - range.start);
  if (tally === undefined) {
    pairPlainly(into, { xs, ys }, range);
    return;
  }
  const { buffer, at, kernel } = tally;
  const state = new Float64Array(buffer, at, 8);
  state.set(into);
  eachBlock(range, (from, to) => {
    new Float64Array(buffer, tally.xs, to - from).set(xs.subarray(from, to));
    new Float64Array(buffer, tally.ys, to - from).set(ys.subarray(from, to));
    kernel.pair(at, tally.xs, tally.ys, to - from);
  });
  into.set(state);
}

/** {@link sumPairs} in plain loops. */
export function pairPlainly(into: Float64Array, { xs, ys }: Paired, { start, end }: Range): void {
  const [, x0 = 0, y0 = 0] = into;
  let [n = 0, , , sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0] = into;
  for (let i = start; i < end; i++) {
    const x = (xs[i] as number) - x0;
    const y = (ys[i] as number) - y0;
    const product = x * y;
    if (Number.isNaN(product)) continue;
    n++;
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += product;
  }
  into.set([n, x0, y0, sx, sy, sxx, syy, sxy]);
}
