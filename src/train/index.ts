/** Training: from a source to a judged and registered candidate. */
export { adopt } from "./adopt.ts";
export type { Adoption } from "./adoption.ts";
export { raceAnswers } from "./answers/judge-answers.ts";
export type { AnswerFact, AnswerRace, AnswerStanding, AnswerWork, RowOutputs } from "./answers/race.ts";
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
export {
  type CandidatesResult,
  type CandidateWorth,
  candidatesDocument,
  candidatesNone,
  compareCandidates,
} from "./candidates/index.ts";
export {
  type Catalogue,
  type CatalogueDeps,
  type Catalogued,
  type CatalogueFeature,
  type CatalogueField,
  catalogueOf,
  type FeatureValue,
  type Twins,
} from "./catalogue/index.ts";
export { type CheckDeps, checkAgainstData, type Finding } from "./check.ts";
export { type Dataset, datasetOf, pricedOutcome } from "./dataset.ts";
export { type FittedHead, fitHeads, judgedRows } from "./fit-heads.ts";
export { type FitPlan, fitPlan } from "./fit-plan.ts";
export { type HeadLabel, headLabel } from "./head-label.ts";
export { commandFailed, modelUnfit, notDeterministic, outsideUnavailable } from "./outside/errors.ts";
export type { CommandJob, CommandOutcome, Outside } from "./outside/port.ts";
export {
  fitPartitioned,
  type PartitionDeps,
  type PartitionedFit,
  type PartitionWork,
} from "./partition/fit-partitioned.ts";
export { planFor } from "./plan-for.ts";
export { quarantineOf, type ReplayedSnapshot, replayQuarantine } from "./replay-quarantine.ts";
export { modelReport, trainJson, trainSummary } from "./report/index.ts";
export { isReproduced, type Reproduction, reproduce } from "./reproduce.ts";
export type { ActResult, AnswerResult, TrainedModel, TrainResult } from "./result.ts";
export {
  learnerSnippet,
  SEARCH_DEFAULTS,
  type SearchDeps,
  type SearchJson,
  type SearchObjective,
  type SearchRequest,
  type SearchResult,
  type SearchSettings,
  searchDocument,
  searchJson,
  searchParams,
} from "./search/index.ts";
export { type ReadSource, readUnderContract, takeSnapshot } from "./snapshot.ts";
export {
  type TradeOffRequest,
  type TradeOffResult,
  type TradePoint,
  tradeOffDocument,
  tradeOffRange,
  tradeOffUnfit,
  tryTradeOff,
} from "./trade-off/index.ts";
export { type TrainDeps, train } from "./train.ts";
export type { ActRun, AnswerRun, TrainRun } from "./train-run.ts";
export { labelConstant, labelPoor } from "./truth.ts";
export { LEAK_QUESTION, leakWarnings, type Warning, warningsOf } from "./warnings.ts";
