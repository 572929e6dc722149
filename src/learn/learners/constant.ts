import type { Params } from "../../kernel/index.ts";
import { defineLearner, type Learner } from "../learner.ts";
import { type Prepared, prepareTraining } from "../training.ts";

/** Ignores the features: the base rate, the class shares, the mean. What any other learner has to beat. */
export const constant: Learner<Readonly<Record<never, never>> & Params> = defineLearner({
  name: "constant",
  doc: "The base rate, the class shares or the mean, whatever the features say.",
  reference: "The best constant under log loss and under squared error is the weighted mean.",
  tasks: ["binary", "multiclass", "regression"],
  capabilities: { missing: true, text: true, weights: true, earlyStopping: false },
  params: {},
  fit(training, _params, context) {
    const prepared = prepareTraining(constant, training, context);
    const classes = context.task === "multiclass" ? prepared.classes : [];
    return {
      format: "constant",
      signature: { task: context.task, features: [], classes },
      calibration: { kind: "none" },
      body: { outputs: context.task === "multiclass" ? shares(prepared) : [mean(prepared)] },
    };
  },
});

function mean({ label, weights }: Prepared): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < label.length; row++) {
    sum += (label[row] as number) * (weights[row] as number);
    total += weights[row] as number;
  }
  return sum / total;
}

function shares({ label, weights, classes }: Prepared): readonly number[] {
  const sums = new Float64Array(classes.length);
  for (let row = 0; row < label.length; row++) {
    const k = label[row] as number;
    sums[k] = (sums[k] as number) + (weights[row] as number);
  }
  const total = sums.reduce((all, sum) => all + sum, 0);
  return Array.from(sums, (sum) => sum / total);
}
