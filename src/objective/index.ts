/** The objective: what the decisions are for, in money. */
export {
  type AnswerPayoff,
  type ByAnswer,
  byAnswer,
  type HitOrMiss,
  hitOrMiss,
  isAnswerPayoff,
  type LabelPayoff,
  type PerRelevant,
  type PerUnit,
  payoffInvalid,
  perRelevant,
  perUnit,
  type RightOrWrong,
  rightOrWrong,
} from "./answer-payoff.ts";
export type { AssumptionCheck } from "./brief/assumption-check.ts";
export type {
  Assumption,
  Benefit,
  Brief,
  Consequence,
  ExistingProcess,
  Risk,
  Stakeholder,
  View,
} from "./brief/brief.ts";
export { ask, byExperiment, complete, fresh, outcomeBetween, rowsAtLeast, steady, unique } from "./brief/checks.ts";
export type { Requirements } from "./brief/requirements.ts";
export { type BusinessMetricName, businessMetrics } from "./catalogue/_business.ts";
export { type SystemMetricName, systemMetrics } from "./catalogue/_system.ts";
export { acquisitionCost } from "./catalogue/business/acquisition-cost.ts";
export { activeUsers } from "./catalogue/business/active-users.ts";
export { churn } from "./catalogue/business/churn.ts";
export { conversion } from "./catalogue/business/conversion.ts";
export { costSaved } from "./catalogue/business/cost-saved.ts";
export { ctr } from "./catalogue/business/ctr.ts";
export { effectiveCatalogueSize } from "./catalogue/business/effective-catalogue-size.ts";
export { errorRate } from "./catalogue/business/error-rate.ts";
export { explainedShare } from "./catalogue/business/explained-share.ts";
export { incrementalRevenue } from "./catalogue/business/incremental-revenue.ts";
export { lifetimeValue } from "./catalogue/business/lifetime-value.ts";
export { processTimeSaved } from "./catalogue/business/process-time-saved.ts";
export { profit } from "./catalogue/business/profit.ts";
export { purchaseThrough } from "./catalogue/business/purchase-through.ts";
export { retention } from "./catalogue/business/retention.ts";
export { roi } from "./catalogue/business/roi.ts";
export { satisfaction } from "./catalogue/business/satisfaction.ts";
export { takeRate } from "./catalogue/business/take-rate.ts";
export { timeSpent } from "./catalogue/business/time-spent.ts";
export { argumentInvalid, type Watchable } from "./catalogue/define-watchable.ts";
export type { MetricFacts, MetricFamily, MetricOrigin, MetricUnit } from "./catalogue/metric-facts.ts";
export { costPerThousand } from "./catalogue/system/cost-per-thousand.ts";
export { decisionLatency } from "./catalogue/system/decision-latency.ts";
export { failedShare } from "./catalogue/system/failed-share.ts";
export { fallbackShare } from "./catalogue/system/fallback-share.ts";
export { throughput } from "./catalogue/system/throughput.ts";
export { type Change, listed, moved, replaced, reworded } from "./changes/change.ts";
export { objectiveChanges, wordGoal } from "./changes/objective-changes.ts";
export { assumed, type Effect, effectInvalid } from "./effect.ts";
export { type Guardrail, type LatencyGuardrail, latency } from "./guardrail.ts";
export { type BusinessMetric, moneyEarned, moneySaved } from "./metric.ts";
export {
  type Objective,
  OPEN_QUESTIONS,
  type Payoff,
  type Payoffs,
  type StatedObjective,
  UNPRICED,
  type UnstatedActions,
  type UnstatedAnswers,
  type UnstatedObjective,
  unstated,
  unstatedAnswers,
} from "./objective.ts";
export {
  answersOf,
  bestQuantile,
  expectedByAnswer,
  labelBreakEven,
  labelPayoff,
  PATH_SEPARATOR,
  parentOf,
  priceLabel,
  priceOneLabel,
  priceRanking,
  priceValue,
  wordPayoff,
} from "./price-answer.ts";
export { realisedMoney } from "./realised.ts";
export {
  actionPayoff,
  advantage,
  bestGain,
  breakEven,
  expectedMoney,
  payoffUndecided,
  type Stakes,
  stakesOf,
} from "./stakes.ts";
export { type WaitingCost, waitingCosts, waitingInvalid } from "./waiting.ts";
export type { Among, Measure, Measured, Quantity, Span } from "./watched/measure.ts";
export { mean, measuredBy, metricInvalid, type Per, quantile, ratio, share } from "./watched/measures.ts";
export { type Believed, proxy } from "./watched/proxy.ts";
export { betterOf, type OfWhat, of, quantityOf } from "./watched/quantities.ts";
export { deterioration, guardrail, type Losing, quality, success, type Watching } from "./watched/roles.ts";
export type { Margin, MetricGoal, MetricRole, Outliers, StandIn, WatchedMetric } from "./watched/watched-metric.ts";
