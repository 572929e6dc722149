import type { Engine, FlatTree } from "../engine.ts";
import type { TreeNode } from "../node.ts";
import { writeSides } from "../sides.ts";

/** Space for a flat tree of so many leaves. */
export function flatSpace({ arena }: Engine, leaves: number): FlatTree {
  const nodes = 2 * leaves;
  return { nodes: arena.ints(4 * nodes), sides: arena.bytes(256 * leaves), values: arena.floats(nodes) };
}

/** Lays a tree out in flat arrays, in preorder, with the leaves' values for one of its outputs. */
export function flatten(tree: TreeNode, { nodes, sides, values }: FlatTree, output: number): void {
  let next = 0;
  let splits = 0;
  const place = (node: TreeNode): number => {
    const at = next++;
    if (node.left === undefined) {
      nodes[at * 4] = -1;
      values[at] = node.values[output] as number;
      return at;
    }
    const own = splits++ * 256;
    writeSides(node, sides, own);
    nodes.set([node.feature, place(node.left), place(node.right), own], at * 4);
    return at;
  };
  place(tree);
}
