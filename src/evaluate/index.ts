/** Judging: metrics, money, slices, leakage, the gate. Takes values, reads nothing. */
export { type Classify, type CrossScoring, crossScores, type ScoringTask } from "./adequacy/cross-scores.ts";
export { type LabelNoise, type LabelNoiseCase, labelNoise } from "./adequacy/label-noise.ts";
export { type Maturity, type MaturityCase, maturityOf } from "./adequacy/maturity.ts";
export { type NoiseFloor, noiseFloor } from "./adequacy/noise-floor.ts";
export { type ConceptShift, conceptShift, type LabelShift, labelShift, type PeriodCase } from "./adequacy/periods.ts";
export { type Separability, type SeparabilityCase, separability } from "./adequacy/separability.ts";
export {
  ENOUGH_EVENTS,
  ENOUGH_EXAMPLES,
  type NearConstant,
  nearConstants,
  type Sufficiency,
  sufficiencyOf,
} from "./adequacy/sufficiency.ts";
export { actShares, competitor, type Entry, ladderFor, openScores } from "./competitors.ts";
export { type InteractionOptions, interactionStrength } from "./explain/interaction.ts";
export { type DependenceOptions, type DependencePoint, partialDependence } from "./explain/partial-dependence.ts";
export {
  type ExplainedRows,
  type FeatureImportance,
  type PermutationOptions,
  permutationImportance,
} from "./explain/permutation-importance.ts";
export { type RowTask, rowLosses } from "./explain/row-losses.ts";
export { type GateCase, type GateReason, type GateResult, type GateVerdict, gate } from "./gate.ts";
export type { AskPast, PastForecast } from "./gate-history.ts";
export { decisionScale } from "./gate-value.ts";
export { type Gains, netOfWaiting, type Waiting, type WaitingPrice } from "./gate-waiting.ts";
export { type Judgement, judge, type Race } from "./judge.ts";
export type { Competitor, Decisions, Judged } from "./judged.ts";
export { type GroupSuspect, groupSuspects } from "./leakage/groups.ts";
export { type IdentifierSuspect, identifierSuspects } from "./leakage/identifiers.ts";
export type { LeakSuspect } from "./leakage/leak-suspect.ts";
export { type LeakageCase, leakSuspects } from "./leakage/suspects.ts";
export { type Twins, twinsAcross } from "./leakage/twins.ts";
export {
  accuracy,
  allMetrics,
  brier,
  calibrationSlope,
  defineMetric,
  ece,
  logLoss,
  type Metric,
  type MetricOptions,
  metrics,
  type Predictions,
  type PrPoint,
  prAuc,
  prCurve,
  type ReliabilityBin,
  type RocPoint,
  reliability,
  rocAuc,
  rocCurve,
} from "./metrics/index.ts";
export type { Capped, RewardRange } from "./off-policy/capped.ts";
export {
  type OffPolicy,
  type OffPolicyEstimate,
  type OffPolicyOptions,
  offPolicy,
  offPolicyOf,
} from "./off-policy/off-policy.ts";
export type { Overlap } from "./off-policy/overlap.ts";
export { logUneven, type PolicyLog } from "./off-policy/policy-log.ts";
export { OFF_POLICY_REASONS, wordOffPolicy } from "./off-policy/reasons.ts";
export type { SlateLog, SlatePosition } from "./off-policy/slate/slate-log.ts";
export {
  mergeSlates,
  type SlatePolicy,
  type SlateSums,
  slatePolicy,
  slatePolicyOf,
  slateSums,
} from "./off-policy/slate/slate-policy.ts";
export {
  mergeOffPolicy,
  noOffPolicySums,
  type OffPolicySums,
  offPolicySums,
  type SumOptions,
} from "./off-policy/sums.ts";
export { type Better, nonDominated } from "./pareto/front.ts";
export { type GridOptions, weightGrid } from "./pareto/grid.ts";
export {
  type FrontMetric,
  type FrontPoint,
  type MeasuredWeights,
  type WeightsFront,
  weightsFront,
} from "./pareto/weights-front.ts";
export { divideRows, type Part } from "./slice-parts.ts";
export type { SliceResult } from "./slices.ts";
export { compare, type Entrants, pickBetter, type Standing, type Standings, standing } from "./standings.ts";
export { type TextMetricName, textMetrics } from "./texts/_catalogue.ts";
export { defineTextMetric, type OutputText, type TextMetric } from "./texts/text-metric.ts";
export { meansOver, moneyPerRow, subtractMoney, type Valued, valued, valuePerDecision } from "./value.ts";
export type { CurvePoint } from "./value-curve.ts";
