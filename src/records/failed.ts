import type { DecisionBody } from "./decision.ts";

/** Reasons of decisions that a model should have made and did not; what was wrong with the question itself is none. */
const FAILED = /^fallback\.(?!outside-|online-)/;

/** Whether a model should have answered and did not. */
export function isFailed({ reasons, candidates = [] }: Pick<DecisionBody, "reasons" | "candidates">): boolean {
  return reasons.some((code) => FAILED.test(code)) || candidates.some((one) => one.reasons.some((r) => FAILED.test(r)));
}
