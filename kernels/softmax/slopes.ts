import { exp2 } from "./exp";

/**
 * Turns each row's scores into weight times (probability minus truth), and writes the probability of its true class. An
 * odd number of outputs leaves one cell over in each row, which ends as 0.
 */
export function slopes(rows: i32, outputs: i32, cells: i32, labels: i32, weights: i32, shares: i32): void {
  const bytes = (outputs + (outputs & 1)) << 3;
  for (let row = 0; row < rows; row++) {
    const start = cells + row * bytes, end = start + bytes;
    if (outputs & 1) f64.store(end - 8, -Infinity);
    let most = v128.load(start);
    for (let at = start + 16; at < end; at += 16) most = f64x2.pmax(most, v128.load(at));
    const top = f64x2.splat(max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1)));
    let sums = f64x2.splat(0);
    for (let at = start; at < end; at += 16) {
      const power = exp2(f64x2.sub(v128.load(at), top));
      v128.store(at, power);
      sums = f64x2.add(sums, power);
    }
    const scale = 1 / (f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1));
    const weight = f64.load(weights + (row << 3));
    const own = start + (i32(f64.load(labels + (row << 3))) << 3);
    f64.store(shares + (row << 3), f64.load(own) * scale);
    const factor = f64x2.splat(weight * scale);
    for (let at = start; at < end; at += 16) v128.store(at, f64x2.mul(v128.load(at), factor));
    f64.store(own, f64.load(own) - weight);
    if (outputs & 1) f64.store(end - 8, 0);
  }
}
