/** Learning: what makes a model. */
export { constant } from "./learners/constant.ts";
export { type GbdtParams, gbdt } from "./learners/gbdt.ts";
export { labelMissing, noRows, oneClass, taskUnsupported, timeUnsupported, weightInvalid } from "./errors.ts";
export { type Capabilities, defineLearner, type FitContext, type Learner, type TrainingSet } from "./learner.ts";
