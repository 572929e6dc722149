/** Sorting a leaf's rows by side, stably; see `reference/partition.ts`. */
import { at, int } from "./args";

/**
 * Arguments: rows, spare, begin, end, bins of the column, sides (a byte per bin: 1 is left), rows in a part, left counts
 * (a word per part), then 9: the list in which the rows stand before. One part alone sorts in place; several leave their left rows at the head of their stretch of `spare`
 * and their right rows, backwards, at its tail, for `movePart`.
 */
export function partitionPart(args: usize, part: i32): void {
  const step = int(args, 6);
  const begin = int(args, 2) + part * step;
  const end = min(int(args, 3), begin + step);
  const alone = int(args, 3) - int(args, 2) <= step;
  const left = alone ? sortInPlace(args, begin, end) : sortAside(args, begin, end);
  store<i32>(at(args, 7) + (<usize>part << 2), left);
}

function sortInPlace(args: usize, begin: i32, end: i32): i32 {
  const bins = at(args, 4);
  const sides = at(args, 5);
  const first = at(args, 0) + (<usize>begin << 2);
  const stop = at(args, 9) + (<usize>end << 2);
  const spare = at(args, 1) + (<usize>begin << 2);
  let left = first;
  let right = spare;
  for (let from = at(args, 9) + (<usize>begin << 2); from < stop; from += 4) {
    const row = load<u32>(from);
    const goesLeft = <usize>load<u8>(sides + <usize>load<u8>(bins + <usize>row)) << 2;
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft;
    right += 4 - goesLeft;
  }
  memory.copy(left, spare, right - spare);
  return i32((left - first) >> 2);
}

function sortAside(args: usize, begin: i32, end: i32): i32 {
  const bins = at(args, 4);
  const sides = at(args, 5);
  const stop = at(args, 9) + (<usize>end << 2);
  const head = at(args, 1) + (<usize>begin << 2);
  let left = head;
  let right = at(args, 1) + (<usize>end << 2) - 4;
  for (let from = at(args, 9) + (<usize>begin << 2); from < stop; from += 4) {
    const row = load<u32>(from);
    const goesLeft = <usize>load<u8>(sides + <usize>load<u8>(bins + <usize>row)) << 2;
    store<u32>(select(left, right, goesLeft), row);
    left += goesLeft;
    right -= 4 - goesLeft;
  }
  return i32((left - head) >> 2);
}

/** Brings a part's rows to their places. Arguments as above, and 8: per part, where its left and its right rows belong. */
export function movePart(args: usize, part: i32): void {
  const step = int(args, 6);
  const begin = int(args, 2) + part * step;
  const end = min(int(args, 3), begin + step);
  const left = load<i32>(at(args, 7) + (<usize>part << 2));
  const places = at(args, 8) + (<usize>part << 3);
  const spare = at(args, 1);
  memory.copy(at(args, 0) + (<usize>load<i32>(places) << 2), spare + (<usize>begin << 2), <usize>left << 2);
  let into = at(args, 0) + (<usize>load<i32>(places, 4) << 2);
  const last = spare + (<usize>(begin + left) << 2);
  for (let from = spare + (<usize>end << 2); from > last; from -= 4) {
    store<u32>(into, load<u32>(from - 4));
    into += 4;
  }
}
