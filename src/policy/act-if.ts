import { policyInvalid, refuseOthers } from "./refuse.ts";

/** When to act, as declared. */
export interface ActIf {
  readonly policy: "act-if";
  /** A score to reach, or the break-even probability of the objective. */
  readonly threshold: "from-payoff" | number;
  /** At most this share of decisions is acted on. */
  readonly capacity?: { readonly share: number };
}

const TAKES = "`actIf` takes `threshold` and `capacity: { share }`";

/**
 * Acts on every case whose score reaches the threshold, the highest first when there is a capacity.
 *
 * @example actIf({ threshold: "from-payoff", capacity: { share: 0.1 } })
 */
export function actIf(policy: {
  readonly threshold: "from-payoff" | number;
  readonly capacity?: { readonly share: number };
}): ActIf {
  refuseOthers(TAKES, policy, ["threshold", "capacity"]);
  const { threshold, capacity } = policy;
  refuseOthers(TAKES, capacity ?? {}, ["share"]);
  if (threshold !== "from-payoff" && !Number.isFinite(threshold))
    throw policyInvalid({ what: 'A threshold is "from-payoff" or a finite number', got: String(threshold) });
  if (capacity !== undefined && !(capacity.share > 0 && capacity.share <= 1))
    throw policyInvalid({ what: "A capacity's share is in (0, 1]", got: String(capacity.share) });
  return Object.freeze({ policy: "act-if", threshold, ...(capacity === undefined ? {} : { capacity }) });
}

/** A policy with its numbers settled: above the cutoff act, at the cutoff act with `atCutoff`, below it do not. */
export interface Cutoff {
  readonly cutoff: number;
  /** Probability of acting on a score that equals the cutoff, 0 to 1. */
  readonly atCutoff: number;
}

/** The probability of acting on a score. A missing score (NaN) is never acted on. */
export function actProbability({ cutoff, atCutoff }: Cutoff, score: number): number {
  if (score > cutoff) return 1;
  return score === cutoff ? atCutoff : 0;
}
