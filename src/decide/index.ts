/** Deciding: from a question to an action and its receipt. Loads models, and nothing that makes them. */
export { type Decider, type DeciderDeps, deciderOf, isCallersMistake } from "./decider.ts";
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
export { type LoadDeps, loadForModel, loadState } from "./load-state.ts";
export { type BuildDeps, buildView, type OnlineHistory } from "./online/build-view.ts";
export type { PushAnswer, PushedEvents } from "./online/event-intake.ts";
export { type Online, type OnlineDeps, type OnlineFacts, onlineOf } from "./online/online.ts";
export { eventsTooMany, MOST_EVENTS, onlineMissing, streamUnknown } from "./online/online-errors.ts";
export { asksStreams, type OnlinePlan, type OnlineStream, onlinePlan } from "./online/online-plan.ts";
export type { SeenOnline } from "./online/online-view.ts";
export type { Question } from "./opening.ts";
export type { OutcomeReport } from "./outcomes.ts";
export { decideOne } from "./pipeline.ts";
export { type Candidate, type RankQuestion, rankOne } from "./rank.ts";
export { type Replay, replay } from "./replay.ts";
export type { LoadedRelease, ServedCutoffs, ServingState } from "./serving-state.ts";
export type { WhyCase, WhyOptions } from "./why-case.ts";
