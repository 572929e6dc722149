/** Learning: learners, calibration: what makes a model. */
export { type LearnerName, learners } from "./_catalogue.ts";
export { fitIsotonic, fitPlatt, type HeldOut, withCalibration } from "./calibrate.ts";
export { labelMissing, noRows, oneClass, taskUnsupported, timeUnsupported, weightInvalid } from "./errors.ts";
export { type Capabilities, defineLearner, type FitContext, type Learner, type TrainingSet } from "./learner.ts";
export { constant } from "./learners/constant.ts";
export { type GbdtParams, gbdt } from "./learners/gbdt.ts";
export { type LinearParams, linear } from "./learners/linear.ts";
export { type LogisticParams, logistic } from "./learners/logistic.ts";
