import { addTree, type Turn } from "./add-trees.ts";
import { gossRows } from "./goss.ts";
import { type Grown, growTree } from "./grow.ts";
import { weightedQuantile } from "./losses/quantile.ts";
import type { TreeNode } from "./node.ts";
import { quantify } from "./quantities.ts";
import { saltFor, sampleFeatures, sampleRows } from "./sample.ts";
import type { State } from "./state.ts";

/** A round's trees, one per output or one for all, and their effect on the scores. */
export function runRound(state: State, round: number): readonly Turn[] {
  const { rules, base } = state;
  derive(state);
  const count = drawRows(state, round);
  const serves = rules.multiOutput === "vector" ? base.length : 1;
  return Array.from({ length: base.length / serves }, (_, turn) => {
    const place = { round, first: turn * serves, serves, count, number: round * (base.length / serves) + turn };
    const grown = growFor(state, place);
    const hasGrown = grown.tree.left !== undefined;
    if (hasGrown && rules.boosting !== "rf") addToScores(state, grown, place);
    return { tree: hasGrown ? grown.tree : silent(grown.tree), first: place.first, serves };
  });
}

interface Place {
  readonly round: number;
  /** The outputs that the tree serves. */
  readonly first: number;
  readonly serves: number;
  /** Rows drawn. */
  readonly count: number;
  /** Of the tree. */
  readonly number: number;
}

/** A tree without a split says nothing: the base has said it. */
function silent(tree: TreeNode): TreeNode {
  return tree.left === undefined ? { ...tree, values: tree.values.map(() => 0) } : tree;
}

/** Writes every row's gradients. */
function derive({ engine, input, scores, pairs, label, weights }: State): void {
  const { loss, training } = input;
  if (typeof loss.derive === "function") loss.derive(training, { scores, pairs, engine });
  else engine.derive({ loss: loss.derive, outputs: loss.outputs, scores, label, weights, pairs });
}

/** Writes the rows of the round to the head of `drawn` and says how many they are. */
function drawRows({ drawn, pairs, input, rules }: State, round: number): number {
  const { seed } = input;
  if (rules.boosting === "goss") return gossRows(pairs, drawn, { ...rules, seed, round });
  if (rules.baggingFraction >= 1) return drawn.length;
  return sampleRows(drawn, rules.baggingFraction, { seed, round });
}

function growFor(state: State, { round, first, serves, count, number }: Place): Grown {
  const { engine, input, rules, bench, data, pairs, drawn, rows } = state;
  const { seed } = input;
  const wants = Array.from({ length: serves }, (_, k) => {
    const own = pairs.subarray((first + k) * data.rows * 2, (first + k + 1) * data.rows * 2);
    const salt = saltFor({ seed, time: round * state.base.length + first + k, purpose: "gbdt.rounding" });
    return quantify(engine, own, { salt, round });
  });
  rows.set(drawn);
  const allowed = sampleFeatures(data.features.length, rules.featureFraction, { seed, tree: number });
  const salt = rules.extraTrees ? saltFor({ seed, time: number, purpose: "gbdt.cuts" }) | 1 : 0;
  return growTree(bench, { rows, count, allowed, wants, salt, renew: renewal(state) });
}

/** Where gradients do not say how far to go: a quantile of what is left of the labels. */
function renewal({ input, rows, scores }: State): ((begin: number, end: number) => number) | undefined {
  const { quantile } = input.loss;
  if (quantile === undefined) return undefined;
  const { label, weights } = input.training;
  return (begin, end) => {
    const own = rows.subarray(begin, end);
    const left = Float64Array.from(own, (row) => (label[row] as number) - (scores[row] as number));
    return weightedQuantile(
      left,
      Float64Array.from(own, (row) => weights[row] as number),
      quantile,
    );
  };
}

/** Rows that the tree has seen lie sorted by leaf; where some were left out, all are walked. */
function addToScores(state: State, { tree, spans: leaves }: Grown, { first, serves, count }: Place): void {
  const { engine, data, scores, rows, flat, spans, values, base } = state;
  if (count < data.rows) {
    addTree(engine, { data, scores, outputs: base.length }, { tree, first, serves, flat });
    return;
  }
  leaves.forEach(({ begin, end }, leaf) => {
    spans[leaf * 2] = begin;
    spans[leaf * 2 + 1] = end;
  });
  for (let k = 0; k < serves; k++) {
    leaves.forEach((leaf, i) => {
      values[i] = leaf.values[k] as number;
    });
    const own = scores.subarray((first + k) * data.rows, (first + k + 1) * data.rows);
    engine.addSpans({ rows, spans, values: values.subarray(0, leaves.length), scores: own });
  }
}
