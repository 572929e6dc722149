import type { TreeNode } from "../node.ts";

/** Bytes of a node; see `kernels/grow/tree/node.ts`. */
export const NODE = 192;

/** A node's words, in words, and its reals, in doubles. */
const WORD = { rows: 2, answer: 16, feature: 30, begin: 32, end: 33, state: 35, left: 36, right: 37 } as const;
const REAL = { gain: 8, value: 20 } as const;
/** The split of such a node belongs to the tree. */
const ACCEPTED = 3;

interface Nodes {
  readonly words: Int32Array;
  readonly reals: Float64Array;
  readonly base: number;
}

function nodesAt({ buffer, byteOffset, byteLength }: Uint8Array): Nodes {
  const words = new Int32Array(buffer, byteOffset, byteLength / 4);
  return { words, reals: new Float64Array(buffer, byteOffset, byteLength / 8), base: byteOffset };
}

/** Reads a tree. `shapes` tells numbers from levels. */
export function treeOf(place: Uint8Array, shapes: Int32Array): TreeNode {
  const { words, reals, base } = nodesAt(place);
  const read = (node: number): TreeNode => {
    const at = (node * NODE) / 4;
    const count = words[at + WORD.rows] as number;
    if (words[at + WORD.state] !== ACCEPTED)
      return { left: undefined, values: [reals[at / 2 + REAL.value] as number], count };
    const feature = words[at + WORD.feature] as number;
    const answer = at + WORD.answer;
    return {
      feature,
      gain: reals[at / 2 + REAL.gain] as number,
      lastLeft: words[answer + 4] as number,
      missingLeft: words[answer + 5] === 1,
      set: (shapes[feature * 2] as number) > 0 ? undefined : words.slice(answer + 6, answer + 14),
      count,
      left: read(((words[at + WORD.left] as number) - base) / NODE),
      right: read(((words[at + WORD.right] as number) - base) / NODE),
    };
  };
  return read(0);
}

/** Writes which rows each leaf holds, from left to right, and its value; says how many leaves there are. */
export function leavesOf(
  place: Uint8Array,
  { spans, values }: { readonly spans: Int32Array; readonly values: Float64Array },
): number {
  const { words, reals, base } = nodesAt(place);
  let leaves = 0;
  const visit = (node: number): void => {
    const at = (node * NODE) / 4;
    if (words[at + WORD.state] === ACCEPTED) {
      visit(((words[at + WORD.left] as number) - base) / NODE);
      visit(((words[at + WORD.right] as number) - base) / NODE);
      return;
    }
    spans[leaves * 2] = words[at + WORD.begin] as number;
    spans[leaves * 2 + 1] = words[at + WORD.end] as number;
    values[leaves++] = reals[at / 2 + REAL.value] as number;
  };
  visit(0);
  return leaves;
}
