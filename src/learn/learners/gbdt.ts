import { integerParam, numberParam, type Param } from "../../kernel/index.ts";
import type { Model } from "../../model/index.ts";
import { defineLearner, type Learner } from "../learner.ts";
import { prepareTraining, prepareValidation } from "../training.ts";
import { boost } from "../trees/boost.ts";
import { forestOf } from "../trees/forest.ts";

/** LightGBM's parameters by LightGBM's names, in camel case. */
export type GbdtParams = Readonly<
  Record<
    | "rounds"
    | "learningRate"
    | "numLeaves"
    | "maxDepth"
    | "maxBins"
    | "minDataInLeaf"
    | "minSumHessianInLeaf"
    | "minGainToSplit"
    | "lambdaL2"
    | "baggingFraction"
    | "featureFraction"
    | "earlyStoppingRounds"
    | "catSmooth"
    | "catL2"
    | "maxCatToOnehot"
    | "maxCatThreshold"
    | "minDataPerGroup",
    Param<number>
  >
>;

const params: GbdtParams = {
  rounds: integerParam(100, { min: 1, max: 100_000, doc: "Boosting rounds at most; one tree per round and output." }),
  learningRate: numberParam(0.1, { min: 0, max: 1, openMin: true, doc: "How much of each tree is added." }),
  numLeaves: integerParam(31, { min: 2, max: 4096, doc: "Leaves of a tree at most." }),
  maxDepth: integerParam(-1, { min: -1, max: 4096, doc: "Depth of a tree at most; -1 or 0: no limit." }),
  maxBins: integerParam(255, { min: 2, max: 255, doc: "Bins per feature at most, besides the one for missing." }),
  minDataInLeaf: integerParam(20, { min: 1, doc: "Rows in a leaf at least." }),
  minSumHessianInLeaf: numberParam(1e-3, { min: 0, doc: "Summed hessian in a leaf at least." }),
  minGainToSplit: numberParam(0, { min: 0, doc: "Gain of a split at least." }),
  lambdaL2: numberParam(0, { min: 0, doc: "L2 penalty on leaf values." }),
  baggingFraction: numberParam(1, { min: 0, max: 1, openMin: true, doc: "Share of the rows that a round draws." }),
  featureFraction: numberParam(1, { min: 0, max: 1, openMin: true, doc: "Share of the features that a tree draws." }),
  earlyStoppingRounds: integerParam(20, {
    min: 0,
    doc: "With validation rows: stop after so many rounds without a lower loss, and keep the best. 0: never.",
  }),
  catSmooth: numberParam(10, {
    min: 0,
    doc: "Pulls the mean gradient of a rare level towards 0; a level with fewer rows than this is not ranked.",
  }),
  catL2: numberParam(10, { min: 0, doc: "More L2 penalty for splits on sorted levels." }),
  maxCatToOnehot: integerParam(4, { min: 1, doc: "Up to so many levels, one is split from the rest." }),
  maxCatThreshold: integerParam(32, { min: 1, doc: "Levels on the named side of a split at most." }),
  minDataPerGroup: integerParam(100, { min: 1, doc: "Rows that a step along the sorted levels must add at least." }),
};

/** Histogram gradient boosting, grown leaf by leaf; takes missing values and texts as they are. */
export const gbdt: Learner<GbdtParams> = defineLearner<GbdtParams>({
  name: "gbdt",
  doc: "Gradient boosted trees: the strong default for tables.",
  reference: "Ke et al. LightGBM: a highly efficient gradient boosting decision tree. NIPS 2017",
  tasks: ["binary", "multiclass", "regression"],
  capabilities: { missing: true, text: true, weights: true, earlyStopping: true },
  params,
  fit(training, values, context): Model {
    const prepared = prepareTraining(gbdt, training, context);
    const { validation, task, seed } = context;
    const held = validation === undefined ? undefined : prepareValidation(validation, task);
    const onRound = (share: number): void => context.onProgress?.(share);
    const boosted = boost({ training: prepared, validation: held, seed, onRound }, values);
    return {
      format: "trees",
      signature: { task, features: prepared.slots, classes: task === "multiclass" ? prepared.classes : [] },
      calibration: { kind: "none" },
      body: forestOf(boosted, prepared.slots.length),
    };
  },
});
