/** Choosing the cuts of a column of numbers; see `reference/bins.ts`. */
import { at, int } from "./args";
import { assign, sort } from "./bins";

/**
 * Cuts one column and bins its rows. Arguments: columns of values, rows, every how manieth row is looked at, room for so
 * many values, scratch space (two lists of such room and 8192 bytes, per thread), bytes of it, the cuts (256 per column),
 * how many there are of each column, bins, how many bins at most.
 */
export function cutPart(args: usize, part: i32, seat: i32): void {
  const rows = int(args, 1);
  const values = at(args, 0) + ((<usize>rows * <usize>part) << 3);
  const cuts = at(args, 6) + (<usize>part << 11);
  const sample = at(args, 4) + <usize>seat * at(args, 5);
  const spare = sample + (<usize>int(args, 3) << 3);
  const count = samplePresent(values, rows, int(args, 2), sample);
  sort(sample, count, spare, spare + (<usize>int(args, 3) << 3));
  const found = quantileCuts(sample, count, int(args, 9), cuts);
  store<i32>(at(args, 7) + (<usize>part << 2), found);
  for (let i = found; i < 256; i++) store<f64>(cuts + (<usize>i << 3), Infinity);
  assign(values, cuts, at(args, 8) + <usize>rows * <usize>part, 0, rows);
}

/** Copies what is not missing; adding 0 turns -0 into 0. */
function samplePresent(values: usize, rows: i32, step: i32, into: usize): i32 {
  let count = 0;
  for (let row = 0; row < rows; row += step) {
    const value = load<f64>(values + (<usize>row << 3)) + 0;
    store<f64>(into + (<usize>count << 3), value);
    count += i32(value == value);
  }
  return count;
}

/** Where the run of equal values that begins at `from` ends. */
function runEnd(sorted: usize, count: i32, from: i32): i32 {
  const value = load<f64>(sorted + (<usize>from << 3));
  let end = from + 1;
  while (end < count && load<f64>(sorted + (<usize>end << 3)) == value) end++;
  return end;
}

function isAtMost(sorted: usize, count: i32, most: i32): bool {
  let distinct = 0;
  for (let at = 0; at < count && distinct <= most; at = runEnd(sorted, count, at)) distinct++;
  return distinct <= most;
}

/** Writes cuts between neighbours of about equal weight apart; says how many. */
function quantileCuts(sorted: usize, count: i32, maxBins: i32, cuts: usize): i32 {
  const few = isAtMost(sorted, count, maxBins);
  let found = 0;
  let left = f64(count);
  let held = 0.0;
  let begin = 0;
  let end = count == 0 ? 0 : runEnd(sorted, count, 0);
  while (end < count) {
    const next = runEnd(sorted, count, end);
    held += f64(end - begin);
    const aim = left / f64(maxBins - found);
    if (few || held >= aim || f64(next - end) >= aim) {
      if (found == maxBins - 1) return found;
      const low = load<f64>(sorted + (<usize>begin << 3));
      store<f64>(cuts + (<usize>found << 3), between(low, load<f64>(sorted + (<usize>end << 3))));
      found++;
      left -= held;
      held = 0;
    }
    begin = end;
    end = next;
  }
  return found;
}

/** A number that separates two neighbours, low ≤ cut < high, whatever rounding does. */
function between(low: f64, high: f64): f64 {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}
