/** Adds value times weight to every score, four columns at a time. `places`: where each column's weights start, in bytes. */
export function score(rows: i32, width: i32, stride: i32, by: i32, places: i32, x: i32, cells: i32): void {
  const bytes = stride << 3;
  for (let row = 0; row < rows; row++) {
    const start = cells + row * bytes;
    for (let column = 0; column < width; column += 4) {
      const at = by + ((row * width + column) << 3), to = places + (column << 2);
      const a = v128.load64_splat(at), b = v128.load64_splat(at + 8);
      const c = v128.load64_splat(at + 16), d = v128.load64_splat(at + 24);
      const p = x + i32.load(to), q = x + i32.load(to + 4), r = x + i32.load(to + 8), s = x + i32.load(to + 12);
      for (let k = 0; k < bytes; k += 16) {
        const first = f64x2.add(f64x2.mul(a, v128.load(p + k)), f64x2.mul(b, v128.load(q + k)));
        const second = f64x2.add(f64x2.mul(c, v128.load(r + k)), f64x2.mul(d, v128.load(s + k)));
        v128.store(start + k, f64x2.add(f64x2.add(v128.load(start + k), first), second));
      }
    }
  }
}
