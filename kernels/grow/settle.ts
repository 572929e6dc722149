/** From a leaf's rows to the best split of each feature; see `reference/settle.ts`. */
import { at, int } from "./args";
import { accumulate, accumulateListed } from "./histogram";
import { scanLevels } from "./scan-levels";
import { prepare, scanNumbers } from "./scan-numbers";

// The arguments of `count`, and: 13 the histogram of the counted leaf, 14 its parent's (0: none), which becomes its
// sibling's, 15 the first feature of each part, 16 and 17 the questions of the leaf and of its sibling (0: not asked), 18 and
// 19 their answers, 20 per feature its bins (negative: levels) and its commonest bin, 21 the directions of the monotone
// features; rules from 22; 27 scratch space, 8192 bytes per thread. 10 says, a bit each, which of the histograms at 11 hold
// rows of the leaf; where it is 0, the rows are counted here. 28: gradient and hessian of the counted leaf. 29: whether its
// rows lie scattered over a large table.

/** What every part of the scan needs to know, found out once. */
export function prepareQuestions(args: usize): void {
  if (at(args, 16) != 0) prepare(args, at(args, 16));
  if (at(args, 17) != 0) prepare(args, at(args, 17));
}

export function settlePart(args: usize, part: i32, seat: i32): void {
  const first = load<i32>(at(args, 15) + (<usize>part << 2));
  const last = load<i32>(at(args, 15) + (<usize>part << 2), 4);
  const begin = <usize>load<i32>(at(args, 4) + (<usize>first << 2)) << 3;
  const end = <usize>load<i32>(at(args, 4) + (<usize>last << 2)) << 3;
  const histogram = at(args, 13);
  if (int(args, 10) == 0) count(args, histogram, first, last, begin, end);
  else merge(args, histogram, begin, end);
  for (let f = max(first, int(args, 5)); f < last; f++) completeCommon(args, histogram, f);
  const parent = at(args, 14);
  if (parent != 0) subtract(parent, histogram, begin, end);
  const spare = at(args, 27) + (<usize>seat << 13);
  if (at(args, 16) != 0) scan(args, histogram, at(args, 16), at(args, 18), first, last, spare);
  if (at(args, 17) != 0) scan(args, parent, at(args, 17), at(args, 19), first, last, spare);
}

function count(args: usize, histogram: usize, first: i32, last: i32, begin: usize, end: usize): void {
  const dense = int(args, 5);
  memory.fill(histogram + begin, 0, end - begin);
  accumulate(args, histogram, int(args, 8), int(args, 9), first, min(last, dense));
  if (last > dense) accumulateListed(args, histogram, int(args, 8), int(args, 9));
}

/** Adds up the histograms that hold rows of the leaf: the first is copied, the others are added to it. */
function merge(args: usize, histogram: usize, begin: usize, end: usize): void {
  const bytes = <usize>int(args, 12) << 3;
  let isFirst = true;
  let piece = at(args, 11);
  for (let holders = int(args, 10); holders != 0; holders >>= 1, piece += bytes) {
    if ((holders & 1) == 0) continue;
    if (isFirst) memory.copy(histogram + begin, piece + begin, end - begin);
    else addUp(histogram, piece, begin, end);
    isFirst = false;
  }
}

function addUp(into: usize, piece: usize, begin: usize, end: usize): void {
  let cell = begin;
  for (; cell + 16 <= end; cell += 16) v128.store(into + cell, i64x2.add(v128.load(into + cell), v128.load(piece + cell)));
  for (; cell < end; cell += 8) store<i64>(into + cell, load<i64>(into + cell) + load<i64>(piece + cell));
}

/** Gives a listed feature's commonest bin what the other bins leave of the leaf. */
function completeCommon(args: usize, histogram: usize, f: i32): void {
  const begin = histogram + (<usize>load<i32>(at(args, 4) + (<usize>f << 2)) << 3);
  const end = histogram + (<usize>load<i32>(at(args, 4) + (<usize>f << 2), 4) << 3);
  let left = (<i64>load<i32>(at(args, 28)) << 32) + <i64>load<i32>(at(args, 28), 4);
  for (let cell = begin; cell < end; cell += 8) left -= load<i64>(cell);
  store<i64>(begin + (<usize>load<i32>(at(args, 20) + (<usize>f << 3), 4) << 3), left);
}

function subtract(parent: usize, child: usize, begin: usize, end: usize): void {
  let cell = begin;
  for (; cell + 16 <= end; cell += 16) v128.store(parent + cell, i64x2.sub(v128.load(parent + cell), v128.load(child + cell)));
  for (; cell < end; cell += 8) store<i64>(parent + cell, load<i64>(parent + cell) - load<i64>(child + cell));
}

/** Answers a leaf's question for some features. */
function scan(args: usize, histogram: usize, ask: usize, answers: usize, first: i32, last: i32, spare: usize): void {
  const allowed = <usize>load<u32>(ask, 12);
  for (let f = first; f < last; f++) {
    const answer = answers + (<usize>f << 6);
    store<f64>(answer, 0);
    if (allowed != 0 && load<u8>(allowed + <usize>f) == 0) continue;
    const own = histogram + (<usize>load<i32>(at(args, 4) + (<usize>f << 2)) << 3);
    const bins = load<i32>(at(args, 20) + (<usize>f << 3));
    if (bins > 0) scanNumbers(args, f, bins, own, ask, answer);
    else scanLevels(args, -bins, own, ask, answer, spare);
  }
}
