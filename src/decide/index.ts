/** Deciding: from a question to an action and its receipt. Loads models, and nothing that makes them. */
export { type Decider, type DeciderDeps, deciderOf, isCallersMistake } from "./decider.ts";
export { decisionUnknown, entityInvalid, outcomeInvalid, outcomeKeyReused } from "./errors.ts";
export { loadState } from "./load-state.ts";
export type { OutcomeReport } from "./outcomes.ts";
export { decideOne, type Question } from "./pipeline.ts";
export { type Replay, replay } from "./replay.ts";
export type { LoadedRelease, ServingState } from "./serving-state.ts";
