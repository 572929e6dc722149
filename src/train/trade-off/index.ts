/** Several goals, one score: what their weights come to, and what changing them costs. */
export { tradeOffRange, tradeOffUnfit } from "./errors.ts";
export { tradeOffDocument } from "./report.ts";
export type { OrderWorth, TradedGoal, TradeOffResult, TradePoint } from "./result.ts";
export { type TradeOffRequest, tryTradeOff } from "./run-trade-off.ts";
export type { GoalWeights } from "./weights.ts";
