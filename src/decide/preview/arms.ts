import type { Allocation } from "../../registry/index.ts";
import type { ServingState } from "../serving-state.ts";

/** An arm of a traffic plan by itself: a state that gives it to everybody. */
export interface Arm {
  readonly name: string;
  /** Of the entities. */
  readonly share: number;
  readonly purpose: Allocation["purpose"];
  readonly alone: ServingState;
}

/** The arms of a state, each by itself, so that one can ask what an entity would get in any of them. */
export function armsOf(state: ServingState): readonly Arm[] {
  return state.plan.allocations.map((allocation) => ({
    name: allocation.arm,
    share: allocation.share,
    purpose: allocation.purpose,
    alone: { ...state, plan: { ...state.plan, allocations: [{ ...allocation, share: 1 }] } },
  }));
}
