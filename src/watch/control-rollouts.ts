import type { Instant } from "../kernel/index.ts";
import type { Objective } from "../objective/index.ts";
import { type Registry, rampPlan, type TrafficPlan } from "../registry/index.ts";
import { noArm } from "./arm-statistics.ts";
import { type RolloutStep, stepRollout } from "./step-rollout.ts";
import type { Watched } from "./watching.ts";

/** Clocks of machines differ by less, in milliseconds: a step that began later than that from now began on one that was ahead. */
const CLOCKS_APART = 60_000;

/** A system whose canary is looked after. */
export interface RolloutSystem {
  readonly name: string;
  readonly holdback: number;
  readonly objective: Pick<Objective, "guardrails">;
}

/** Whether a plan has a canary under way. */
export function isUnderWay({ ramp, allocations }: TrafficPlan): boolean {
  return ramp !== undefined && allocations.some(({ purpose }) => purpose === "canary");
}

/**
 * What is to be done about a system's canary; undefined without one. A step that was begun on a clock that was ahead and has been
 * set back since begins anew now, rather than to stand still until the clock has caught up.
 */
export function rolloutStep(
  { objective }: RolloutSystem,
  plan: TrafficPlan,
  { watched, now }: { readonly watched: Watched | undefined; readonly now: Instant },
): RolloutStep | undefined {
  const { ramp, version, at } = plan;
  if (ramp === undefined || !isUnderWay(plan)) return undefined;
  const arms = watched?.epoch === version ? watched.arms : {};
  const guardedMs = objective.guardrails.find(({ guardrail }) => guardrail === "latency")?.p99Ms;
  const { canary = noArm, champion = noArm } = arms;
  const step = stepRollout({ ramp, lastedMs: Math.max(0, now - at), canary, champion, guardedMs });
  return step.kind === "stay" && at > now + CLOCKS_APART ? { kind: "restart", step: ramp.step, why: SET_BACK } : step;
}

const SET_BACK = "this step began on a clock that was ahead and has been set back since: it begins anew";

/**
 * Does what a step asks for: the next plan with its reason in the history, or back to what was before the canary. Undefined for
 * one that stays. Throws `registry.version-stale` where another server was faster.
 */
export async function takeStep(
  system: RolloutSystem,
  { plan, step }: { readonly plan: TrafficPlan; readonly step: RolloutStep },
  registry: Pick<Registry, "changePlan" | "rollback">,
): Promise<TrafficPlan | undefined> {
  const { ramp, version: expectedVersion, shadows } = plan;
  if (ramp === undefined || step.kind === "stay") return undefined;
  const { why } = step;
  if (step.kind === "roll-back") return await registry.rollback(system.name, { why, expectedVersion });
  const next = { ...ramp, step: step.step };
  const beside = shadows === undefined ? {} : { shadows };
  const allocations = rampPlan(system, next);
  return await registry.changePlan(system.name, expectedVersion, { allocations, ramp: next, ...beside, why });
}
