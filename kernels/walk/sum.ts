import { descend, descendMixed } from "./descend";
import { cells, mixed, nil, places, roots, sums, trees, vectors, width } from "./image";

/** Adds the leaves of the first `rows` rows of the block to their sums: trees outside, rows inside, eight at a time. */
export function sumRows(image: i32, rows: i32): void {
  const count = trees(image), across = width(image), apart = across << 3;
  let output = 0;
  for (let tree = 0; tree < count; tree++) {
    const root = image + i32.load(roots(image) + (tree << 2));
    for (let row = 0; row < rows; row += 8) {
      const many = min(8, rows - row);
      for (let k = 0; k < 8; k++) i32.store(places(image) + (k << 2), k < many ? root : nil(image));
      walk(image, cells(image) + (row << 3), 8);
      for (let k = 0; k < many; k++) add(image, k, output, sums(image) + (row + k) * apart);
    }
    if (++output == across) output = 0;
  }
}

/** Adds the leaves of the block's first row to its sums: eight trees at a time. */
export function sumRow(image: i32): void {
  const count = trees(image), across = width(image);
  let output = 0;
  for (let tree = 0; tree < count; tree += 8) {
    const many = min(8, count - tree);
    for (let k = 0; k < many; k++) i32.store(places(image) + (k << 2), image + i32.load(roots(image) + ((tree + k) << 2)));
    for (let k = many; k < 8; k++) i32.store(places(image) + (k << 2), nil(image));
    walk(image, cells(image), 0);
    for (let k = 0; k < many; k++) {
      add(image, k, output, sums(image));
      if (++output == across) output = 0;
    }
  }
}

@inline function walk(image: i32, from: i32, apart: i32): void {
  if (mixed(image)) descendMixed(image, from, apart);
  else descend(image, from, apart);
}

/** Adds what the leaf of walk `k` holds: a value to one output, or a vector to all. */
@inline function add(image: i32, k: i32, output: i32, into: i32): void {
  const value = f64.load(i32.load(places(image) + (k << 2)));
  const from = vectors(image);
  if (from == 0) {
    const at = into + (output << 3);
    f64.store(at, f64.load(at) + value);
  } else addVector(image + from + ((i32(value) * width(image)) << 3), into, width(image));
}

function addVector(from: i32, into: i32, across: i32): void {
  for (let k = 0; k < across << 3; k += 8) f64.store(into + k, f64.load(into + k) + f64.load(from + k));
}
