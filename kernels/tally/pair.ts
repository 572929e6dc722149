/** Sums `n` pairs of numbers into the eight doubles at `at`: n, x₀, y₀ and, about these, Σx, Σy, Σx², Σy², Σxy. */
export function pair(at: i32, xs: i32, ys: i32, n: i32): void {
  const x0 = f64.load(at, 8), y0 = f64.load(at, 16);
  let count = f64.load(at), sx = f64.load(at, 24), sy = f64.load(at, 32);
  let sxx = f64.load(at, 40), syy = f64.load(at, 48), sxy = f64.load(at, 56);
  for (let row = 0; row < n << 3; row += 8) {
    const x = f64.load(xs + row) - x0, y = f64.load(ys + row) - y0, product = x * y;
    if (product != product) continue;
    count += 1;
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += product;
  }
  f64.store(at, count);
  f64.store(at, sx, 24);
  f64.store(at, sy, 32);
  f64.store(at, sxx, 40);
  f64.store(at, syy, 48);
  f64.store(at, sxy, 56);
}
