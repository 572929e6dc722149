import { known } from "../../kernel/index.ts";
import type { Goal } from "../../learn/index.ts";
import { combineColumns } from "../../policy/index.ts";
import { binary, type Head, type LearnerRef, regression, type SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { headLabel } from "../dataset/head-label.ts";
import { commonInput } from "../search/trial-input.ts";
import type { Tried } from "./tried.ts";
import type { GoalWeights } from "./weights.ts";

/** One head per goal, by the learner of the common score: what weights would combine when serving. */
export function decoupledTries(
  system: SystemDefinition,
  dataset: Dataset,
  { goals, learner }: { readonly goals: readonly Goal[]; readonly learner: LearnerRef },
): readonly Tried[] {
  return goals.map((goal) => {
    const head = headOf(goal, learner);
    const alone = { ...system, heads: { [goal.name]: head } };
    const label = headLabel(dataset, head);
    return { common: commonInput(alone, { head: goal.name, dataset, label }), ref: head.learner };
  });
}

/** A goal without its fellows: the same loss, by the objective that has it. */
function headOf(goal: Goal, learner: LearnerRef): Head {
  if (goal.loss === "log") return binary({ label: goal.name, learner, calibration: "none" });
  const objective = { squared: "regression", huber: "huber", poisson: "poisson" }[goal.loss];
  const params = { ...learner.params, objective, ...(goal.delta === undefined ? {} : { alpha: goal.delta }) };
  return regression({ label: goal.name, learner: { ...learner, params } });
}

/** How much each outcome varies: what puts probabilities and values on one scale, as the common score has it. */
export function spreadsOf(dataset: Dataset, goals: readonly Goal[]): GoalWeights {
  return Object.fromEntries(
    goals.map(({ name }) => {
      const values = known(dataset.labels[name], `label ${name}`).values.filter((value) => !Number.isNaN(value));
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      return [name, Math.sqrt(square)];
    }),
  );
}

/** The serving weights that mean what the weights of a common score mean: each per standard deviation of its outcome. */
export function servingWeights(weights: GoalWeights, spreads: GoalWeights): GoalWeights {
  return Object.fromEntries(
    Object.entries(weights).map(([goal, weight]) => {
      const spread = spreads[goal] as number;
      return [goal, spread > 0 ? Number((weight / spread).toPrecision(6)) : 0];
    }),
  );
}

/** One score per judged row from the heads' outputs. */
export function decoupledScores(outputs: Readonly<Record<string, Float64Array>>, serving: GoalWeights): Float64Array {
  return combineColumns(outputs, serving, Object.values(outputs)[0]?.length ?? 0);
}
