/** The best set of levels; see `reference/scan-levels.ts`. */
import { int, real } from "./args";
import { rewards } from "./rules";
import { isLarger, rowsOf, unpack } from "./scan-numbers";
import { sortDown } from "./sort-list";

// Scratch space, 8192 bytes: the levels' smoothed means with the sign turned (256 doubles), their bins (256 words), and as
// much again to sort with.
const BINS: usize = 2048;
const SPARE: usize = 4096;

export function scanLevels(args: usize, bins: i32, histogram: usize, ask: usize, answer: usize, spare: usize): void {
  const perHessian = f64(load<i32>(ask, 8)) / f64(load<i32>(ask, 4));
  let present = 0;
  for (let bin = 0; bin < bins; bin++) if (load<i64>(histogram + (<usize>bin << 3)) != 0) present++;
  if (present < 2) return;
  if (bins - 1 <= int(args, 23)) {
    for (let bin = 0; bin < bins; bin++) {
      const cell = load<i64>(histogram + (<usize>bin << 3));
      if (cell == 0) continue;
      store<i32>(spare + BINS, bin);
      trySet(args, bins, histogram, ask, answer, spare, cell, 1, 1, real(args, 0));
    }
    return;
  }
  const ranked = rank(args, bins, histogram, spare, perHessian);
  const lambda = real(args, 0) + real(args, 5);
  tryPrefixes(args, bins, histogram, ask, answer, spare, ranked, 1, perHessian, lambda);
  tryPrefixes(args, bins, histogram, ask, answer, spare, ranked, -1, perHessian, lambda);
}

/** Sorts the levels with enough rows by their smoothed mean gradient, then by bin; says how many there are. */
function rank(args: usize, bins: i32, histogram: usize, spare: usize, perHessian: f64): i32 {
  const smooth = real(args, 4);
  let ranked = 0;
  for (let bin = 0; bin < bins; bin++) {
    const cell = load<i64>(histogram + (<usize>bin << 3));
    if (cell == 0) continue;
    const pair = unpack(cell);
    if (rowsOf(i32(cell), perHessian) < smooth) continue;
    const gradient = f64x2.extract_lane(pair, 0) * real(args, 7);
    const mean = gradient / (f64x2.extract_lane(pair, 1) * real(args, 8) + smooth);
    store<f64>(spare + (<usize>ranked << 3), -mean);
    store<i32>(spare + BINS + (<usize>ranked << 2), bin);
    ranked++;
  }
  const moved = sortDown(spare, spare + BINS, spare + SPARE, spare + SPARE + BINS, ranked);
  if (moved) memory.copy(spare + BINS, spare + SPARE + BINS, <usize>ranked << 2);
  return ranked;
}

/** Growing sets from the low end (`step` 1) or the high one (-1). */
function tryPrefixes(
  args: usize,
  bins: i32,
  histogram: usize,
  ask: usize,
  answer: usize,
  spare: usize,
  ranked: i32,
  step: i32,
  perHessian: f64,
  lambda: f64,
): void {
  const longest = min(int(args, 24), (ranked + 1) >> 1);
  const minGroup = f64(int(args, 25));
  let place = step > 0 ? 0 : ranked - 1;
  let sum: i64 = 0;
  let group = 0.0;
  for (let length = 1; length <= longest; length++, place += step) {
    const bin = load<i32>(spare + BINS + (<usize>place << 2));
    const cell = load<i64>(histogram + (<usize>bin << 3));
    sum += cell;
    group += rowsOf(i32(cell), perHessian);
    if (group < minGroup) continue;
    if (rowsOf(load<i32>(ask, 4) - i32(sum), perHessian) < minGroup) return;
    group = 0;
    const first = step > 0 ? 0 : ranked - length;
    trySet(args, bins, histogram, ask, answer, spare + (<usize>first << 2), sum, length, step, lambda);
  }
}

/** Keeps a set, `length` bins from the head of the list in `spare`, when it gains more than the answer so far. */
function trySet(
  args: usize,
  bins: i32,
  histogram: usize,
  ask: usize,
  answer: usize,
  spare: usize,
  sum: i64,
  length: i32,
  step: i32,
  lambda: f64,
): void {
  if (i32(sum) < load<i32>(ask, 40) || i32(sum) > load<i32>(ask, 44)) return;
  const unit = f64x2.replace_lane(f64x2.splat(real(args, 7)), 1, real(args, 8));
  const whole = f64x2.mul(unpack((<i64>load<i32>(ask) << 32) + <i64>load<i32>(ask, 4)), unit);
  const left = f64x2.mul(unpack(sum), unit);
  const gain = rewards(args, ask, left, f64x2.sub(whole, left), lambda, int(args, 26) != 0) - load<f64>(ask, 48);
  if (!(gain > load<f64>(answer))) return;
  store<f64>(answer, gain);
  store<i32>(answer, i32(sum >> 32), 8);
  store<i32>(answer, i32(sum), 12);
  store<i32>(answer, 0, 16);
  keepSet(bins, histogram, answer, spare, length, isLarger(ask, i32(sum)));
}

/** Bins that the leaf does not hold go where missing values go. */
function keepSet(bins: i32, histogram: usize, answer: usize, spare: usize, length: i32, larger: bool): void {
  const set = answer + 24;
  memory.fill(set, 0, 32);
  for (let i = 0; i < length; i++) {
    const bin = load<i32>(spare + BINS + (<usize>i << 2));
    const place = set + (<usize>(bin >> 5) << 2);
    store<u32>(place, load<u32>(place) | (1 << (bin & 31)));
  }
  const missingLeft = load<i64>(histogram) != 0 ? (load<u32>(set) & 1) != 0 : larger;
  store<i32>(answer, i32(missingLeft), 20);
  if (!missingLeft) return;
  for (let bin = 0; bin < bins; bin++) {
    if (load<i64>(histogram + (<usize>bin << 3)) != 0) continue;
    const place = set + (<usize>(bin >> 5) << 2);
    store<u32>(place, load<u32>(place) | (1 << (bin & 31)));
  }
}
