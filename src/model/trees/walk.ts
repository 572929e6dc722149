import type { TreesBody } from "./body.ts";

// The readable reference: what a forest means. The kernel must give the same bytes.

/** What counts as a zero where zeros count as missing. */
export const ZERO = 1e-35;

/**
 * Writes the scores of one row, before the link, into `out` (one per output). `cells` holds the row by slot: numbers with
 * NaN for missing, texts as level codes with -1 for missing or unseen.
 */
export function scoreCells(body: TreesBody, cells: Float64Array, out: Float64Array): void {
  const { roots, value, vectors, base, scale } = body;
  const width = base.length;
  out.fill(0);
  for (let tree = 0; tree < roots.length; tree++) {
    const held = value[leafOf(body, roots[tree] as number, cells)] as number;
    if (vectors.length > 0) addVector(vectors, held * width, out);
    else out[tree % width] = (out[tree % width] as number) + held;
  }
  for (let k = 0; k < width; k++) out[k] = (base[k] as number) + scale * (out[k] as number);
}

function addVector(vectors: Float64Array, start: number, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = (out[k] as number) + (vectors[start + k] as number);
}

/** The leaf that a row ends in, from the root of a tree. */
function leafOf(body: TreesBody, root: number, cells: Float64Array): number {
  let node = root;
  while ((body.slot[node] as number) >= 0) node = goesLeft(body, node, cells) ? node + 1 : (body.right[node] as number);
  return node;
}

/** Whether a row goes to the left child of a split. */
export function goesLeft(body: TreesBody, node: number, cells: Float64Array): boolean {
  const slot = body.slot[node] as number;
  const x = cells[slot] as number;
  const value = body.value[node] as number;
  const missing = body.missing[node] as number;
  const isSet = (body.levels[slot] as readonly string[]).length > 0;
  if (isSet) return x < 0 ? (missing & 1) === 1 : (body.sets[value] as readonly number[]).includes(x);
  const isMissing = Number.isNaN(x) || ((missing & 2) === 2 && Math.abs(x) <= ZERO);
  return isMissing ? (missing & 1) === 1 : x <= value;
}
