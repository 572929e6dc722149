/**
 * Sums `n` numbers at `values` into the nine doubles at `at`: shift, Σ, Σ² about it, min, max, and then how many are zero, negative,
 * whole, and there at all, added to what is there.
 */
export function sum(at: i32, values: i32, n: i32): void {
  const shift = f64.load(at), end = values + (n << 3);
  let total = f64.load(at, 8), squares = f64.load(at, 16);
  let least = f64.load(at, 24), largest = f64.load(at, 32);
  let zeros = 0, negatives = 0, whole = 0, there = 0;
  for (let row = values; row < end; row += 8) {
    const value = f64.load(row);
    if (value != value) continue;
    there++;
    if (value < least) least = value;
    if (value > largest) largest = value;
    zeros += i32(value == 0);
    negatives += i32(value < 0);
    whole += i32(floor(value) == value);
    const off = value - shift;
    total += off;
    squares += off * off;
  }
  f64.store(at, total, 8);
  f64.store(at, squares, 16);
  f64.store(at, least, 24);
  f64.store(at, largest, 32);
  add(at + 40, zeros);
  add(at + 48, negatives);
  add(at + 56, whole);
  add(at + 64, there);
}

@inline function add(at: i32, count: i32): void {
  f64.store(at, f64.load(at) + count);
}
