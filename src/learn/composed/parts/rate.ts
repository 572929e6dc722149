import type { Model } from "../../../model/index.ts";
import type { ResolvedLearner } from "../../composed-learner.ts";
import type { FitContext, TrainingSet } from "../../learner.ts";

/**
 * The base's binary model; where all labels are the same, and there is nothing to learn, the smoothed rate
 * (Krichevsky and Trofimov, 1981: half a row of each class added), so that no probability is 0 or 1.
 */
export function fitOrRate(base: ResolvedLearner, set: TrainingSet, context: FitContext): Model {
  const first = set.label[0];
  if (set.label.some((label) => label !== first)) return base.fit(set, context);
  const total = weightOf(set);
  return {
    format: "constant",
    signature: { task: "binary", features: [], classes: [] },
    calibration: { kind: "none" },
    body: { outputs: [((first === 1 ? total : 0) + 0.5) / (total + 1)] },
  };
}

/** The summed weight of all rows. */
export function weightOf({ weights, features }: TrainingSet): number {
  return weights === undefined ? features.rows : weights.reduce((sum, weight) => sum + weight, 0);
}
