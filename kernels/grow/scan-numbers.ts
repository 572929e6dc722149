/** The best threshold of a number; see `reference/scan-numbers.ts`. */
import { at, int, real } from "./args";
import { reward, rewards, TINY, valueOf } from "./rules";

// A leaf's question, 64 bytes: gradient, hessian, rows, which features (an address, 0: all), the bounds of its value (at 16
// and 24), at 32 the salt of the random cuts (0: all cuts); then what `prepare` adds, up to 48: what a gain is counted from.
// An answer, 64 bytes: gain, then at 8 the left gradient and hessian, the last bin that goes left, whether missing goes left,
// and at 24 the set of bins that go left, a bit each.

/** Gradient and hessian of a cell, or of sums of cells, as doubles that hold whole numbers. */
// @ts-ignore: decorator
@inline
export function unpack(cell: i64): v128 {
  const halves = i64x2.splat(cell);
  return f64x2.convert_low_i32x4_s(v128.shuffle<i32>(halves, halves, 1, 0, 1, 0));
}

/** The random cut of extra trees: a bin from 1 up to `last`. */
function onlyCut(salt: u32, f: i32, last: i32): i32 {
  return last < 1 ? 0 : 1 + i32(scrambled(salt ^ <u32>f) % <u32>last);
}

/** The finaliser of MurmurHash3 (Appleby) over a Weyl step: 32 uniform bits. */
export function scrambled(value: u32): u32 {
  let h = value * 0x9e3779b1;
  h = (h ^ (h >> 16)) * 0x85ebca6b;
  h = (h ^ (h >> 13)) * 0xc2b2ae35;
  return h ^ (h >> 16);
}

/** About how many rows have so many units: one at least, where there are any. */
// @ts-ignore: decorator
@inline
export function rowsOf(hessian: i32, perHessian: f64): f64 {
  return hessian > 0 ? max<f64>(1, floor(f64(hessian) * perHessian + 0.5)) : 0;
}

/** Whether a side with so many units is large enough. */
function fits(args: usize, hessian: i32, perHessian: f64): bool {
  return rowsOf(hessian, perHessian) >= f64(int(args, 22)) && f64(hessian) * real(args, 8) >= real(args, 2);
}

/** The smallest side that is large enough; one more than the leaf has where none is. */
function smallest(args: usize, total: i32, perHessian: f64): i32 {
  let low = -1;
  let high = total + 1;
  while (high - low > 1) {
    const middle = low + ((high - low) >> 1);
    if (fits(args, middle, perHessian)) high = middle;
    else low = middle;
  }
  return high;
}

/** The window of units in which a left side must lie, per leaf: at 40 and 44 of its question. */
export function prepare(args: usize, ask: usize): void {
  const total = load<i32>(ask, 4);
  const rows = f64(load<i32>(ask, 8));
  const perHessian = rows / f64(total);
  const least = smallest(args, total, perHessian);
  store<i32>(ask, least, 40);
  store<i32>(ask, total - least, 44);
  const unit = f64x2.replace_lane(f64x2.splat(real(args, 7)), 1, real(args, 8));
  const whole = f64x2.mul(unpack((<i64>load<i32>(ask) << 32) + <i64>total), unit);
  const gradient = f64x2.extract_lane(whole, 0);
  store<f64>(ask, reward(args, ask, gradient, f64x2.extract_lane(whole, 1), real(args, 0)) + real(args, 3), 48);
}

export function scanNumbers(args: usize, f: i32, bins: i32, histogram: usize, ask: usize, answer: usize): void {
  const missing = load<i64>(histogram);
  const last = missing != 0 ? bins - 1 : bins - 2;
  const isPlain = !int(args, 26) && load<u32>(ask, 32) == 0;
  if (!isPlain) return scanBounded(args, f, last, histogram, ask, answer);
  scanPlain(args, last, histogram, ask, answer, 0, missing != 0 ? 0 : -1);
  if (missing != 0) scanPlain(args, last, histogram, ask, answer, missing, 1);
}

/**
 * One pass, two bins at a time. An empty bin gains what the one before it gained, which is not more; the first of them have
 * none before: they are passed over, and so are those that leave too few on the left.
 * `before` lies left from the start: nothing, or what is missing. `missingLeft` -1: with the larger side.
 */
function scanPlain(
  args: usize,
  last: i32,
  histogram: usize,
  ask: usize,
  answer: usize,
  before: i64,
  missingLeft: i32,
): void {
  const fewest = load<i32>(ask, 40);
  const most = load<i32>(ask, 44);
  const unitGradient = f64x2.splat(real(args, 7));
  const unitHessian = f64x2.splat(real(args, 8));
  const gradient = f64x2.mul(f64x2.splat(f64(load<i32>(ask))), unitGradient);
  const hessian = f64x2.mul(f64x2.splat(f64(load<i32>(ask, 4))), unitHessian);
  const lambda = f64x2.splat(real(args, 0) + TINY);
  const least = f64x2.splat(load<f64>(ask, 48));
  const stop = histogram + (<usize>last << 3);
  let from = histogram + 8;
  while (from <= stop && load<i64>(from) == 0) from += 8;
  let sum = before;
  for (; from <= stop; from += 8) {
    sum += load<i64>(from);
    if (i32(sum) >= fewest) break;
  }
  let best = f64x2.splat(0);
  let bestSum = i64x2.splat(0);
  let bestFrom = i64x2.splat(0);
  while (from <= stop && i32(sum) <= most) {
    const second = sum + (from < stop ? load<i64>(from, 8) : 0);
    const sums = i64x2.replace_lane(i64x2.splat(sum), 1, i32(second) <= most ? second : sum);
    const left = f64x2.mul(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(sums, sums, 1, 3, 1, 3)), unitGradient);
    const weight = f64x2.mul(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(sums, sums, 0, 2, 0, 2)), unitHessian);
    const right = f64x2.sub(gradient, left);
    const below = f64x2.add(weight, lambda);
    const above = f64x2.add(f64x2.sub(hessian, weight), lambda);
    const both = f64x2.add(f64x2.mul(f64x2.mul(left, left), above), f64x2.mul(f64x2.mul(right, right), below));
    const gain = f64x2.sub(f64x2.div(both, f64x2.mul(below, above)), least);
    const isMore = f64x2.gt(gain, best);
    if (v128.any_true(isMore)) {
      best = v128.bitselect(gain, best, isMore);
      bestSum = v128.bitselect(sums, bestSum, isMore);
      bestFrom = v128.bitselect(i64x2.splat(from), bestFrom, isMore);
    }
    sum = second + (from + 8 < stop ? load<i64>(from, 16) : 0);
    from += 16;
  }
  keepBest(answer, ask, histogram, best, bestSum, bestFrom, missingLeft);
}

/** The better of the two lanes, the second of which stands for the bins after those of the first; the first of equals. */
function keepBest(
  answer: usize,
  ask: usize,
  histogram: usize,
  gains: v128,
  sums: v128,
  places: v128,
  missingLeft: i32,
): void {
  const first = f64x2.extract_lane(gains, 0);
  const second = f64x2.extract_lane(gains, 1);
  const gain = max(first, second);
  if (!(gain > 0)) return;
  const binOfFirst = i32((<usize>i64x2.extract_lane(places, 0) - histogram) >> 3);
  const binOfSecond = i32((<usize>i64x2.extract_lane(places, 1) - histogram) >> 3) + 1;
  const isSecond = second > first || (second == first && binOfSecond < binOfFirst);
  const bin = isSecond ? binOfSecond : binOfFirst;
  const sum = isSecond ? i64x2.extract_lane(sums, 1) : i64x2.extract_lane(sums, 0);
  const known = load<f64>(answer);
  if (gain < known || (gain == known && bin >= load<i32>(answer, 16))) return;
  keep(answer, gain, sum, bin, missingLeft < 0 ? i32(isLarger(ask, i32(sum))) : missingLeft);
}

/** One pass for everything else: bounded values, monotone features, random cuts. */
function scanBounded(args: usize, f: i32, last: i32, histogram: usize, ask: usize, answer: usize): void {
  const fewest = load<i32>(ask, 40);
  const most = load<i32>(ask, 44);
  const unit = f64x2.replace_lane(f64x2.splat(real(args, 7)), 1, real(args, 8));
  const whole = f64x2.mul(unpack((<i64>load<i32>(ask) << 32) + <i64>load<i32>(ask, 4)), unit);
  const bounded = int(args, 26) != 0;
  const direction = load<i8>(at(args, 21) + <usize>f);
  const missing = load<i64>(histogram);
  const tries = missing != 0 ? 2 : 1;
  const salt = load<u32>(ask, 32);
  const only = salt != 0 ? onlyCut(salt, f, last) : 0;
  let sum: i64 = 0;
  for (let bin = 1; bin <= last; bin++) {
    const cell = load<i64>(histogram + (<usize>bin << 3));
    sum += cell;
    if (salt != 0 ? bin != only : cell == 0) continue;
    for (let t = 0; t < tries; t++) {
      const side = t == 0 ? sum : sum + missing;
      if (i32(side) < fewest || i32(side) > most) continue;
      const left = f64x2.mul(unpack(side), unit);
      const right = f64x2.sub(whole, left);
      const gain = rewards(args, ask, left, right, real(args, 0), bounded) - load<f64>(ask, 48);
      if (!(gain > load<f64>(answer))) continue;
      if (direction != 0 && !isMonotone(args, ask, left, right, direction)) continue;
      keep(answer, gain, side, bin, tries == 2 ? t : i32(isLarger(ask, i32(side))));
    }
  }
}

/** Whether about half of the leaf's rows or more have so many units. */
export function isLarger(ask: usize, hessian: i32): bool {
  const rows = f64(load<i32>(ask, 8));
  return rowsOf(hessian, rows / f64(load<i32>(ask, 4))) * 2 >= rows;
}

function isMonotone(args: usize, ask: usize, left: v128, right: v128, direction: i32): bool {
  const lambda = real(args, 0);
  const low = valueOf(args, ask, f64x2.extract_lane(left, 0), f64x2.extract_lane(left, 1), lambda);
  const high = valueOf(args, ask, f64x2.extract_lane(right, 0), f64x2.extract_lane(right, 1), lambda);
  return direction > 0 ? low <= high : low >= high;
}

function keep(answer: usize, gain: f64, left: i64, bin: i32, missingLeft: i32): void {
  store<f64>(answer, gain);
  store<i32>(answer, i32(left >> 32), 8);
  store<i32>(answer, i32(left), 12);
  store<i32>(answer, bin, 16);
  store<i32>(answer, missingLeft, 20);
}
