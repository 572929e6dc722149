/** Adds value times residual to every weight's gradient, four rows at a time; beyond the last row both are 0. */
export function pull(rows: i32, width: i32, stride: i32, by: i32, places: i32, gradient: i32, cells: i32): void {
  const bytes = stride << 3, down = width << 3;
  for (let row = 0; row < rows; row += 4) {
    const p = cells + row * bytes, q = p + bytes, r = q + bytes, s = r + bytes;
    for (let column = 0; column < width; column++) {
      const at = by + ((row * width + column) << 3);
      const into = gradient + i32.load(places + (column << 2));
      const a = v128.load64_splat(at), b = v128.load64_splat(at + down);
      const c = v128.load64_splat(at + 2 * down), d = v128.load64_splat(at + 3 * down);
      for (let k = 0; k < bytes; k += 16) {
        const first = f64x2.add(f64x2.mul(a, v128.load(p + k)), f64x2.mul(b, v128.load(q + k)));
        const second = f64x2.add(f64x2.mul(c, v128.load(r + k)), f64x2.mul(d, v128.load(s + k)));
        v128.store(into + k, f64x2.add(f64x2.add(v128.load(into + k), first), second));
      }
    }
  }
}
