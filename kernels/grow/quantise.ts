/** Gradients as whole numbers; see `reference/quantise.ts`. */
import { at, int, real } from "./args";

/** The finaliser of MurmurHash3 (Appleby) over a Weyl step, of four numbers: 32 uniform bits each. */
// @ts-ignore: decorator
@inline
function scramble(values: v128): v128 {
  let h = i32x4.mul(values, i32x4.splat(0x9e3779b1));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

/** 1.5 · 2^52: adding it to a small whole number leaves the number in the low word. */
const ROUNDER: f64 = 6755399441055744.0;

/** Two singles in the low half, times a scale, rounded down or up by their dither: whole numbers in the low words. */
// @ts-ignore: decorator
@inline
function wholes(singles: v128, scale: v128, dither: v128): v128 {
  const share = f64x2.mul(f64x2.convert_low_i32x4_u(dither), f64x2.splat(1.52587890625e-5));
  const scaled = f64x2.mul(f64x2.promote_low_f32x4(singles), scale);
  return f64x2.add(f64x2.floor(f64x2.add(scaled, share)), f64x2.splat(ROUNDER));
}

/**
 * Turns the pairs of some rows into cells, in place: hessian in the low half, gradient in the high one.
 * Arguments: pairs, rows, rows in a part, salt; reals: scale of gradients, scale of hessians.
 */
export function quantisePart(args: usize, part: i32): void {
  const begin = part * int(args, 2);
  const end = min(int(args, 1), begin + int(args, 2));
  const salt = i32x4.splat(int(args, 3));
  const gradientScale = f64x2.splat(real(args, 0));
  const hessianScale = f64x2.splat(real(args, 1));
  for (let row = begin; row < end; row += 4) {
    const place = at(args, 0) + (<usize>row << 3);
    const bits = scramble(v128.xor(i32x4.add(i32x4.splat(row), i32x4(0, 1, 2, 3)), salt));
    const low = v128.and(bits, i32x4.splat(0xffff));
    const high = i32x4.shr_u(bits, 16);
    quantiseTwo(place, end - row, gradientScale, hessianScale, low, high);
    if (row + 2 >= end) return;
    const lowRest = v128.shuffle<i32>(low, low, 2, 3, 2, 3);
    const highRest = v128.shuffle<i32>(high, high, 2, 3, 2, 3);
    quantiseTwo(place + 16, end - row - 2, gradientScale, hessianScale, lowRest, highRest);
  }
}

/** Two rows, or the first alone if only one is left. */
// @ts-ignore: decorator
@inline
function quantiseTwo(place: usize, left: i32, gradientScale: v128, hessianScale: v128, low: v128, high: v128): void {
  const pairs = v128.load(place);
  const gradients = wholes(v128.shuffle<f32>(pairs, pairs, 0, 2, 0, 2), gradientScale, low);
  const hessians = wholes(v128.shuffle<f32>(pairs, pairs, 1, 3, 1, 3), hessianScale, high);
  const cells = v128.shuffle<i32>(hessians, gradients, 0, 4, 2, 6);
  if (left > 1) v128.store(place, cells);
  else v128.store_lane<u64>(place, cells, 0);
}

/** Sums the cells of some rows of a list, as doubles. Arguments: cells, rows, how many, rows in a part, sums. */
export function totalPart(args: usize, part: i32): void {
  const begin = part * int(args, 3);
  const end = min(int(args, 2), begin + int(args, 3));
  const cells = at(args, 0);
  let sum: i64 = 0;
  for (let i = begin; i < end; i++) sum += load<i64>(cells + (<usize>load<u32>(at(args, 1) + (<usize>i << 2)) << 3));
  const into = at(args, 4) + (<usize>part << 4);
  store<f64>(into, f64(i32(sum >> 32)));
  store<f64>(into, f64(i32(sum)), 8);
}
