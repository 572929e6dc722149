import {
  choiceParam,
  flagParam,
  integerParam,
  nameGroupsParam,
  numberParam,
  numbersByNameParam,
  type Param,
  type ParamValues,
} from "../../kernel/index.ts";
import { OBJECTIVES, type ObjectiveName } from "./losses/choose.ts";
import { METRICS, type MetricName } from "./losses/metrics.ts";

type Numbers =
  | ("rounds" | "learningRate" | "numLeaves" | "maxDepth" | "maxBins" | "minDataInLeaf" | "minSumHessianInLeaf")
  | ("minGainToSplit" | "lambdaL1" | "lambdaL2" | "maxDeltaStep" | "baggingFraction" | "featureFraction")
  | ("earlyStoppingRounds" | "catSmooth" | "catL2" | "maxCatToOnehot" | "maxCatThreshold" | "minDataPerGroup")
  | ("alpha" | "fairC" | "tweedieVariancePower" | "lambdarankTruncationLevel" | "evalAt")
  | ("topRate" | "otherRate" | "scalePosWeight");

/** LightGBM's parameters by LightGBM's names, in camel case. */
export type GbdtParams = Readonly<Record<Numbers, Param<number>>> & {
  readonly objective: Param<ObjectiveName>;
  readonly metric: Param<MetricName>;
  readonly boosting: Param<"gbdt" | "goss" | "rf">;
  readonly multiOutput: Param<"perLabel" | "vector">;
  readonly classWeight: Param<"none" | "balanced">;
  readonly extraTrees: Param<boolean>;
  readonly isUnbalance: Param<boolean>;
  readonly labelWeights: Param<Readonly<Record<string, number>>>;
  readonly monotoneConstraints: Param<Readonly<Record<string, number>>>;
  readonly interactionConstraints: Param<readonly (readonly string[])[]>;
};

/** The parameters' values. */
export type GbdtValues = ParamValues<GbdtParams>;

const share = (fallback: number, doc: string): Param<number> =>
  numberParam(fallback, { min: 0, max: 1, openMin: true, doc });

/** The parameters of gradient boosting. */
export const gbdtParams: GbdtParams = {
  objective: choiceParam("auto", OBJECTIVES, { doc: "What boosting lowers. auto: what suits the task." }),
  boosting: choiceParam("gbdt", ["gbdt", "goss", "rf"], {
    doc: "gbdt: all rows, or a share of them; goss: those with large gradients and some others; rf: a random forest.",
  }),
  rounds: integerParam(100, { min: 1, max: 100_000, doc: "Boosting rounds at most; one tree per round and output." }),
  learningRate: share(0.1, "How much of each tree is added."),
  numLeaves: integerParam(31, { min: 2, max: 4096, doc: "Leaves of a tree at most." }),
  maxDepth: integerParam(-1, { min: -1, max: 4096, doc: "Depth of a tree at most; -1 or 0: no limit." }),
  maxBins: integerParam(255, {
    min: 2,
    max: 255,
    doc: "Bins per feature at most, besides the one for missing. A text with more levels keeps the commonest.",
  }),
  minDataInLeaf: integerParam(20, {
    min: 1,
    max: 2 ** 31 - 1,
    doc: "Rows in a leaf at least, estimated while searching from the summed hessian, as LightGBM does; exact where the hessian is the same for every row.",
  }),
  minSumHessianInLeaf: numberParam(1e-3, { min: 0, doc: "Summed hessian in a leaf at least." }),
  minGainToSplit: numberParam(0, { min: 0, doc: "Gain of a split at least." }),
  lambdaL1: numberParam(0, { min: 0, doc: "L1 penalty on leaf values." }),
  lambdaL2: numberParam(0, { min: 0, doc: "L2 penalty on leaf values." }),
  maxDeltaStep: numberParam(0, {
    min: 0,
    doc: "Largest absolute value of a leaf before the learning rate; 0: no limit.",
  }),
  baggingFraction: share(1, "Share of the rows that a round draws."),
  featureFraction: share(1, "Share of the features that a tree draws."),
  extraTrees: flagParam(false, { doc: "Look at one random cut of each number only." }),
  topRate: share(0.2, "goss: share of the rows kept for their large gradients."),
  otherRate: share(0.1, "goss: share of the rows drawn from the others."),
  earlyStoppingRounds: integerParam(20, {
    min: 0,
    doc: "With validation rows: stop after so many rounds without a better measure, and keep the best. 0: never.",
  }),
  metric: choiceParam("auto", METRICS, { doc: "What early stopping watches. auto: the loss; ranking: NDCG." }),
  evalAt: integerParam(10, { min: 1, max: 100_000, doc: "ndcg: places that count." }),
  catSmooth: numberParam(10, {
    min: 0,
    doc: "Pulls the mean gradient of a rare level towards 0; a level with fewer rows than this is not ranked.",
  }),
  catL2: numberParam(10, { min: 0, doc: "More L2 penalty for splits on sorted levels." }),
  maxCatToOnehot: integerParam(4, { min: 1, max: 256, doc: "Up to so many levels, one is split from the rest." }),
  maxCatThreshold: integerParam(32, { min: 1, max: 256, doc: "Levels on the named side of a split at most." }),
  minDataPerGroup: integerParam(100, {
    min: 1,
    max: 2 ** 31 - 1,
    doc: "Rows that a step along the sorted levels must add at least.",
  }),
  monotoneConstraints: numbersByNameParam({
    min: -1,
    max: 1,
    whole: true,
    doc: "Per feature: 1, the score must not fall when it rises; -1, must not rise; 0. Not with multiOutput vector.",
  }),
  interactionConstraints: nameGroupsParam({
    doc: "Groups of features that may meet in a branch; a feature in no group stays by itself. Empty: all may meet.",
  }),
  scalePosWeight: numberParam(1, { min: 0, openMin: true, doc: "Binary: the weight of a yes." }),
  isUnbalance: flagParam(false, { doc: "Binary: weigh the rarer answer up until both weigh the same." }),
  classWeight: choiceParam("none", ["none", "balanced"], { doc: "balanced: every class weighs the same in all." }),
  labelWeights: numbersByNameParam({
    min: 0,
    doc: "Multilabel: how much each label's loss counts, by name; 1 where none is given. The loss is the weighted sum.",
  }),
  multiOutput: choiceParam("perLabel", ["perLabel", "vector"], {
    doc: "Several outputs: a tree for each, or one tree whose leaves hold a value for each and whose gain is their sum.",
  }),
  alpha: numberParam(0.9, { min: 0, openMin: true, doc: "huber: where it turns straight; quantile: which, below 1." }),
  fairC: numberParam(1, { min: 0, openMin: true, doc: "fair: about where it turns straight." }),
  tweedieVariancePower: numberParam(1.5, {
    min: 1,
    max: 2,
    openMin: true,
    openMax: true,
    doc: "tweedie: variance is mean to this power.",
  }),
  lambdarankTruncationLevel: integerParam(30, {
    min: 1,
    max: 100_000,
    doc: "lambdarank: pairs count that reach into so many places.",
  }),
};
