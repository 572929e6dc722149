import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** When to act, as declared. */
export interface ActIf {
  readonly policy: "act-if";
  /** A score to reach, or the break-even probability of the objective. */
  readonly threshold: "from-payoff" | number;
  /** At most this share of decisions is acted on. */
  readonly capacity?: { readonly share: number };
}

export const policyInvalid: ErrorConstructor<{ readonly what: string; readonly got: string }> = defineError(
  "policy.invalid",
  {
    headline: "A policy that cannot be followed",
    message: ({ what, got }: { readonly what: string; readonly got: string }) => `${what}. Got ${got}.`,
  },
);

/**
 * Acts on every case whose score reaches the threshold, the highest first when there is a capacity.
 *
 * @example actIf({ threshold: "from-payoff", capacity: { share: 0.1 } })
 */
export function actIf(policy: {
  readonly threshold: "from-payoff" | number;
  readonly capacity?: { readonly share: number };
}): ActIf {
  const { threshold, capacity, ...others } = policy;
  const [unknown] = [...Object.keys(others), ...Object.keys(capacity ?? {}).filter((name) => name !== "share")];
  if (unknown !== undefined)
    throw policyInvalid({ what: "`actIf` takes `threshold` and `capacity: { share }`", got: `\`${unknown}\`` });
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
