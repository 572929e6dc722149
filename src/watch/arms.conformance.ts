import { rng } from "../kernel/index.ts";
import { openArm } from "./arm-statistics.ts";
import type { ArmStatistics } from "./index.ts";

/** How an arm does. */
export interface Traits {
  readonly n: number;
  readonly errors?: number;
  readonly fallbacks?: number;
  readonly acts?: number;
  readonly ms?: number;
  readonly shift?: number;
}

/** An arm as it would be seen: scores between 0 and 1, times that are long now and then. */
export function armOf(
  { n, errors = 0, fallbacks = 0, acts = 0.3, ms = 1, shift = 0 }: Traits,
  seed = 1,
): ArmStatistics {
  const draws = rng({ seed, purpose: "arm" });
  const arm = openArm();
  for (let i = 0; i < n; i++) {
    const reasons = draws.uniform() < errors ? ["fallback.head-failed:risk"] : [];
    const took = ms * Math.exp(draws.normal() / 2);
    const score = Math.min(1, draws.uniform() ** 2 + shift);
    const action = draws.uniform() < acts ? "call" : "skip";
    const level = draws.uniform() < fallbacks ? { level: "previous" as const } : {};
    arm.add({ reasons, score, took, action, ...level });
  }
  return arm.read();
}
