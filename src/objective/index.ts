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
export type { Requirements } from "./brief/requirements.ts";
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
export type { Measure, Quantity } from "./watched/measure.ts";
export type { Margin, MetricGoal, MetricRole, Outliers, Proxy, WatchedMetric } from "./watched/watched-metric.ts";
