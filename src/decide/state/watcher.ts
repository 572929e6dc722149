import type { DecisionBody, DecisionRecord } from "../../records/index.ts";
import type { ServingState } from "../serving-state.ts";

/** A decision that was stored, and how another state would answer the same question. */
export interface SeenDecision {
  readonly record: DecisionRecord;
  readonly state: ServingState;
  ask(other: ServingState): Omit<DecisionBody, "took">;
}

/** Somebody who is told of decisions. Whoever asked waits for the answer meanwhile: it only takes note, and never throws. */
export interface DecisionWatcher {
  decided(seen: SeenDecision): void;
}

const shadows = new WeakMap<ServingState, Map<string, ServingState>>();

/** The same state with another of its releases in every arm. */
export function shadowState(state: ServingState, release: string): ServingState {
  const made = shadows.get(state) ?? new Map<string, ServingState>();
  shadows.set(state, made);
  const found = made.get(release);
  if (found !== undefined) return found;
  const allocations = state.plan.allocations.map((one) => ({ ...one, release }));
  const shadow = { ...state, plan: { ...state.plan, allocations } };
  made.set(release, shadow);
  return shadow;
}
