/** e^-x for four singles, none negative: the same steps, constants and roundings as `reference/decay.ts`. */

// @ts-ignore: decorator
@inline
export function decay(given: v128): v128 {
  const x = f32x4.pmin(given, f32x4.splat(87));
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(-1.4426950408889634)), f32x4.splat(12582912));
  const n = f32x4.sub(shifted, f32x4.splat(12582912));
  const high = f32x4.add(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  const r = f32x4.neg(f32x4.add(high, f32x4.mul(n, f32x4.splat(-2.12194440054691e-4))));
  const square = f32x4.mul(r, r);
  const low = f32x4.add(f32x4.splat(1), r);
  const middle = f32x4.add(f32x4.splat(0.5), f32x4.mul(r, f32x4.splat(0.16666665459)));
  const top = f32x4.add(f32x4.splat(0.041665795894), f32x4.mul(r, f32x4.splat(0.0083334519073)));
  const tip = f32x4.add(f32x4.splat(0.0013981999507), f32x4.mul(r, f32x4.splat(0.00019875691500)));
  const upper = f32x4.add(top, f32x4.mul(square, tip));
  const p = f32x4.add(low, f32x4.mul(square, f32x4.add(middle, f32x4.mul(square, upper))));
  return f32x4.mul(p, i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23));
}
