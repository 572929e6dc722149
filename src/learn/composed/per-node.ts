import { integerParam, numberParam, type Param } from "../../kernel/index.ts";
import type { HierarchyNode } from "../../model/index.ts";
import { type Composed, defineComposed } from "../composed-learner.ts";
import { checked } from "./parts/checked.ts";
import { classTree, type Fork, positionsOf } from "./parts/class-tree.ts";
import { fitFork } from "./parts/fit-fork.ts";

/** The parameters of hierarchical classification. */
export type PerNodeParams = {
  readonly minRows: Param<number>;
  readonly reach: Param<number>;
};

const params: PerNodeParams = {
  minRows: integerParam(20, { min: 2, doc: "Rows that a fork needs for a model; with fewer, its shares stand." }),
  reach: numberParam(0.001, {
    min: 0,
    max: 0.5,
    doc: "Forks that a row reaches with less probability are not asked, and their shares stand: with thousands of classes several times faster. 0: all are asked.",
  }),
};

/**
 * Coarse, then fine: a model for each fork of the tree of classes, learned from the rows that pass it. A leaf's
 * probability is the product along its path, so the probabilities of a node and of its children always agree.
 */
export const perNode: Composed<PerNodeParams, "one"> = defineComposed<PerNodeParams, "one">({
  name: "perNode",
  doc: "A model for each fork in a tree of classes.",
  reference: "Silla and Freitas. A survey of hierarchical classification. 2011 (local classifier per parent node)",
  takes: "one",
  tasks: { hierarchical: "multiclass" },
  params,
  fit(training, { params: { minRows, reach }, bases: [base] }, context) {
    const { set, slots } = checked(perNode, training, context);
    const forks = classTree(set.classes);
    const positions = positionsOf(forks);
    const rows = rowsOfForks(set.label, forks, positions);
    const nodes = forks.map((fork, number): HierarchyNode => {
      const place = {
        fork,
        number,
        rows: rows[number] as Int32Array,
        positions: positions[number] as ReadonlyMap<number, number>,
      };
      const node = fitFork(base, { set, place, minRows }, context);
      context.onProgress?.((number + 1) / forks.length);
      return node;
    });
    return {
      format: "hierarchy",
      signature: { task: "hierarchical", features: slots, classes: set.classes },
      calibration: { kind: "none" },
      body: { nodes, reach },
    };
  },
});

/** The rows that pass each fork, found from the root down: every row is looked at once a level. */
function rowsOfForks(
  label: Float64Array,
  forks: readonly Fork[],
  positions: readonly ReadonlyMap<number, number>[],
): readonly Int32Array[] {
  const found: Int32Array[] = [Int32Array.from(label.keys())];
  forks.forEach(({ children }, number) => {
    const split: number[][] = children.map(() => []);
    for (const row of found[number] as Int32Array)
      split[positions[number]?.get(label[row] as number) as number]?.push(row);
    children.forEach((child, position) => {
      if (child >= 0) found[child] = Int32Array.from(split[position] as number[]);
    });
  });
  return found;
}
