import { integerParam, numberParam, type Param } from "../../kernel/index.ts";
import type { Task } from "../../model/index.ts";
import { defineLearner, type Learner } from "../learner.ts";
import { type Design, designOf } from "../linear/design.ts";
import { foldWeights } from "../linear/fold.ts";
import { minimise } from "../linear/lbfgs.ts";
import { penalisedLogLoss } from "../linear/log-loss.ts";
import { curvatureOf, descendByNewton } from "../linear/newton.ts";
import { prepareTraining } from "../training.ts";

/** The parameters of logistic regression. */
export type LogisticParams = Readonly<Record<"l2" | "minLevelWeight" | "maxIterations" | "tolerance", Param<number>>>;

const params: LogisticParams = {
  l2: numberParam(1, { min: 0, doc: "L2 penalty on the standardised weights, against the summed log loss." }),
  minLevelWeight: numberParam(10, {
    min: 0,
    doc: "Rows (by weight) that a text's level needs for a weight of its own.",
  }),
  maxIterations: integerParam(500, { min: 1, max: 100_000, doc: "Steps of the optimiser at most." }),
  tolerance: numberParam(1e-7, { min: 0, doc: "Stop when no part of the mean gradient is larger." }),
};

/** Logistic and softmax regression with an L2 penalty: explainable, and hard to beat on little data. */
export const logistic: Learner<LogisticParams> = defineLearner<LogisticParams>({
  name: "logistic",
  doc: "Logistic regression with an L2 penalty; softmax for several classes.",
  reference: "Hastie, Tibshirani, Friedman. The elements of statistical learning, 2009, section 4.4",
  tasks: ["binary", "multiclass"],
  capabilities: { missing: true, text: true, weights: true, earlyStopping: false },
  params,
  fit(training, values, context) {
    const data = prepareTraining(logistic, training, context);
    const { task } = context;
    const outputs = task === "binary" ? 1 : data.classes.length;
    const design = designOf(data, values.minLevelWeight);
    const { maxIterations, tolerance } = values;
    const onIteration = (iteration: number): void => context.onProgress?.((iteration + 1) / maxIterations);
    const objective = penalisedLogLoss(design, data, values.l2);
    const start = new Float64Array(design.width * outputs);
    const options = { maxIterations, tolerance, onIteration };
    const found = isSmall(task, design)
      ? descendByNewton(objective, curvatureOf(design, data, values.l2), { start, ...options })
      : minimise(objective, start, options);
    const weights = { values: found, outputs };
    return {
      format: "linear",
      signature: { task, features: data.slots, classes: task === "multiclass" ? data.classes : [] },
      calibration: { kind: "none" },
      body: foldWeights(design, weights, data),
    };
  },
});

/** Newton needs a handful of steps where L-BFGS needs hundreds, while a step's cubic cost stays small. */
function isSmall(task: Task, { width }: Design): boolean {
  return task === "binary" && width <= 500;
}
