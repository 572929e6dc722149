import type { Params } from "../../kernel/index.ts";
import { TASKS } from "../../model/index.ts";
import { defineLearner, type Learner } from "../learner.ts";
import { type Prepared, prepareTraining } from "../training.ts";

/** Ignores the features: the base rate, the class shares, the mean. What any other learner has to beat. */
export const constant: Learner<Readonly<Record<never, never>> & Params> = defineLearner({
  name: "constant",
  doc: "The base rate, the class shares or the mean, whatever the features say.",
  reference: "The best constant under log loss and under squared error is the weighted mean.",
  tasks: TASKS,
  capabilities: { missing: true, text: true, weights: true, earlyStopping: false, warmStart: false },
  params: {},
  fit(training, _params, context) {
    const prepared = prepareTraining(constant, training, context);
    const { task, classes } = prepared;
    return {
      format: "constant",
      signature: { task, features: [], classes },
      calibration: { kind: "none" },
      body: { outputs: task === "multiclass" || task === "hierarchical" ? shares(prepared) : means(prepared) },
    };
  },
});

/** The weighted mean of each label of a row. */
function means({ label, weights, rows }: Prepared): readonly number[] {
  const width = label.length / rows;
  const sums = new Float64Array(width);
  for (let i = 0; i < label.length; i++)
    sums[i % width] = (sums[i % width] as number) + (label[i] as number) * (weights[Math.floor(i / width)] as number);
  const total = weights.reduce((all, weight) => all + weight, 0);
  return Array.from(sums, (sum) => sum / total);
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
