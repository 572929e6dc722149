import { choiceParam, integerParam, numberParam, type Param } from "../../kernel/index.ts";
import { defineLearner, type Learner } from "../learner.ts";
import { balanced, recentred } from "../linear/class-weight.ts";
import { designOf } from "../linear/design.ts";
import { bernoulli, multinomial } from "../linear/family.ts";
import { fitWeights } from "../linear/fit-weights.ts";
import { foldWeights } from "../linear/fold.ts";
import type { DescentOptions } from "../linear/lbfgs.ts";
import type { Fit } from "../linear/penalised-loss.ts";
import { type Prepared, prepareTraining } from "../training.ts";

/** The parameters of logistic regression. */
export type LogisticParams = Readonly<
  Record<"l1" | "l2" | "minLevelWeight" | "maxIterations" | "tolerance", Param<number>>
> & {
  readonly classWeight: Param<"none" | "balanced">;
};

const params: LogisticParams = {
  l1: numberParam(0, {
    min: 0,
    doc: "L1 penalty on the standardised weights, against the summed log loss: scikit-learn's l1_ratio / C.",
  }),
  l2: numberParam(1, { min: 0, doc: "L2 penalty on them, against the same: scikit-learn's (1 − l1_ratio) / C." }),
  minLevelWeight: numberParam(10, {
    min: 0,
    doc: "Rows (by weight) that a text's level needs for a weight of its own.",
  }),
  maxIterations: integerParam(500, { min: 1, max: 100_000, doc: "Steps of the optimiser at most." }),
  tolerance: numberParam(1e-7, { min: 0, doc: "Stop when no part of the mean gradient is larger." }),
  classWeight: choiceParam("none", ["none", "balanced"], {
    doc: "balanced: rare classes count as much as frequent ones; the intercepts then go back to the true rates.",
  }),
};

/**
 * Logistic regression under the elastic net: minimises the summed log loss plus `l1 Σ |b| + l2 / 2 Σ b²`, b per
 * standard deviation. Softmax over several classes or leaves; one sigmoid per label of multilabel.
 */
export const logistic: Learner<LogisticParams> = defineLearner<LogisticParams>({
  name: "logistic",
  doc: "Logistic regression with L1 and L2 penalties: explainable, and hard to beat on little data.",
  reference: "Friedman, Hastie and Tibshirani. Regularization paths for generalized linear models. JSS 33 (2010)",
  tasks: ["binary", "multiclass", "hierarchical", "multilabel"],
  capabilities: { missing: true, text: true, weights: true, earlyStopping: false, warmStart: false },
  params,
  fit(training, values, context) {
    const data = prepareTraining(logistic, training, context);
    const { minLevelWeight, maxIterations, tolerance, classWeight, ...penalty } = values;
    const design = designOf(data, minLevelWeight);
    const fits = fitsOf(data).map((fit) => ({ ...fit, ...penalty, design, weights: data.weights }));
    const found = fits.map((fit, i) => {
      const onIteration = (step: number): void => context.onProgress?.((i + (step + 1) / maxIterations) / fits.length);
      return learnOne(fit, classWeight, { maxIterations, tolerance, onIteration });
    });
    const weights = interleaved(found);
    return {
      format: "linear",
      signature: { task: context.task, features: data.slots, classes: data.classes },
      calibration: { kind: "none" },
      body: foldWeights(design, { values: weights, outputs: weights.length / design.width }, data),
    };
  },
});

/** One regression over all classes, or one for each label. */
function fitsOf({ task, label, classes, rows }: Prepared): readonly Pick<Fit, "label" | "outputs" | "family">[] {
  if (task === "binary") return [{ label, outputs: 1, family: bernoulli }];
  if (task !== "multilabel") return [{ label, outputs: classes.length, family: multinomial }];
  return classes.map((_, k) => {
    const own = Float64Array.from({ length: rows }, (_, row) => label[row * classes.length + k] as number);
    return { label: own, outputs: 1, family: bernoulli };
  });
}

function learnOne(fit: Fit, classWeight: "none" | "balanced", options: DescentOptions): Float64Array {
  if (classWeight === "none") return fitWeights(fit, options);
  return recentred(fit, fitWeights(balanced(fit), options));
}

/** Weights of single outputs, side by side at every place. */
function interleaved(found: readonly Float64Array[]): Float64Array {
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  return Float64Array.from({ length: found.length * (first?.length ?? 0) }, (_, i) => {
    const of = found[i % found.length] as Float64Array;
    return of[Math.floor(i / found.length)] as number;
  });
}
