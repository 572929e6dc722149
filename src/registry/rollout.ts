import type { Allocation } from "./allocations.ts";
import { planInvalid } from "./allocations.ts";

/** A release that is asked beside what is served: its answers are compared and seen by nobody. */
export interface Shadow {
  /** Id of a release. */
  readonly release: string;
  /** Part of the decisions on which it is asked, in (0, 1]. */
  readonly share: number;
}

/** When a canary is taken back by itself. */
export interface RampLimits {
  /** How much larger its share of failed decisions may be than the champion's, as a difference of shares. */
  readonly errors: number;
  /** How many times as long its 99th percentile may take. */
  readonly latency: number;
  /** How far its scores may lie from the champion's: the largest distance of the distribution functions; null where they are not comparable. */
  readonly scoreShift: number | null;
  /** How much larger its share of decisions that another than its own models answered may be. Default 0.05. */
  readonly fallbacks?: number;
  /** How much its share of any action or label may differ from the champion's; null where that is what is wanted. Default 0.2. */
  readonly actions?: number | null;
}

/** How a canary grows: from step to step, each time after it has proved itself for long enough and on enough decisions. */
export interface Ramp {
  /** Parts of the entities, ascending, each in (0, 1]. */
  readonly steps: readonly number[];
  /** Which of them it has now, from 0; at the last one it is done. */
  readonly step: number;
  /** Milliseconds at each step, at least. */
  readonly dwellMs: number;
  /** Decisions of the canary at each step, at least. */
  readonly decisions: number;
  readonly limits: RampLimits;
  /** What serves everybody else, to which a failed canary returns. */
  readonly champion: string;
  readonly canary: string;
  /** What the canary is once it serves everybody: "unproven" when its gate has not passed. */
  readonly becomes: "champion" | "unproven";
  /** Version of the plan before the canary: where a rollback goes. */
  readonly from: number;
}

/** The limits where nothing else is said: one failed decision in a hundred more, twice as slow, a fifth of the scores or actions elsewhere. */
export const RAMP_LIMITS: Required<RampLimits> = Object.freeze({
  errors: 0.01,
  latency: 2,
  scoreShift: 0.2,
  fallbacks: 0.05,
  actions: 0.2,
});

/** Who gets what at a step of a ramp: the canary grows from the champion's end, so that whoever is in it stays in it. */
export function rampPlan({ holdback }: { readonly holdback: number }, ramp: Ramp): readonly Allocation[] {
  const part = 1 - holdback;
  const share = part * (ramp.steps[ramp.step] ?? 1);
  const held: readonly Allocation[] =
    holdback === 0 ? [] : [{ arm: "holdback", release: ramp.champion, share: holdback, purpose: "holdback" }];
  if (part - share < 1e-9) {
    const all: Allocation = { arm: "champion", release: ramp.canary, share: part, purpose: ramp.becomes };
    return [all, ...held.map((one) => ({ ...one, release: ramp.canary }))];
  }
  return [
    { arm: "champion", release: ramp.champion, share: part - share, purpose: "champion" },
    { arm: "canary", release: ramp.canary, share, purpose: "canary" },
    ...held,
  ];
}

/** Throws `registry.plan-invalid`. */
export function checkRollout(system: string, shadows: readonly Shadow[], ramp: Ramp | undefined): void {
  for (const { share } of shadows)
    if (!(share > 0 && share <= 1)) throw planInvalid({ system, why: `a shadow on a share of ${share}` });
  if (ramp === undefined) return;
  const { steps, step, dwellMs, decisions } = ramp;
  const grows = steps.every((share, i) => share > (steps[i - 1] ?? 0) && share <= 1);
  if (steps.length === 0 || !grows) throw planInvalid({ system, why: `a ramp of ${steps.join(", ") || "no steps"}` });
  if (!(step >= 0 && step < steps.length)) throw planInvalid({ system, why: `a ramp at its step ${step}` });
  if (!(dwellMs >= 0 && decisions >= 0)) throw planInvalid({ system, why: "a ramp that waits for less than nothing" });
}
