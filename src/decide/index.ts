/** Deciding: from a question to an action and its receipt. Loads models, and nothing that makes them. */
export { answerOf, orderOf } from "./answer-of.ts";
export { type Breakers, breakersOf, type HeadWatch } from "./breakers.ts";
export { type Budgets, budgetsOf, countersHere, type Spending } from "./budgets.ts";
export {
  type Asking,
  type Decider,
  type DeciderDeps,
  type DecidingDeps,
  deciderOf,
  deciderOver,
  isCallersMistake,
} from "./decider.ts";
export {
  candidatesInvalid,
  candidateUnknown,
  decisionUnknown,
  entityInvalid,
  MOST_CANDIDATES,
  outcomeInvalid,
  outcomeKeyReused,
  questionUnfit,
} from "./errors.ts";
export { explainCase, type HeadWhy, type Why } from "./explain.ts";
export { explainDecision, explainGiven } from "./explain-decision.ts";
export type { Flip, NoFlip } from "./flip.ts";
export { headAnswers } from "./head-answers.ts";
export { type LoadDeps, loadForModel, loadState } from "./load-state.ts";
export { decisionKeyReused } from "./once.ts";
export { type BuildDeps, buildView, type OnlineHistory } from "./online/build-view.ts";
export { judgeAgain, type PushAnswer, type PushedEvents } from "./online/event-intake.ts";
export { type Online, type OnlineDeps, type OnlineFacts, onlineOf } from "./online/online.ts";
export { eventsTooMany, MOST_EVENTS, onlineMissing, streamUnknown } from "./online/online-errors.ts";
export { asksStreams, type OnlinePlan, type OnlineStream, onlinePlan } from "./online/online-plan.ts";
export type { SeenOnline } from "./online/online-view.ts";
export type { HeadTimer, Question } from "./opening.ts";
export type { OutcomeReport } from "./outcomes.ts";
export { decideOne } from "./pipeline.ts";
export type { Changes } from "./preview/changes.ts";
export type { Moved } from "./preview/evidence.ts";
export type { ExploringFix } from "./preview/exploring.ts";
export type { GuardrailWatch } from "./preview/guardrails.ts";
export type { MetricMovement } from "./preview/metrics.ts";
export { previewProposal } from "./preview/open-preview.ts";
export type { Preview, PreviewRequest } from "./preview/preview.ts";
export { type Proposal, proposedState } from "./preview/proposal.ts";
export type { Remade, RemadePart } from "./preview/remade.ts";
export type { SliceMovement } from "./preview/slices.ts";
export { type Candidate, type RankQuestion, rankOne } from "./rank.ts";
export type { FindCandidates } from "./ranking/find-from.ts";
export { type Gathered, gatherCandidates } from "./ranking/gather.ts";
export { type Refresher, type RefreshOptions, startRefreshing } from "./refresher.ts";
export { type ReleasePair, releasePairs } from "./release-pairs.ts";
export { decideAgain, type Replay, replay } from "./replay.ts";
export type { FallbackModel, LoadedRelease, ServedCutoffs, ServingState } from "./serving-state.ts";
export type { StageTimes } from "./stages.ts";
export { checkState, type StateCheck } from "./state/check-state.ts";
export {
  type DocumentDeps,
  type DocumentModel,
  type DocumentRelease,
  type ServingDocument,
  servingDocument,
} from "./state/document.ts";
export { type GoldenRequest, goldenOf, madeUpGolden } from "./state/golden.ts";
export { type ModelShelf, modelShelf, SHELF_BUDGET, type ShelfFacts } from "./state/model-shelf.ts";
export { type OpenedState, type OpenPorts, openState } from "./state/open-state.ts";
export { type DocumentTaker, type Publisher, type PublisherDeps, publisherOf } from "./state/publisher.ts";
export { releaseUnusable } from "./state/served-systems.ts";
export { type DecisionWatcher, type SeenDecision, shadowState } from "./state/watcher.ts";
export { isUnlogged } from "./unlogged.ts";
export type { WhyCase, WhyOptions } from "./why-case.ts";
