/** Splitting a leaf, phase after phase: sort its rows by side, count the smaller child, find the children's best splits. */
import { at, int } from "../args";
import { acquire, release } from "../lock";
import { movePart, partitionPart } from "../partition";
import { settlePart } from "../settle";
import { address, setAddress, setWord, word } from "../words";
import * as b from "./bench";
import { isAsked, layOutChildren } from "./children";
import { close } from "./close";
import { ask, countStretch, layOutCount, totalOfPieces } from "./count";
import * as d from "./desk";
import { placeParts } from "./desk";
import * as node from "./node";

/** Cells touched, below which work is one thread's: sharing costs some microseconds. */
const SHARED: i64 = 200_000;
const SHARED_SCAN: i64 = 30_000;
/** Where there are so many times more bins to add than a histogram has, threads count stretches of rows. */
const ROWS_APART: i64 = 12;
/** Rows of a part at least. */
const FEWEST: i32 = 2048;

/** Takes a desk for a leaf and cuts the first phase into parts. The caller holds the lock. */
export function begin(bench: usize, desk: usize, leaf: usize): void {
  const parts = partsFor(bench, word(leaf, node.ROWS));
  const isOwn = !isShared(bench, word(leaf, node.ROWS));
  setWord(desk, d.IS_TAKEN, 1);
  setAddress(desk, d.LEAF, leaf);
  setWord(leaf, node.STATE, node.BEGUN);
  setWord(bench, b.PENDING, word(bench, b.PENDING) + 1);
  layOutDivision(bench, desk, leaf, isOwn ? 1 : parts);
  offer(desk, isOwn ? d.ALONE : d.SORTING, isOwn ? 1 : parts);
}

/** Takes a desk for the first leaf, which is only counted. */
export function beginRoot(bench: usize, desk: usize, root: usize): void {
  setWord(desk, d.IS_TAKEN, 1);
  setWord(desk, d.LEAF, 0);
  setAddress(desk, d.COUNTED, root);
  setWord(desk, d.SIBLING, 0);
  setWord(desk, d.IS_ASKED, 1);
  layOutCount(bench, desk);
  offer(desk, d.COUNTING, partsFor(bench, word(root, node.ROWS)));
}

export function doPart(bench: usize, desk: usize, part: i32, seat: i32): void {
  switch (word(desk, d.PHASE)) {
    case d.SORTING: return partitionPart(desk + d.DIVISION, part);
    case d.MOVING: return movePart(desk + d.DIVISION, part);
    case d.COUNTING: return countStretch(desk, part, seat);
    case d.SCANNING: return settlePart(desk + d.QUESTION, part, seat);
    case d.ALONE: return splitAlone(bench, desk, seat);
  }
}

/** What follows when all parts of a phase are done: the next phase, or the leaf is split. Nobody else is at the desk. */
export function advance(bench: usize, desk: usize): void {
  const phase = word(desk, d.PHASE);
  const parts = word(desk, d.PARTS);
  if (phase == d.SORTING) {
    setWord(desk, d.LEFTS, placeParts(desk, parts));
    if (parts > 1) return publish(bench, desk, d.MOVING, parts);
  }
  if (phase == d.SORTING || phase == d.MOVING) {
    layOutChildren(bench, desk, address(desk, d.LEAF), word(desk, d.LEFTS));
    return isAsked(bench, desk) ? startCount(bench, desk) : close(bench, desk);
  }
  if (phase != d.COUNTING) return close(bench, desk);
  if (word(desk, d.LEAF) == 0) totalOfPieces(desk);
  startScan(bench, desk);
}

/** All phases by one thread. */
function splitAlone(bench: usize, desk: usize, seat: i32): void {
  partitionPart(desk + d.DIVISION, 0);
  layOutChildren(bench, desk, address(desk, d.LEAF), word(desk, d.LEFT_COUNTS));
  if (!isAsked(bench, desk)) return;
  layOutCount(bench, desk);
  ask(bench, desk);
  setWord(desk + d.QUESTION, 15 << 2, word(bench, b.WHOLE));
  settlePart(desk + d.QUESTION, 0, seat);
}

function startCount(bench: usize, desk: usize): void {
  const rows = word(address(desk, d.COUNTED), node.ROWS);
  layOutCount(bench, desk);
  const isApart = workOf(bench, rows) >= ROWS_APART * <i64>word(bench, b.CELLS);
  if (isApart) publish(bench, desk, d.COUNTING, partsFor(bench, rows));
  else startScan(bench, desk);
}

/** Shared where there is enough to do: adding up, subtracting and two scans are about eight looks at a cell. */
function startScan(bench: usize, desk: usize): void {
  ask(bench, desk);
  const args = desk + d.QUESTION;
  const rows = int(args, 10) == 0 ? word(address(desk, d.COUNTED), node.ROWS) : 0;
  const isSplit = word(bench, b.CREW) > 1 && workOf(bench, rows) + 8 * <i64>word(bench, b.CELLS) >= SHARED_SCAN;
  setWord(args, 15 << 2, isSplit ? word(bench, b.FIRSTS) : word(bench, b.WHOLE));
  publish(bench, desk, d.SCANNING, isSplit ? word(bench, b.PARTS) : 1);
}

function isShared(bench: usize, rows: i32): bool {
  return word(bench, b.CREW) > 1 && workOf(bench, rows) + 4 * <i64>word(bench, b.CELLS) >= SHARED;
}

function workOf(bench: usize, rows: i32): i64 {
  return <i64>rows * <i64>word(bench, b.FEATURES);
}

function partsFor(bench: usize, rows: i32): i32 {
  return max(1, min(min(d.MOST_PARTS, 4 * word(bench, b.CREW)), rows / FEWEST));
}

function layOutDivision(bench: usize, desk: usize, leaf: usize, parts: i32): void {
  const feature = <usize>word(leaf, node.FEATURE);
  const args = desk + d.DIVISION;
  node.writeSides(leaf, load<i32>(at(desk + d.QUESTION, 20) + (feature << 3)) > 0, desk + d.SIDES);
  setWord(args, 0, word(bench, b.ROW_LIST));
  setWord(args, 4, word(bench, b.SPARE));
  setWord(args, 8, word(leaf, node.BEGIN));
  setWord(args, 12, word(leaf, node.END));
  setAddress(args, 16, address(bench, b.COLUMNS) + feature * <usize>word(bench, b.DATA_ROWS));
  setAddress(args, 20, desk + d.SIDES);
  setWord(args, 24, max(1, (word(leaf, node.ROWS) + parts - 1) / parts));
  setAddress(args, 28, desk + d.LEFT_COUNTS);
  setAddress(args, 32, desk + d.PLACES);
  setAddress(args, 36, sourceOf(bench, leaf));
}

/** Where a leaf's rows stand: those of the first leaf in the list of the round, which stays as it is. */
function sourceOf(bench: usize, leaf: usize): usize {
  return word(leaf, node.DEPTH) == 0 ? address(address(bench, b.TASK), b.T_ROWS) : address(bench, b.ROW_LIST);
}

/** Offers a phase while nobody looks. */
function offer(desk: usize, phase: i32, parts: i32): void {
  setWord(desk, d.PHASE, phase);
  setWord(desk, d.CLAIMED, 0);
  setWord(desk, d.DONE, 0);
  setWord(desk, d.PARTS, parts);
}

function publish(bench: usize, desk: usize, phase: i32, parts: i32): void {
  acquire(bench + b.LOCK);
  offer(desk, phase, parts);
  atomic.add<i32>(bench + b.VERSION, 1);
  release(bench + b.LOCK);
}
