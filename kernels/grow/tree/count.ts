/** Counting a leaf at a desk, and asking for its best split and its sibling's. */
import { at, int } from "../args";
import { accumulate, accumulateListed } from "../histogram";
import { acquire, release } from "../lock";
import { prepareQuestions } from "../settle";
import { address, setAddress, setWord, word } from "../words";
import * as b from "./bench";
import { canGrow } from "./children";
import * as d from "./desk";
import * as node from "./node";

/** Says which rows are counted; see `settle.ts` for the arguments. */
export function layOutCount(bench: usize, desk: usize): void {
  const args = desk + d.QUESTION;
  const leaf = address(desk, d.COUNTED);
  const isSparse = 2 * <i64>word(leaf, node.ROWS) < <i64>word(bench, b.DATA_ROWS);
  const isFirst = word(desk, d.LEAF) == 0;
  setAddress(args, 0, isFirst ? address(address(bench, b.TASK), b.T_ROWS) : address(bench, b.ROW_LIST));
  setWord(args, 8 << 2, word(leaf, node.BEGIN));
  setWord(args, 9 << 2, word(leaf, node.END));
  setWord(args, 10 << 2, 0);
  setWord(args, 29 << 2, i32(isSparse && word(bench, b.IS_LARGE) != 0));
}

/** Counts some rows into the histogram of the thread, which it clears when it comes for the first time. */
export function countStretch(desk: usize, part: i32, seat: i32): void {
  const args = desk + d.QUESTION;
  const bytes = <usize>int(args, 12) << 3;
  const piece = at(args, 11) + <usize>seat * bytes;
  const own = 1 << seat;
  if ((atomic.or<i32>(args + (10 << 2), own) & own) == 0) memory.fill(piece, 0, bytes);
  const begin = int(args, 8);
  const size = <i64>(int(args, 9) - begin);
  const parts = <i64>word(desk, d.PARTS);
  const first = begin + i32((size * part) / parts);
  const last = begin + i32((size * (part + 1)) / parts);
  accumulate(args, piece, first, last, 0, int(args, 5));
  accumulateListed(args, piece, first, last);
}

/** The first leaf's total: what its first feature's bins hold together. Where no feature is in the table, rows are added up. */
export function totalOfPieces(desk: usize): void {
  const args = desk + d.QUESTION;
  let sum: i64 = 0;
  if (int(args, 5) == 0) {
    for (let i = int(args, 8); i < int(args, 9); i++)
      sum += load<i64>(at(args, 1) + (<usize>load<u32>(at(args, 0) + (<usize>i << 2)) << 3));
  } else {
    const stop = <usize>load<i32>(at(args, 4), 4) << 3;
    for (let seat = 0; seat < 32; seat++) {
      if (((int(args, 10) >> seat) & 1) == 0) continue;
      const piece = at(args, 11) + ((<usize>int(args, 12) * <usize>seat) << 3);
      for (let cell: usize = 0; cell < stop; cell += 8) sum += load<i64>(piece + cell);
    }
  }
  const root = address(desk, d.COUNTED);
  setWord(root, 0, i32(sum >> 32));
  setWord(root, node.HESSIAN, i32(sum));
}

/** Asks about the counted leaf and its sibling, as far as they can grow. */
export function ask(bench: usize, desk: usize): void {
  const args = desk + d.QUESTION;
  const leaf = address(desk, d.LEAF);
  const counted = address(desk, d.COUNTED);
  const sibling = address(desk, d.SIBLING);
  setAddress(args, 13 << 2, takeHistogram(bench));
  setWord(args, 14 << 2, leaf == 0 ? 0 : word(leaf, node.HISTOGRAM));
  setAddress(args, 16 << 2, canGrow(bench, args, counted) ? counted : 0);
  setAddress(args, 17 << 2, sibling != 0 && canGrow(bench, args, sibling) ? sibling : 0);
  setAddress(args, 28 << 2, counted);
  prepareQuestions(args);
}

/** There are enough for every split that can be pending. */
function takeHistogram(bench: usize): usize {
  acquire(bench + b.LOCK);
  const left = word(bench, b.IDLE) - 1;
  setWord(bench, b.IDLE, left);
  const taken = address(address(bench, b.IDLE_LIST), <usize>left << 2);
  release(bench + b.LOCK);
  return taken;
}
