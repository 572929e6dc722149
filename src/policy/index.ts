/** Policies: heads' outputs to one score or answer, score to action, with its propensity. Pure, and the same wherever it is asked. */
export {
  type ActIf,
  actIf,
  actProbability,
  type Capacity,
  type Cutoff,
  isWindowed,
  type ShareCapacity,
  type Soft,
  type WindowCapacity,
} from "./act-if.ts";
export {
  type Answer,
  type Answered,
  type AnswerPolicy,
  answerFrom,
  type Draw,
  type HeadOutput,
  type SettledAnswer,
} from "./answer.ts";
export { type Choice, choose } from "./choose.ts";
export { type Epsilon, type Explore, epsilon, type Softmax, softmax, type Thompson, thompson } from "./explore.ts";
export { type Ladder, ladderOf, pacedCutoff, paceOf, type Rung } from "./pace.ts";
export {
  chooseLabel,
  drawLabel,
  type LabelShares,
  labelShares,
  type PickLabel,
  pickLabel,
  type SettledLabel,
} from "./pick-label.ts";
export {
  chooseLabels,
  type Extract,
  type PickLabels,
  pickLabels,
  type SettledLabels,
  settleLabels,
} from "./pick-labels.ts";
export { chooseValue, type PickValue, pickValue, type SettledValue, settleValue } from "./pick-value.ts";
export {
  type Belief,
  beliefOf,
  mergeResiduals,
  type Posteriors,
  type Residuals,
  UNSEEN,
  withResidual,
} from "./posterior.ts";
export {
  type Arrangement,
  type CandidateSource,
  type Diversity,
  type Mix,
  type RankBy,
  rankBy,
  rankCandidates,
  type SettledRanking,
  type Stage,
  settleRanking,
} from "./rank-by.ts";
export { policyInvalid } from "./refuse.ts";
export { type RankedScores, rankScores, settle, settleRanked } from "./settle.ts";
export { type Exploring, settleExploring } from "./settle-exploring.ts";
export { type Choices, choiceShares, drawFrom } from "./shares.ts";
export { type Contender, fillSlots, orderChances, type Slot } from "./slots.ts";
export { combine, combineColumns, type WeightBounds, type WeightValues } from "./weights.ts";
export { elapsedAt, requireWindow, splitMost, type WindowLimit, type WindowSeen } from "./window.ts";
