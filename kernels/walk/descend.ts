import { places } from "./image";

/** The child that a row goes to. `row` counts from the row whose cells start at `cells`. */
@inline function step(node: i32, cells: i32): i32 {
  const met = f64.load(cells + i32.load(node, 8)) <= f64.load(node);
  return node + 16 + (i32.load(node, 12) & (i32(met) - 1));
}

/** The same, where the test may be a set: the cell is then the whole number of a bit. Both tests are made, one counts. */
@inline function stepMixed(image: i32, node: i32, cells: i32): i32 {
  const lane = i32.load(node, 8);
  const isSet = -(lane & 1);
  const cell = cells + (lane & ~1);
  const bit = i32.load(cell) & isSet;
  const byte = i32.load8_u(image + (i32.load(node) & isSet) + (bit >> 3));
  const within = (byte >> (bit & 7)) & isSet & 1;
  const met = within | (i32(f64.load(cell) <= f64.load(node)) & ~isSet);
  return node + 16 + (i32.load(node, 12) & (met - 1));
}

/**
 * Eight walks side by side, so that the wait for one's memory is the others' time: from the nodes in `places` to their
 * leaves. The rows lie `apart` bytes from each other (0: the same row eight times).
 */
@inline export function descend(image: i32, cells: i32, apart: i32): void {
  const at = places(image);
  let a = i32.load(at, 0), b = i32.load(at, 4), c = i32.load(at, 8), d = i32.load(at, 12);
  let e = i32.load(at, 16), f = i32.load(at, 20), g = i32.load(at, 24), h = i32.load(at, 28);
  let moved = 0;
  do {
    const a1 = step(a, cells), b1 = step(b, cells + apart), c1 = step(c, cells + 2 * apart), d1 = step(d, cells + 3 * apart);
    const e1 = step(e, cells + 4 * apart), f1 = step(f, cells + 5 * apart), g1 = step(g, cells + 6 * apart), h1 = step(h, cells + 7 * apart);
    moved = (a ^ a1) | (b ^ b1) | (c ^ c1) | (d ^ d1) | (e ^ e1) | (f ^ f1) | (g ^ g1) | (h ^ h1);
    a = a1; b = b1; c = c1; d = d1;
    e = e1; f = f1; g = g1; h = h1;
  } while (moved);
  i32.store(at, a, 0); i32.store(at, b, 4); i32.store(at, c, 8); i32.store(at, d, 12);
  i32.store(at, e, 16); i32.store(at, f, 20); i32.store(at, g, 24); i32.store(at, h, 28);
}

/** {@link descend} for forests with sets. */
@inline export function descendMixed(image: i32, cells: i32, apart: i32): void {
  const at = places(image);
  let a = i32.load(at, 0), b = i32.load(at, 4), c = i32.load(at, 8), d = i32.load(at, 12);
  let e = i32.load(at, 16), f = i32.load(at, 20), g = i32.load(at, 24), h = i32.load(at, 28);
  let moved = 0;
  do {
    const a1 = stepMixed(image, a, cells), b1 = stepMixed(image, b, cells + apart), c1 = stepMixed(image, c, cells + 2 * apart), d1 = stepMixed(image, d, cells + 3 * apart);
    const e1 = stepMixed(image, e, cells + 4 * apart), f1 = stepMixed(image, f, cells + 5 * apart), g1 = stepMixed(image, g, cells + 6 * apart), h1 = stepMixed(image, h, cells + 7 * apart);
    moved = (a ^ a1) | (b ^ b1) | (c ^ c1) | (d ^ d1) | (e ^ e1) | (f ^ f1) | (g ^ g1) | (h ^ h1);
    a = a1; b = b1; c = c1; d = d1;
    e = e1; f = f1; g = g1; h = h1;
  } while (moved);
  i32.store(at, a, 0); i32.store(at, b, 4); i32.store(at, c, 8); i32.store(at, d, 12);
  i32.store(at, e, 16); i32.store(at, f, 20); i32.store(at, g, 24); i32.store(at, h, 28);
}
