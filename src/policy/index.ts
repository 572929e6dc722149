/** Policies: heads' outputs to one score, score to action, with its propensity. Pure, and the same wherever it is asked. */
export { type Choice, choose } from "./choose.ts";
export { type ActIf, actIf, actProbability, type Cutoff, policyInvalid } from "./policy.ts";
export { type RankedScores, rankScores, settle, settleRanked } from "./settle.ts";
export { combine, combineColumns, type WeightBounds, type WeightValues } from "./weights.ts";
