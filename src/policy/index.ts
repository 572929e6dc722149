/** Policies: heads' outputs to one score or answer, score to action, with its propensity. Pure, and the same wherever it is asked. */
export { type ActIf, actIf, actProbability, type Cutoff } from "./act-if.ts";
export {
  type Answer,
  type Answered,
  type AnswerPolicy,
  answerFrom,
  type HeadOutput,
  type SettledAnswer,
} from "./answer.ts";
export { type Choice, choose } from "./choose.ts";
export { chooseLabel, type PickLabel, pickLabel, type SettledLabel } from "./pick-label.ts";
export {
  chooseLabels,
  type Extract,
  type PickLabels,
  pickLabels,
  type SettledLabels,
  settleLabels,
} from "./pick-labels.ts";
export { chooseValue, type PickValue, pickValue, type SettledValue, settleValue } from "./pick-value.ts";
export { type RankBy, rankBy, rankCandidates, type SettledRanking } from "./rank-by.ts";
export { policyInvalid } from "./refuse.ts";
export { type RankedScores, rankScores, settle, settleRanked } from "./settle.ts";
export { combine, combineColumns, type WeightBounds, type WeightValues } from "./weights.ts";
