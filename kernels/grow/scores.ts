/** Adding a tree to the scores; see `reference/scores.ts`. */
import { at, int } from "./args";

/**
 * Adds leaf values to the rows of a list that lies sorted by leaf.
 * Arguments: rows, scores, spans (begin and end of each leaf), values, leaves, rows in the list, rows in a part.
 */
export function addPart(args: usize, part: i32): void {
  const rows = at(args, 0);
  const scores = at(args, 1);
  const begin = part * int(args, 6);
  const end = min(int(args, 5), begin + int(args, 6));
  for (let leaf = 0; leaf < int(args, 4); leaf++) {
    const span = at(args, 2) + (<usize>leaf << 3);
    const first = max(begin, load<i32>(span));
    const last = min(end, load<i32>(span, 4));
    const value = load<f64>(at(args, 3) + (<usize>leaf << 3));
    const stop = rows + (<usize>max(first, last) << 2);
    for (let from = rows + (<usize>first << 2); from < stop; from += 4) {
      const score = scores + (<usize>load<u32>(from) << 3);
      store<f64>(score, load<f64>(score) + value);
    }
  }
}

/**
 * Walks rows down a tree and adds the value of the leaf where each ends.
 * Arguments: columns, rows, rows in a part, nodes (feature or -1, left, right, first byte of the sides), sides, values,
 * scores.
 */
export function walkPart(args: usize, part: i32): void {
  const columns = at(args, 0);
  const rows = <usize>int(args, 1);
  const begin = part * int(args, 2);
  const end = min(int(args, 1), begin + int(args, 2));
  const nodes = at(args, 3);
  const sides = at(args, 4);
  for (let row = begin; row < end; row++) {
    let node = 0;
    for (;;) {
      const place = nodes + (<usize>node << 4);
      const feature = load<i32>(place);
      if (feature < 0) break;
      const bin = <usize>load<u8>(columns + <usize>feature * rows + <usize>row);
      const goesLeft = load<u8>(sides + <usize>load<u32>(place, 12) + bin);
      node = goesLeft ? load<i32>(place, 4) : load<i32>(place, 8);
    }
    const score = at(args, 6) + (<usize>row << 3);
    store<f64>(score, load<f64>(score) + load<f64>(at(args, 5) + (<usize>node << 3)));
  }
}
