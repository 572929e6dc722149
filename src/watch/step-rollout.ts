import { type Guarded, percent, troubleOf } from "./guards.ts";

/** What is known of a canary at its step. */
export interface RolloutSeen extends Guarded {
  /** Milliseconds since the step began. */
  readonly lastedMs: number;
}

/** What is to be done about a canary, and why, in a sentence. */
export type RolloutStep =
  | { readonly kind: "stay"; readonly why: string }
  | { readonly kind: "advance"; readonly step: number; readonly why: string }
  /** The same step anew. */
  | { readonly kind: "restart"; readonly step: number; readonly why: string }
  | { readonly kind: "roll-back"; readonly why: string };

/**
 * Decides about a canary: back at the first sign of trouble, on once it has lasted for long enough with enough decisions, and
 * otherwise as it is. Pure: the same sight gives the same step.
 */
export function stepRollout(seen: RolloutSeen): RolloutStep {
  const trouble = troubleOf(seen);
  if (trouble !== undefined) return { kind: "roll-back", why: trouble };
  const { ramp, lastedMs, canary } = seen;
  const { step, steps, dwellMs, decisions } = ramp;
  if (step >= steps.length - 1) return { kind: "stay", why: "the canary has reached the last step of its ramp" };
  if (lastedMs < dwellMs)
    return { kind: "stay", why: `it has lasted for ${seconds(lastedMs)} of ${seconds(dwellMs)} at this step` };
  if (canary.decisions < decisions)
    return { kind: "stay", why: `it has made ${canary.decisions} of ${decisions} decisions at this step` };
  const why = `canary: ${canary.decisions} decisions in ${seconds(lastedMs)}, ${canary.failed} failed; on to ${percent(steps[step + 1] ?? 1)}`;
  return { kind: "advance", step: step + 1, why };
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}
