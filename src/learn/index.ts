/** Learning: learners, calibration: what makes a model. For the rooms inside; `alidade/learn` is `public.ts`. */
export { type LearnerName, learners } from "./_catalogue.ts";
export { type ComposerName, composers } from "./_composed.ts";
export { fitBeta, fitIsotonic, fitPlatt, withCalibration } from "./calibration/calibrate.ts";
export { type CalibrationKind, type ChosenCalibration, chooseCalibration } from "./calibration/choose.ts";
export { type ConformalOptions, fitConformal, withConformal } from "./calibration/conformal.ts";
export { type HeldOut, heldOutInvalid } from "./calibration/held-out.ts";
export { fitCalibrations, type OutputsPlan, withCalibrations } from "./calibration/outputs.ts";
export { type BestOfParams, bestOf } from "./composed/best-of.ts";
export { type ChainParams, chain } from "./composed/chain.ts";
export {
  type PartitionedParams,
  type PreparedPartition,
  partitioned,
  preparePartition,
} from "./composed/partitioned.ts";
export { assemblePartitioned, type Pieces } from "./composed/parts/assemble-partitioned.ts";
export { unseenLosses } from "./composed/parts/cross-fit.ts";
export { featureMissing, keysUndeclared } from "./composed/parts/errors.ts";
export { fitKey, type KeyFit, type KeyTrial } from "./composed/parts/fit-key.ts";
export { type KeyRows, partitionPlan } from "./composed/parts/partition-plan.ts";
export { perLabel } from "./composed/per-label.ts";
export { type PerNodeParams, perNode } from "./composed/per-node.ts";
export { type Composed, defineComposed, type ResolvedLearner } from "./composed-learner.ts";
export {
  classesInvalid,
  columnMissing,
  columnRepeated,
  groupsMissing,
  labelMissing,
  noRows,
  oneClass,
  oneGrade,
  sidesSame,
  taskUnsupported,
  timeUnsupported,
  valueInfinite,
  weightInvalid,
} from "./errors.ts";
export { columnMixed, fitRows } from "./fit-rows.ts";
export { type Goal, type GoalLoss, goalsInvalid, goalsUnsupported } from "./goals.ts";
export {
  type Capabilities,
  type CustomLoss,
  type CustomMetric,
  defineLearner,
  type FitContext,
  type Learner,
  type Service,
  type Team,
  type TrainingSet,
} from "./learner.ts";
export { constant } from "./learners/constant.ts";
export { type FactorsParams, factors } from "./learners/factors.ts";
export { type GbdtParams, gbdt } from "./learners/gbdt.ts";
export { type LinearParams, linear } from "./learners/linear.ts";
export { type LogisticParams, logistic } from "./learners/logistic.ts";
export { type NeighboursParams, neighbours } from "./learners/neighbours.ts";
export { capInvalid, type PropensityWeights, propensityInvalid, propensityWeights } from "./propensity-weights.ts";
export { checkGoalLearner, checkLearnerRef, type LearnerSpec, resolveLearner } from "./resolve.ts";
export { basesInvalid, learnerMalformed, learnerUnknown } from "./resolve-errors.ts";
export { labelUnknown, type RowsOptions } from "./rows-options.ts";
export type { Point } from "./search/coordinates.ts";
export { defaultSpace } from "./search/default-spaces.ts";
export { importanceOfParams } from "./search/importance.ts";
export { bestTold, byLoss, type Draft, type SearchMethod, type SearchPlan, type Told } from "./search/method.ts";
export { type SearchMethodName, searchMethods } from "./search/methods.ts";
export type { SpaceFor } from "./search/space-for.ts";
export { takeTraining } from "./training.ts";
export { commonLoss } from "./trees/losses/blend.ts";
