import type { TreeOrder } from "../engine.ts";
import { addTree, type Turn } from "./add-trees.ts";
import { gossRows } from "./goss.ts";
import { quantify } from "./quantities.ts";
import { saltFor, sampleFeatures, sampleRows } from "./sample.ts";
import type { State } from "./state.ts";

/** A round's trees, one per output or one for all, and their effect on the scores. */
export function runRound(state: State, round: number): readonly Turn[] {
  const { rules, grower, drawn, scores, serves, data } = state;
  derive(state);
  const count = drawRows(state, round);
  const trees = ordersFor(state, round);
  const adds = rules.boosting !== "rf";
  const isWhole = count === data.rows;
  const grown = grower.grow({ rows: drawn, count, trees, scores: adds && isWhole ? scores : undefined });
  const turns = grown.map((tree, turn) => ({ tree, first: turn * serves, serves }));
  if (adds && !isWhole) walkAll(state, turns);
  return turns;
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

/** What each tree of the round is grown from. */
function ordersFor({ engine, input, rules, data, pairs, base, serves }: State, round: number): readonly TreeOrder[] {
  const { seed } = input;
  const trees = base.length / serves;
  return Array.from({ length: trees }, (_, turn) => {
    const number = round * trees + turn;
    const wants = Array.from({ length: serves }, (_, k) => {
      const output = turn * serves + k;
      const own = pairs.subarray(output * data.rows * 2, (output + 1) * data.rows * 2);
      const salt = saltFor({ seed, time: round * base.length + output, purpose: "gbdt.rounding" });
      return quantify(engine, own, { salt, round });
    });
    const allowed = sampleFeatures(data.features.length, rules.featureFraction, { seed, tree: number });
    const salt = rules.extraTrees ? saltFor({ seed, time: number, purpose: "gbdt.cuts" }) | 1 : 0;
    return { wants, allowed, salt };
  });
}

/** Trees that have seen a part of the rows are walked by all. */
function walkAll({ engine, data, scores, base, flat }: State, turns: readonly Turn[]): void {
  for (const turn of turns)
    if (turn.tree.left !== undefined) addTree(engine, { data, scores, outputs: base.length }, { ...turn, flat });
}
