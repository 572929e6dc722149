/**
 * `alidade/learn`: learning as a library. A door of its own, because the rooms inside also need pieces of learners (one key's
 * fit, the checks of a system file) that may change from one version to the next.
 */
export { type LearnerName, learners } from "./_catalogue.ts";
export { type ComposerName, composers } from "./_composed.ts";
export { fitBeta, fitIsotonic, fitPlatt, withCalibration } from "./calibration/calibrate.ts";
export { type CalibrationKind, type ChosenCalibration, chooseCalibration } from "./calibration/choose.ts";
export { type ConformalOptions, fitConformal, withConformal } from "./calibration/conformal.ts";
export { type HeldOut, heldOutInvalid } from "./calibration/held-out.ts";
export { fitCalibrations, type OutputsPlan, withCalibrations } from "./calibration/outputs.ts";
export { type BestOfParams, bestOf } from "./composed/best-of.ts";
export { type ChainParams, chain } from "./composed/chain.ts";
export { type PartitionedParams, partitioned } from "./composed/partitioned.ts";
export { featureMissing, keysUndeclared } from "./composed/parts/errors.ts";
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
export { type LearnerSpec, resolveLearner } from "./resolve.ts";
export { basesInvalid, learnerMalformed, learnerUnknown } from "./resolve-errors.ts";
export { labelUnknown, type RowsOptions, rowsMalformed } from "./rows-options.ts";
export { defaultSpace } from "./search/default-spaces.ts";
export type { SpaceFor } from "./search/space-for.ts";
export { validationInvalid } from "./set-aside.ts";
export { takeTraining } from "./training.ts";
