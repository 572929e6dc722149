/** Gradients as whole numbers; see `reference/quantise.ts`. */
import { at, int, real } from "./args";

/** The finaliser of MurmurHash3 (Appleby) over a Weyl step: 32 uniform bits. */
// @ts-ignore: decorator
@inline
function scramble(value: u32): u32 {
  let h = value * 0x9e3779b1;
  h = (h ^ (h >> 16)) * 0x85ebca6b;
  h = (h ^ (h >> 13)) * 0xc2b2ae35;
  return h ^ (h >> 16);
}

/**
 * Turns the pairs of some rows into cells, in place: hessian in the low half, gradient in the high one.
 * Arguments: pairs, rows, rows in a part, salt; reals: scale of gradients, scale of hessians.
 */
export function quantisePart(args: usize, part: i32): void {
  const begin = part * int(args, 2);
  const end = min(int(args, 1), begin + int(args, 2));
  const salt = <u32>int(args, 3);
  const scale = f64x2.replace_lane(f64x2.splat(real(args, 0)), 1, real(args, 1));
  const share = f64x2.splat(1.52587890625e-5);
  for (let row = begin; row < end; row++) {
    const place = at(args, 0) + (<usize>row << 3);
    const bits = scramble(<u32>row ^ salt);
    const halves = i32x4.replace_lane(i32x4.splat(i32(bits & 0xffff)), 1, i32(bits >> 16));
    const dither = f64x2.mul(f64x2.convert_low_i32x4_u(halves), share);
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(place));
    const whole = i32x4.trunc_sat_f64x2_s_zero(f64x2.floor(f64x2.add(f64x2.mul(pair, scale), dither)));
    v128.store_lane<u64>(place, v128.shuffle<i32>(whole, whole, 1, 0, 1, 0), 0);
  }
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
