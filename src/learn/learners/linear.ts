import { numberParam, type Param } from "../../kernel/index.ts";
import { defineLearner, type Learner } from "../learner.ts";
import { designOf } from "../linear/design.ts";
import { gaussian } from "../linear/family.ts";
import { fitWeights } from "../linear/fit-weights.ts";
import { foldWeights } from "../linear/fold.ts";
import { type Prepared, prepareTraining } from "../training.ts";

/** The parameters of linear regression. */
export type LinearParams = Readonly<Record<"l1" | "l2" | "minLevelWeight", Param<number>>>;

const params: LinearParams = {
  l1: numberParam(0, {
    min: 0,
    doc: "L1 penalty on the standardised weights, against half the summed squared error: glmnet's rows · lambda · alpha.",
  }),
  l2: numberParam(1, {
    min: 0,
    doc: "L2 penalty on them, against the same: glmnet's rows · lambda · (1 − alpha).",
  }),
  minLevelWeight: numberParam(10, {
    min: 0,
    doc: "Rows (by weight) that a text's level needs for a weight of its own.",
  }),
};

const STOP = { maxIterations: 1000, tolerance: 1e-11 } as const;

/**
 * Linear regression under the elastic net: minimises `½ Σ w (y − f)² + l1 Σ |b| + l2 / 2 Σ b²`, b per standard
 * deviation.
 */
export const linear: Learner<LinearParams> = defineLearner<LinearParams>({
  name: "linear",
  doc: "Linear regression with L1 and L2 penalties.",
  reference: "Friedman, Hastie and Tibshirani. Regularization paths for generalized linear models. JSS 33 (2010)",
  tasks: ["regression"],
  capabilities: { missing: true, text: true, weights: true, earlyStopping: false, warmStart: false },
  params,
  fit(training, { l1, l2, minLevelWeight }, context) {
    const data = prepareTraining(linear, training, context);
    const design = designOf(data, minLevelWeight);
    const { label, mean, spread } = standardised(data);
    const fit = { design, label, weights: data.weights, outputs: 1, family: gaussian, l1: l1 / spread, l2 };
    const values = fitWeights(fit, STOP).map((weight) => weight * spread);
    values[0] = (values[0] as number) + mean;
    return {
      format: "linear",
      signature: { task: context.task, features: data.slots, classes: [] },
      calibration: { kind: "none" },
      body: foldWeights(design, { values, outputs: 1 }, data),
    };
  },
});

interface Standardised {
  readonly label: Float64Array;
  readonly mean: number;
  readonly spread: number;
}

/** Labels of mean 0 and variance 1, so that "close enough" does not depend on the unit of the label. */
function standardised({ label, weights }: Prepared): Standardised {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = label.reduce((sum, y, row) => sum + ((weights[row] as number) / total) * y, 0);
  const variance = label.reduce((sum, y, row) => sum + ((weights[row] as number) / total) * (y - mean) ** 2, 0);
  const spread = variance > 0 ? Math.sqrt(variance) : 1;
  return { label: label.map((y) => (y - mean) / spread), mean, spread };
}
