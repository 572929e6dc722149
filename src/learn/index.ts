/** Learning: what makes a model. */
export { type Capabilities, defineLearner, type FitContext, type Learner, type TrainingSet } from "./learner.ts";
