/** The objective: what the decisions are for, in money. */
export { assumed, type Effect, effectInvalid } from "./effect.ts";
export { type Guardrail, type LatencyGuardrail, latency } from "./guardrail.ts";
export { type BusinessMetric, moneyEarned, moneySaved } from "./metric.ts";
export {
  type Objective,
  OPEN_QUESTIONS,
  type Payoff,
  type StatedObjective,
  UNPRICED,
  type UnstatedObjective,
  unstated,
} from "./objective.ts";
export { realisedMoney } from "./realised.ts";
export { advantage, breakEven, expectedMoney, payoffUndecided, type Stakes, stakesOf } from "./stakes.ts";
