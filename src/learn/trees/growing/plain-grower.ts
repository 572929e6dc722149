import type { Engine, Grower, Planting, RoundOrder, TreeOrder } from "../engine.ts";
import type { TreeNode } from "../node.ts";
import type { Circles } from "./constraints.ts";
import { type Grown, growTree } from "./grow.ts";
import { growSpace } from "./grow-space.ts";

/** What only this grower knows. */
export interface PlainRules {
  readonly circles: Circles;
  /** Sets a leaf's value by its rows, where gradients do not say how far to go. */
  readonly renew: ((rows: Int32Array) => number) | undefined;
}

/** Grows trees one after another from an engine's smaller jobs: the reference for growers, and the one that knows every rule. */
export function plainGrower(engine: Engine, planting: Planting, { circles, renew }: PlainRules): Grower {
  const space = growSpace(engine, { ...planting, circles });
  const rows = engine.arena.ints(planting.data.rows);
  const adder = adderFor(engine, planting, rows);
  const growOne = (order: RoundOrder, tree: TreeOrder, first: number): TreeNode => {
    rows.set(order.rows);
    const renewed = renew && ((begin: number, end: number) => renew(rows.subarray(begin, end)));
    const grown = growTree(space, { ...tree, rows, count: order.count, renew: renewed });
    if (grown.tree.left === undefined) return { ...grown.tree, values: grown.tree.values.map(() => 0) };
    if (order.scores !== undefined) adder(order.scores, grown, first);
    return grown.tree;
  };
  return {
    grow(order) {
      const serves = order.trees[0]?.wants.length ?? 1;
      return order.trees.map((tree, turn) => growOne(order, tree, turn * serves));
    },
  };
}

type Adder = (scores: Float64Array, grown: Grown, first: number) => void;

/** Adds a tree's values to the scores of the outputs from `first` on. */
function adderFor({ arena, addSpans }: Engine, { data, rules }: Planting, rows: Int32Array): Adder {
  const spans = arena.ints(2 * rules.numLeaves);
  const values = arena.floats(rules.numLeaves);
  return (scores, { spans: leaves }, first) => {
    leaves.forEach(({ begin, end }, leaf) => {
      spans[leaf * 2] = begin;
      spans[leaf * 2 + 1] = end;
    });
    const serves = leaves[0]?.values.length ?? 0;
    for (let k = 0; k < serves; k++) {
      leaves.forEach((leaf, i) => {
        values[i] = leaf.values[k] as number;
      });
      const own = scores.subarray((first + k) * data.rows, (first + k + 1) * data.rows);
      addSpans({ rows, spans, values: values.subarray(0, leaves.length), scores: own });
    }
  };
}
