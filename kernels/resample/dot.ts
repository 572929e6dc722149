/** The sum of values times counts, over a number of rows that is a multiple of eight: eight sums side by side, then in pairs. */
export function dot(rows: i32, counts: i32, values: i32): f64 {
  let a = f64x2.splat(0), b = f64x2.splat(0), c = f64x2.splat(0), d = f64x2.splat(0);
  const end = rows << 3;
  for (let k = 0; k < end; k += 64) {
    const n = counts + k, x = values + k;
    a = f64x2.add(a, f64x2.mul(v128.load(n), v128.load(x)));
    b = f64x2.add(b, f64x2.mul(v128.load(n, 16), v128.load(x, 16)));
    c = f64x2.add(c, f64x2.mul(v128.load(n, 32), v128.load(x, 32)));
    d = f64x2.add(d, f64x2.mul(v128.load(n, 48), v128.load(x, 48)));
  }
  const sum = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
