/** Training: from a source to a judged and registered candidate. */

export { selectionFindings } from "./adequacy/row-findings.ts";
export { raceAnswers } from "./answers/judge-answers.ts";
export type { AnswerFact, AnswerRace, AnswerStanding, AnswerWork, RowOutputs } from "./answers/race.ts";
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
  earningsOf,
  type FeatureValue,
  type HeadOutputs,
  type Twins,
} from "./catalogue/index.ts";
export { type CheckDeps, checkAgainstData, type Finding } from "./check/check.ts";
export { LEAK_QUESTION, leakWarnings, type Warning, warningsOf } from "./check/warnings.ts";
export { type Dataset, datasetOf, pricedOutcome } from "./dataset/dataset.ts";
export { type HeadLabel, headLabel } from "./dataset/head-label.ts";
export { labelConstant, labelPoor } from "./dataset/truth.ts";
export { type FittedHead, fitHeads, judgedRows } from "./fit/fit-heads.ts";
export { type FitPlan, fitPlan } from "./fit/fit-plan.ts";
export { planFor } from "./fit/plan-for.ts";
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
  thresholdOf,
} from "./judge/candidate.ts";
export { unseenKey } from "./judge/champion.ts";
export { asJudged } from "./judge/judged-as.ts";
export { commandFailed, modelUnfit, notDeterministic, outsideUnavailable } from "./outside/errors.ts";
export type { CommandJob, CommandOutcome, Outside } from "./outside/port.ts";
export {
  fitPartitioned,
  type PartitionDeps,
  type PartitionedFit,
  type PartitionWork,
} from "./partition/fit-partitioned.ts";
export type { NotRecalibrated, NotRecalibratedReason } from "./recalibrate/errors.ts";
export { adopt } from "./register/adopt.ts";
export type { Adoption } from "./register/adoption.ts";
export { featuresHash } from "./register/lineage.ts";
export { isReproduced, type Reproduction, reproduce } from "./register/reproduce.ts";
export { modelReport, trainJson, trainSummary } from "./report/index.ts";
export type { ActResult, AnswerResult, TrainedModel, TrainResult } from "./run/result.ts";
export { type TrainDeps, train } from "./run/train.ts";
export type { ActRun, AnswerRun, TrainRun } from "./run/train-run.ts";
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
export { getEvents } from "./snapshot/event-snapshots.ts";
export { quarantineOf, type ReplayedSnapshot, replayQuarantine } from "./snapshot/replay-quarantine.ts";
export { isStreamListWhole, mendStreamList, type RetakenSnapshot, retakeSnapshot } from "./snapshot/retake-snapshot.ts";
export { type ReadSource, readUnderContract, takeSnapshot } from "./snapshot/snapshot.ts";
export {
  type TradeOffRequest,
  type TradeOffResult,
  type TradePoint,
  tradeOffDocument,
  tradeOffRange,
  tradeOffUnfit,
  tryTradeOff,
} from "./trade-off/index.ts";
