import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { Purpose } from "../records/index.ts";

/** A part of the traffic, and what it gets. */
export interface Allocation {
  /** Unique within the plan. */
  readonly arm: string;
  /** Id of a release. */
  readonly release: string;
  /** Part of all entities, in (0, 1]. */
  readonly share: number;
  readonly purpose: Purpose;
  /** Name of the experiment; needed when that is the purpose. */
  readonly experiment?: string;
  /** Milliseconds that every answer is kept back, for an experiment on what waiting costs. Default 0. */
  readonly delayMs?: number;
  /** Id of another release that is asked in the same decision: of the arm it is compared with, or half of the order's. */
  readonly beside?: string;
}

/** Nobody waits longer than this for an experiment. */
const LONGEST_DELAY = 60_000;

export const planInvalid: ErrorConstructor<{ readonly system: string; readonly why: string }> = defineError(
  "registry.plan-invalid",
  {
    headline: "A traffic plan that cannot be",
    message: ({ system, why }: { readonly system: string; readonly why: string }) =>
      `A traffic plan has arms with different names and with shares in (0, 1] that sum to 1. The plan for "${system}" has ${why}.`,
  },
);

/** How far from 1 the sum of the shares may be: rounding, and no more. */
const TOLERANCE = 1e-9;

/** Throws `registry.plan-invalid`. */
export function checkAllocations(system: string, allocations: readonly Allocation[]): void {
  const refuse = (why: string): never => {
    throw planInvalid({ system, why });
  };
  const arms = new Set<string>();
  for (const { arm, share, purpose, experiment, delayMs = 0 } of allocations) {
    if (arm === "") refuse("an arm without a name");
    if (arms.has(arm)) refuse(`two arms named "${arm}"`);
    if (!(share > 0 && share <= 1)) refuse(`the share ${share} for "${arm}"`);
    if (purpose === "experiment" && !experiment) refuse(`an arm "${arm}" for an experiment that it does not name`);
    if (!(delayMs >= 0 && delayMs <= LONGEST_DELAY)) refuse(`a delay of ${delayMs} ms for "${arm}"`);
    arms.add(arm);
  }
  const sum = allocations.reduce((total, { share }) => total + share, 0);
  if (Math.abs(sum - 1) > TOLERANCE) refuse(`shares that sum to ${sum}`);
}
