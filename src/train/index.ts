/** Training: from a source to a judged and registered candidate. */
export { adopt } from "./adopt.ts";
export type { Adoption } from "./adoption.ts";
export {
  capacityOf,
  combinedScores,
  type EffectPoint,
  type JudgedCandidate,
  judgeCandidate,
  judgedOf,
  pricedHead,
  pricedTruth,
  ruleScores,
} from "./candidate.ts";
export { type CheckDeps, checkAgainstData, type Finding } from "./check.ts";
export { type Dataset, datasetOf, labelConstant, pricedOutcome } from "./dataset.ts";
export { type FittedHead, fitHeads, judgedRows } from "./fit-heads.ts";
export { type FitPlan, fitPlan } from "./fit-plan.ts";

export { modelReport, trainJson, trainSummary } from "./report/index.ts";
export { type Reproduction, reproduce } from "./reproduce.ts";
export type { TrainedModel, TrainResult } from "./result.ts";
export { type ReadSource, readUnderContract, takeSnapshot } from "./snapshot.ts";
export { type TrainDeps, train } from "./train.ts";
export type { TrainRun } from "./train-run.ts";
export { leakWarnings, type Warning, warningsOf } from "./warnings.ts";
