import { numberParam, type Param } from "../../kernel/index.ts";
import { defineLearner, type Learner } from "../learner.ts";
import { solveSymmetric } from "../linear/cholesky.ts";
import { designOf } from "../linear/design.ts";
import { foldWeights } from "../linear/fold.ts";
import { normalEquations } from "../linear/normal-equations.ts";
import { prepareTraining } from "../training.ts";

/** The parameters of ridge regression. */
export type LinearParams = Readonly<Record<"l2" | "minLevelWeight", Param<number>>>;

const params: LinearParams = {
  l2: numberParam(1, { min: 0, doc: "L2 penalty on the standardised weights, against the summed squared error." }),
  minLevelWeight: numberParam(10, {
    min: 0,
    doc: "Rows (by weight) that a text's level needs for a weight of its own.",
  }),
};

/** Ridge regression, solved exactly. */
export const linear: Learner<LinearParams> = defineLearner<LinearParams>({
  name: "linear",
  doc: "Linear regression with an L2 penalty.",
  reference: "Hoerl and Kennard. Ridge regression. Technometrics 12 (1970)",
  tasks: ["regression"],
  capabilities: { missing: true, text: true, weights: true, earlyStopping: false },
  params,
  fit(training, values, context) {
    const data = prepareTraining(linear, training, context);
    const design = designOf(data, values.minLevelWeight);
    const { matrix, right } = normalEquations(design, data, values.l2);
    const weights = { values: solveSymmetric(matrix, right), outputs: 1 };
    return {
      format: "linear",
      signature: { task: context.task, features: data.slots, classes: [] },
      calibration: { kind: "none" },
      body: foldWeights(design, weights, data),
    };
  },
});
