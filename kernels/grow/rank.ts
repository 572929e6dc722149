/** Gradients and hessians of lambdarank, two pairs of rows at a time; see `reference/rank.ts`. */
import { at, int } from "./args";
import { exp2 } from "./exp";
import { log2 } from "./log2";
import { sortDown } from "./sort-list";

/**
 * Works on some lists. Arguments: rows, starts of the lists, lists, lists in a part, truncation, scores, gains, weights,
 * discounts (per place), stakes (per list), pairs; 11: scratch space, 56 bytes per row and for two more; 12: rows.
 */
export function rankPart(args: usize, part: i32): void {
  const begin = part * int(args, 3);
  const end = min(int(args, 2), begin + int(args, 3));
  for (let list = begin; list < end; list++) pushApart(args, list);
}

/** Where a list lies in one of the columns of the scratch space: six of doubles, then two of words. */
// @ts-ignore: decorator
@inline
function column(args: usize, k: usize, first: i32): usize {
  return at(args, 11) + (k * (<usize>int(args, 12) + 2) + <usize>first) * 8;
}

// @ts-ignore: decorator
@inline
function wordColumn(args: usize, k: usize, first: i32): usize {
  return column(args, 6, 0) + (k * (<usize>int(args, 12) + 2) + <usize>first) * 4;
}

function pushApart(args: usize, list: i32): void {
  const starts = at(args, 1) + (<usize>list << 2);
  const first = load<i32>(starts);
  const count = load<i32>(starts, 4) - first;
  const given = at(args, 0) + (<usize>first << 2);
  const unsorted = column(args, 0, first);
  for (let k: usize = 0; k < <usize>count; k++)
    store<f64>(unsorted + (k << 3), load<f64>(at(args, 5) + (<usize>load<u32>(given + (k << 2)) << 3)));
  memory.copy(wordColumn(args, 0, first), given, <usize>count << 2);
  const moved = sortDown(unsorted, wordColumn(args, 0, first), column(args, 1, first), wordColumn(args, 1, first), count);
  const scores = column(args, <usize>moved, first);
  const rows = wordColumn(args, <usize>moved, first);
  lookUp(args, scores, rows, first, count);
  const totals = pushAll(args, list, scores, first, count);
  const total = 2 * (f64x2.extract_lane(totals, 0) + f64x2.extract_lane(totals, 1));
  const norm = total > 0 ? log2(1 + total) / total : 1;
  for (let k: usize = 0; k < <usize>count; k++) {
    const row = <usize>load<u32>(rows + (k << 2));
    const weight = norm * load<f64>(at(args, 7) + (row << 3));
    const pair = at(args, 10) + (row << 3);
    store<f32>(pair, <f32>(weight * load<f64>(column(args, 4, first) + (k << 3))));
    store<f32>(pair, <f32>(weight * load<f64>(column(args, 5, first) + (k << 3))), 4);
  }
}

/** Brings odds and gains into the order of the list, and clears what is summed. */
function lookUp(args: usize, scores: usize, rows: usize, first: i32, count: i32): void {
  const odds = column(args, 2, first);
  const gains = column(args, 3, first);
  const bytes = <usize>count << 3;
  const top = f64x2.splat(load<f64>(scores));
  for (let k: usize = 0; k < bytes; k += 16) {
    const its = exp2(f64x2.pmax(f64x2.sub(v128.load(scores + k), top), f64x2.splat(-300)));
    if (k + 8 < bytes) v128.store(odds + k, its);
    else v128.store_lane<u64>(odds + k, its, 0);
  }
  for (let k: usize = 0; k < <usize>count; k++)
    store<f64>(gains + (k << 3), load<f64>(at(args, 6) + (<usize>load<u32>(rows + (k << 2)) << 3)));
  memory.fill(column(args, 4, first), 0, bytes);
  memory.fill(column(args, 5, first), 0, bytes);
}

/** The pairs of each of the first places with all that follow; returns the summed pushes. */
function pushAll(args: usize, list: i32, scores: usize, first: i32, count: i32): v128 {
  const bytes = <usize>count << 3;
  const odds = column(args, 2, first);
  const gains = column(args, 3, first);
  const gradients = column(args, 4, first);
  const hessians = column(args, 5, first);
  const discounts = at(args, 8);
  const stakes = f64x2.splat(load<f64>(at(args, 9) + (<usize>list << 3)));
  const areEqual = load<f64>(scores) == load<f64>(scores + bytes - 8);
  const nearest = f64x2.splat(areEqual ? 1 : 0.01);
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  const alone = i64x2.replace_lane(i64x2.splat(-1), 1, 0);
  const stop = <usize>min(int(args, 4), count) << 3;
  let totals = zero;
  for (let i: usize = 0; i < stop; i += 8) {
    const score = v128.load_splat<u64>(scores + i);
    const odd = v128.load_splat<u64>(odds + i);
    const gain = v128.load_splat<u64>(gains + i);
    const discount = v128.load_splat<u64>(discounts + i);
    let pushed = zero;
    let curved = zero;
    for (let j = i + 8; j < bytes; j += 16) {
      const other = v128.load(odds + j);
      const apart = f64x2.sub(gain, v128.load(gains + j));
      const isBetter = f64x2.gt(apart, zero);
      const winner = v128.bitselect(odd, other, isBetter);
      const loser = v128.bitselect(other, odd, isBetter);
      const closeness = f64x2.add(f64x2.sub(score, v128.load(scores + j)), nearest);
      const share = f64x2.div(one, f64x2.mul(f64x2.add(winner, loser), closeness));
      const stake = f64x2.mul(f64x2.mul(apart, f64x2.sub(discount, v128.load(discounts + j))), stakes);
      let push = f64x2.mul(stake, f64x2.mul(loser, share));
      let curve = f64x2.mul(f64x2.abs(push), f64x2.mul(f64x2.mul(winner, share), closeness));
      const isWhole = j + 8 < bytes;
      if (!isWhole) {
        push = v128.and(push, alone);
        curve = v128.and(curve, alone);
      }
      pushed = f64x2.add(pushed, push);
      curved = f64x2.add(curved, curve);
      totals = f64x2.add(totals, f64x2.abs(push));
      const g = f64x2.add(v128.load(gradients + j), push);
      const h = f64x2.add(v128.load(hessians + j), curve);
      if (isWhole) {
        v128.store(gradients + j, g);
        v128.store(hessians + j, h);
      } else {
        v128.store_lane<u64>(gradients + j, g, 0);
        v128.store_lane<u64>(hessians + j, h, 0);
      }
    }
    addLanes(gradients + i, f64x2.neg(pushed));
    addLanes(hessians + i, curved);
  }
  return totals;
}

// @ts-ignore: decorator
@inline
function addLanes(place: usize, lanes: v128): void {
  store<f64>(place, load<f64>(place) + (f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)));
}
