/** Experiments: designs, sticky assignment, plans, and the readout in money. */
export { type Archive, type ArchiveContext, type Archived, archiveOf, comparisonId } from "./archive/archive.ts";
export { checkedComparison, comparisonMalformed } from "./archive/check.ts";
export {
  type ArchivedComparison,
  EFFECT_OF_ACTING,
  type ErrorKind,
  isProof,
  MONEY_PER_DECISION,
  OFFLINE_MONEY,
  type OfflineDelta,
  type OnlineLift,
  type StoredComparison,
} from "./archive/comparison.ts";
export { boundsOf, type Delta, deltaOf, type Lopsided } from "./archive/delta.ts";
export { type EvaluatedPair, offlineDeltas } from "./archive/offline-deltas.ts";
export { type ArmShare, type Assignment, assign, propensity } from "./assignment/assign.ts";
export {
  type Assigned,
  type AssigningPlan,
  assignInPlan,
  type PlannedAllocation,
  type PlannedExperiment,
} from "./assignment/in-plan.ts";
export { namespaceSalt } from "./assignment/namespaces.ts";
export { assignStrata, balancedSalt, imbalanceOf, type KnownUnit, type StrataOptions } from "./assignment/strata.ts";
export { actedCases } from "./designs/acted-cases.ts";
export { DESIGN_KINDS } from "./designs/catalogue.ts";
export { type AgedUnit, type CohortEffects, cohortEffects, type EffectAtAge } from "./designs/cohorts.ts";
export { type DecisionPrice, decisionPrice } from "./designs/decision-price.ts";
export { type Design, defineDesign } from "./designs/design.ts";
export type { DesignCase, ReadArm } from "./designs/design-case.ts";
export { type DesignChoice, designOfPlan, type PlannedArm } from "./designs/design-of-plan.ts";
export { type DecisionPair, type Disagreement, dilute, disagreementOf } from "./designs/disagreement.ts";
export { type ActedCase, type EffectOfActing, effectOfActing } from "./designs/effect-of-acting.ts";
export { type HoldbackArms, type HoldbackValue, holdbackValue } from "./designs/holdback.ts";
export type { DesignKind } from "./designs/kinds.ts";
export { type LatencyArms, type LatencyParts, latencyParts, type ThirdArm } from "./designs/latency-parts.ts";
export { costOfWaiting, type DelayedArm, type LatencyPrice, latencyPrice } from "./designs/latency-price.ts";
export { type PricedDecision, type PricedRequest, pricedDecisions, wantedEntries } from "./designs/priced-decisions.ts";
export { hasSteadyArms, readDesign } from "./designs/read-design.ts";
export { type DesignReading, type Finding, wordFinding, wordSpan } from "./designs/reading.ts";
export { readingSection } from "./designs/reading-section.ts";
export { isTreatedAt, type StepClock, type StepRow, stepAt, steppedEffect } from "./designs/stepped.ts";
export {
  type BlockPlace,
  type BlockTotal,
  blockAt,
  burnsIn,
  type SwitchbackClock,
  switchbackEffect,
} from "./designs/switchback.ts";
export { type Candidate, forecastLift, gateForecast } from "./exchange/forecast.ts";
export type { ExchangeQuestion, LeftOutReason, Pair } from "./exchange/pairs.ts";
export {
  EXCHANGE_MINIMUM,
  type ExchangeOptions,
  type ExchangeRate,
  exchangeRate,
  type SystemRate,
} from "./exchange/rate.ts";
export { exchangeReport } from "./exchange/report.ts";
export type { StructuralModel } from "./exchange/structural.ts";
export { exchangeSentence } from "./exchange/words.ts";
export { type Preference, preferenceOf, type TeamCredit } from "./interleaving/preference.ts";
export { type InterleavedCase, readInterleaving, teamCredits } from "./interleaving/read-interleaving.ts";
export { type Draft, type DraftedSlot, teamDraft } from "./interleaving/team-draft.ts";
export type { ArmReadout } from "./journal-readout/arm.ts";
export { readoutFromJournal } from "./journal-readout/from-journal.ts";
export type { JournalReadout } from "./journal-readout/join-journal.ts";
export type { Lift } from "./journal-readout/lift.ts";
export { outcomesSeveral, pricer } from "./journal-readout/pricer.ts";
export {
  type Readout,
  type ReadoutRequest,
  readout,
  type SplitCheck,
  type Waiting,
} from "./journal-readout/readout.ts";
export { type JsonEstimated, type ReadoutJson, readoutJson } from "./journal-readout/readout-json.ts";
export { readoutReport } from "./journal-readout/report.ts";
export {
  type CollectedUnits,
  type CollectRequest,
  collectUnits,
  type Label,
  type LabelValue,
  type UnitObservation,
} from "./journal-readout/units.ts";
export {
  type Call,
  type DecisionRule,
  VERDICT_REASONS,
  type Verdict,
  type VerdictKind,
  type VerdictReason,
  type Wrong,
} from "./journal-readout/verdict.ts";
export { type ReadoutWording, verdictSentence } from "./journal-readout/words.ts";
export {
  type Amount,
  type LaunchLine,
  type Ledger,
  type LedgerRequest,
  ledgerOf,
  type MonthLine,
  type ReleaseLine,
  type Served,
} from "./ledger/ledger.ts";
export { NOTHING, type OwnHoldbackRequest, ownHoldbacks } from "./ledger/own-holdback.ts";
export { type Reconciliation, reconcile } from "./ledger/reconcile.ts";
export { ledgerReport, ledgerSentence } from "./ledger/report.ts";
export { COMPARISONS_MINIMUM, type TrueEffects, trueEffects } from "./ledger/true-effects.ts";
export { beforeAfter } from "./observational/before-after.ts";
export {
  type DifferencesRequest,
  differenceInDifferences,
  type UnitSeries,
} from "./observational/difference-in-differences.ts";
export type { Check, ObservationalFinding, ObservationalMethod } from "./observational/finding.ts";
export { interruptedSeries, type SeriesRequest } from "./observational/interrupted-series.ts";
export { type CohortUnit, type Mediation, mediation, type Pathway } from "./observational/mediation.ts";
export { type MediationNames, mediationReport, mediationSentence } from "./observational/mediation-report.ts";
export { type OpposingEffects, opposingEffects, type ThreeArms } from "./observational/opposing.ts";
export { OBSERVATIONAL_WARNING, observationalReport, observationalSentence } from "./observational/words.ts";
export { daysToEnrol, type Enrolment, newUnitsPerDay, unitsAfter } from "./planning/enrolment.ts";
export { type HistoryFacts, historyFacts, type PastDecision } from "./planning/history-facts.ts";
export { type Cost, type Outlook, type OutlookQuestion, outlookOf, type Size } from "./planning/outlook.ts";
export {
  type ExperimentPlan,
  minimumDetectableLift,
  type PlanInput,
  planExperiment,
  type SizeQuestion,
} from "./planning/plan.ts";
export type { CupedGain, PlannedComparison } from "./planning/plan-case.ts";
export { planReport } from "./planning/plan-report.ts";
export { SATURATED, type Saturation, saturationOf, wordSaturation } from "./planning/saturation.ts";
export { type SequentialQuestion, type Stopping, stoppingOf } from "./planning/stopping.ts";
export { type WatchedOutlook, watchedOutlook } from "./planning/watched-outlook.ts";
export { type AACheck, type AARequest, aaCheck } from "./readout/a-a-check.ts";
export type { Prior } from "./readout/belief.ts";
export type { ExperimentVerdict } from "./readout/call.ts";
export { capsOf } from "./readout/caps.ts";
export { type CodedRows, codedRows } from "./readout/coded/coded-rows.ts";
export { type CodedRequest, tableOfCoded } from "./readout/coded/table-of-coded.ts";
export { defineMetrics, metricInvalid } from "./readout/define-metrics.ts";
export type { Effect, TwoLooks } from "./readout/effect.ts";
export {
  type EventColumn,
  type EventsRequest,
  type Exposure,
  tableOfEvents,
  type UnitEvent,
} from "./readout/events-table.ts";
export { experimentReport } from "./readout/experiment-report.ts";
export { experimentSentence } from "./readout/experiment-words.ts";
export { statisticsOfUnits, tableOfUnits } from "./readout/journal-statistics.ts";
export { columnsOf, type Metric } from "./readout/metric.ts";
export type { Correction } from "./readout/multiplicity.ts";
export type { Novelty } from "./readout/novelty.ts";
export {
  type ArmValue,
  type ExperimentReadout,
  type MetricReadout,
  type ReadStatisticsRequest,
  readStatistics,
} from "./readout/read-statistics.ts";
export { type Reason, type ReasonCode, wordReason } from "./readout/reasons.ts";
export type { SegmentEffect, Segmented } from "./readout/segments.ts";
export { mergeStatistics, type Noticed, type ReadoutStatistics, statisticsUnlike } from "./readout/statistics.ts";
export { type SummariseRequest, summarise } from "./readout/summarise.ts";
export { type Coded, type Nested, NO_NAME, tableMisfit, type UnitTable } from "./readout/unit-table.ts";
export { type AsIf, type AsIfRequest, type MetricAsIf, readAsIf } from "./watching/as-if.ts";
export { type ExperimentJson, experimentJson, type MetricJson } from "./watching/journal-json.ts";
export { journalReport, journalSentence } from "./watching/journal-report.ts";
export {
  type ExperimentJournal,
  experimentFromJournal,
  type JournalExperiment,
  moneyKind,
} from "./watching/read-journal.ts";
