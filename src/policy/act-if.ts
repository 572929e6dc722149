import { exp } from "../kernel/index.ts";
import { normalCdf } from "../stats/index.ts";
import { type Explore, requireExplore } from "./explore.ts";
import { policyInvalid, refuseOthers } from "./refuse.ts";
import { requireWindow, type WindowLimit } from "./window.ts";

/** At most this share of decisions is acted on. */
export interface ShareCapacity {
  readonly share: number;
}

/** At most so many are acted on in every window: paced over it, and counted so that none is acted on beyond. */
export interface WindowCapacity extends WindowLimit {
  /** How many decisions are expected in a window. Default: by the objective's `perYear`. */
  readonly of?: number;
}

/** How many may be acted on. */
export type Capacity = ShareCapacity | WindowCapacity;

/** When to act, as declared. */
export interface ActIf {
  readonly policy: "act-if";
  /** A score to reach, or the break-even probability of the objective. */
  readonly threshold: "from-payoff" | number;
  readonly capacity?: Capacity;
  /** Absent: nothing is tried that is not thought best. */
  readonly explore?: Explore;
}

const TAKES = "`actIf` takes `threshold`, `capacity: { share }` or `capacity: { most, per, of }`, and `explore`";

/**
 * Acts on every case whose score reaches the threshold, the highest first when there is a capacity: a share of decisions, or
 * so many per hour or day, paced over that time.
 *
 * @example actIf({ threshold: "from-payoff", capacity: { most: 100, per: "1h" }, explore: epsilon(0.05) })
 */
export function actIf(policy: {
  readonly threshold: "from-payoff" | number;
  readonly capacity?: Capacity;
  readonly explore?: Explore;
}): ActIf {
  refuseOthers(TAKES, policy, ["threshold", "capacity", "explore"]);
  const { threshold, capacity, explore } = policy;
  if (threshold !== "from-payoff" && !Number.isFinite(threshold))
    throw policyInvalid({ what: 'A threshold is "from-payoff" or a finite number', got: String(threshold) });
  if (capacity !== undefined) requireCapacity(capacity);
  if (explore !== undefined) requireExplore(explore);
  return Object.freeze({
    policy: "act-if",
    threshold,
    ...(capacity === undefined ? {} : { capacity }),
    ...(explore === undefined ? {} : { explore }),
  });
}

/** Whether a capacity is counted in windows of time. */
export function isWindowed(capacity: Capacity | undefined): capacity is WindowCapacity {
  return capacity !== undefined && "most" in capacity;
}

function requireCapacity(capacity: Capacity): void {
  if (typeof capacity === "object" && capacity !== null && "most" in capacity) {
    requireWindow("A capacity over a window", capacity, ["of"]);
    const { of } = capacity;
    if (of !== undefined && !(Number.isFinite(of) && of > 0))
      throw policyInvalid({ what: "`of`, the decisions expected in a window, is a number above 0", got: String(of) });
    return;
  }
  refuseOthers(TAKES, capacity, ["share"]);
  if (!(capacity.share > 0 && capacity.share <= 1))
    throw policyInvalid({ what: "A capacity's share is in (0, 1]", got: String(capacity.share) });
}

/** A curve in place of a step: the further above the cutoff, the surer. */
export interface Soft {
  readonly curve: "logistic" | "normal";
  /** In the unit of the score. */
  readonly width: number;
  /** Added to the score before it is held against the cutoff. */
  readonly shift: number;
}

/** A policy with its numbers settled: above the cutoff act, at the cutoff act with `atCutoff`, below it do not. */
export interface Cutoff {
  readonly cutoff: number;
  /** Probability of acting on a score that equals the cutoff, 0 to 1. */
  readonly atCutoff: number;
  /** Of a policy that explores along a curve. */
  readonly soft?: Soft;
  /** A share of decisions that is left to chance, and how often chance acts. */
  readonly mix?: { readonly share: number; readonly acts: number };
  /** Only this part of what would be acted on is: a price where no ladder says which cutoff is higher. Default 1. */
  readonly thin?: number;
}

/**
 * The probability of acting on a score. A missing score (NaN) is never acted on, and behind a cutoff of +∞ nothing is, an
 * infinite score included; elsewhere +∞ is above and −∞ below every cutoff.
 */
export function actProbability(cutoff: Cutoff, score: number): number {
  if (Number.isNaN(score) || cutoff.cutoff === Infinity) return 0;
  const plain = cutoff.soft === undefined ? stepProbability(cutoff, score) : softProbability(cutoff, score);
  const { mix, thin = 1 } = cutoff;
  return thin * (mix === undefined ? plain : (1 - mix.share) * plain + mix.share * mix.acts);
}

/** The same without anything tried that is not thought best. */
export function stepProbability({ cutoff, atCutoff }: Cutoff, score: number): number {
  if (score > cutoff) return 1;
  return score === cutoff ? atCutoff : 0;
}

/** The same along the curve of a soft cutoff. */
export function softProbability({ cutoff, soft }: Cutoff, score: number): number {
  if (soft === undefined) return Number.NaN;
  const z = (score + soft.shift - cutoff) / soft.width;
  return soft.curve === "normal" ? normalCdf(z) : 1 / (1 + exp(-z));
}
