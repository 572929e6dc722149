/** Gradients and hessians of the losses that most fits use; see `reference/derive.ts`. */
import { at, int } from "./args";
import { exp2 } from "./exp";
import { decay } from "./decay";

/**
 * Arguments: loss (0 log loss, 1 squared, 2 softmax), rows, rows in a part, outputs, scores, label, weights (0: all 1),
 * pairs.
 */
export function derivePart(args: usize, part: i32): void {
  const begin = part * int(args, 2);
  const end = min(int(args, 1), begin + int(args, 2));
  if (int(args, 0) == 0) return logLoss(args, begin, end);
  if (int(args, 0) == 1) return squaredLoss(args, begin, end);
  softmaxLoss(args, begin, end);
}

/** The doubles of two rows. After the last row of all comes what happens to be there; nothing is stored for it. */
// @ts-ignore: decorator
@inline
function two(values: usize, row: i32): v128 {
  return v128.load(values + (<usize>row << 3));
}

// @ts-ignore: decorator
@inline
function weightsOf(weights: usize, row: i32): v128 {
  return weights == 0 ? f64x2.splat(1) : two(weights, row);
}

/** Leaves a double for each of two rows where their pairs will be. */
// @ts-ignore: decorator
@inline
function leave(pairs: usize, row: i32, end: i32, doubles: v128): void {
  const into = pairs + (<usize>row << 3);
  if (row + 1 < end) v128.store(into, doubles);
  else v128.store_lane<u64>(into, doubles, 0);
}

/** Stores gradient and hessian of two rows side by side, in single precision. */
// @ts-ignore: decorator
@inline
function put(pairs: usize, row: i32, end: i32, gradients: v128, hessians: v128): void {
  const g = f32x4.demote_f64x2_zero(gradients);
  const h = f32x4.demote_f64x2_zero(hessians);
  leave(pairs, row, end, v128.shuffle<f32>(g, h, 0, 4, 1, 5));
}

/** In single precision, four rows at a time: see `reference/derive.ts`. */
function logLoss(args: usize, begin: i32, end: i32): void {
  const scores = at(args, 4);
  const label = at(args, 5);
  const weights = at(args, 6);
  const pairs = at(args, 7);
  const one = f32x4.splat(1);
  for (let row = begin; row < end; row += 4) {
    const score = singles(scores, row);
    const truth = singles(label, row);
    const e = decay(f32x4.abs(score));
    const larger = f32x4.div(one, f32x4.add(one, e));
    const smaller = f32x4.mul(e, larger);
    const isYes = f32x4.ge(score, f32x4.splat(0));
    const yes = v128.bitselect(larger, smaller, isYes);
    const no = v128.bitselect(smaller, larger, isYes);
    const g = v128.bitselect(f32x4.neg(no), f32x4.sub(yes, truth), f32x4.eq(truth, one));
    const h = f32x4.pmax(f32x4.splat(1e-16), f32x4.mul(larger, smaller));
    const w = weights == 0 ? one : singles(weights, row);
    putFour(pairs, row, end, f32x4.mul(w, g), f32x4.mul(w, h));
  }
}

/** The doubles of four rows in single precision. What comes after the last row of all is not used. */
// @ts-ignore: decorator
@inline
function singles(values: usize, row: i32): v128 {
  const first = f32x4.demote_f64x2_zero(two(values, row));
  const second = f32x4.demote_f64x2_zero(two(values, row + 2));
  return v128.shuffle<f32>(first, second, 0, 1, 4, 5);
}

/** Stores gradient and hessian of four rows side by side. */
// @ts-ignore: decorator
@inline
function putFour(pairs: usize, row: i32, end: i32, g: v128, h: v128): void {
  leave(pairs, row, end, v128.shuffle<f32>(g, h, 0, 4, 1, 5));
  if (row + 2 < end) leave(pairs, row + 2, end, v128.shuffle<f32>(g, h, 2, 6, 3, 7));
}

function squaredLoss(args: usize, begin: i32, end: i32): void {
  const scores = at(args, 4);
  const label = at(args, 5);
  const weights = at(args, 6);
  const pairs = at(args, 7);
  for (let row = begin; row < end; row += 2) {
    const w = weightsOf(weights, row);
    put(pairs, row, end, f64x2.mul(w, f64x2.sub(two(scores, row), two(label, row))), w);
  }
}

function softmaxLoss(args: usize, begin: i32, end: i32): void {
  const rows = <usize>int(args, 1);
  const outputs = int(args, 3);
  const scores = at(args, 4);
  const label = at(args, 5);
  const weights = at(args, 6);
  const pairs = at(args, 7);
  const one = f64x2.splat(1);
  const factor = f64x2.splat(f64(outputs) / (f64(outputs) - 1));
  for (let row = begin; row < end; row += 2) {
    let largest = f64x2.splat(-Infinity);
    for (let k = 0; k < outputs; k++) largest = f64x2.pmax(largest, two(scores + <usize>k * (rows << 3), row));
    let sum = f64x2.splat(0);
    for (let k = 0; k < outputs; k++) {
      const e = exp2(f64x2.sub(two(scores + <usize>k * (rows << 3), row), largest));
      sum = f64x2.add(sum, e);
      leave(pairs + <usize>k * (rows << 3), row, end, e);
    }
    const w = weightsOf(weights, row);
    const truth = two(label, row);
    for (let k = 0; k < outputs; k++) {
      const p = f64x2.div(two(pairs + <usize>k * (rows << 3), row), sum);
      const hit = v128.and(f64x2.eq(truth, f64x2.splat(f64(k))), one);
      const h = f64x2.pmax(f64x2.splat(1e-16), f64x2.mul(f64x2.mul(factor, p), f64x2.sub(one, p)));
      put(pairs + <usize>k * (rows << 3), row, end, f64x2.mul(w, f64x2.sub(p, hit)), f64x2.mul(w, h));
    }
  }
}

/** Sums |gradient| and hessian of some rows, even and odd ones apart. Arguments: pairs, rows, rows in a part, sums. */
export function sumPart(args: usize, part: i32): void {
  const begin = part * int(args, 2);
  const end = min(int(args, 1), begin + int(args, 2));
  const pairs = at(args, 0);
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let row = begin;
  for (; row + 1 < end; row += 2) {
    const both = v128.load(pairs + (<usize>row << 3));
    even = f64x2.add(even, f64x2.abs(f64x2.promote_low_f32x4(both)));
    odd = f64x2.add(odd, f64x2.abs(f64x2.promote_low_f32x4(v128.shuffle<f32>(both, both, 2, 3, 2, 3))));
  }
  if (row < end) even = f64x2.add(even, f64x2.abs(f64x2.promote_low_f32x4(v128.load64_zero(pairs + (<usize>row << 3)))));
  v128.store(at(args, 3) + (<usize>part << 4), f64x2.add(even, odd));
}
