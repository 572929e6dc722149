import type { Forest } from "./compile.ts";

/**
 * Writes the summed scores of one row into `out` (one per output). `cells` holds the row by slot: numbers with NaN for
 * missing, texts as level codes with -1 for missing or unseen.
 */
export function addTrees(forest: Forest, cells: Float64Array, out: Float64Array): void {
  const { roots, values, base } = forest;
  const width = base.length;
  out.set(base);
  let output = 0;
  for (let tree = 0; tree < roots.length; tree++) {
    out[output] = (out[output] as number) + (values[leafOf(forest, roots[tree] as number, cells)] as number);
    if (++output === width) output = 0;
  }
}

/** The leaf that a row ends in. */
function leafOf(forest: Forest, root: number, cells: Float64Array): number {
  const { nodes } = forest;
  let node = root;
  for (;;) {
    const slot = nodes[node * 4] as number;
    if (slot < 0) return node;
    const x = cells[slot] as number;
    node = (nodes[node * 4 + 3] as number) < 0 ? byThreshold(forest, node, x) : bySet(forest, node, x);
  }
}

function byThreshold({ nodes, values }: Forest, node: number, x: number): number {
  const threshold = values[node] as number;
  if (x <= threshold) return node + 1;
  return nodes[node * 4 + (x > threshold ? 1 : 2)] as number;
}

function bySet({ nodes, bits }: Forest, node: number, level: number): number {
  if (level < 0) return nodes[node * 4 + 2] as number;
  const word = bits[(nodes[node * 4 + 3] as number) + (level >> 5)] as number;
  return (word >> (level & 31)) & 1 ? node + 1 : (nodes[node * 4 + 1] as number);
}
