import { actProbability, type Cutoff } from "./act-if.ts";

/** What the policy did, how likely it was to do so, and why. */
export interface Choice {
  readonly act: boolean;
  /** Probability of the choice that was made. */
  readonly propensity: number;
  readonly reason: "policy.above-cutoff" | "policy.below-cutoff" | "policy.drawn-at-cutoff";
}

/** Chooses. `uniform` on [0, 1) settles what is left to chance; the same number gives the same choice in a replay. */
export function choose(cutoff: Cutoff, score: number, uniform: number): Choice {
  const probability = actProbability(cutoff, score);
  const act = uniform < probability;
  const propensity = act ? probability : 1 - probability;
  if (probability > 0 && probability < 1) return { act, propensity, reason: "policy.drawn-at-cutoff" };
  return { act, propensity, reason: act ? "policy.above-cutoff" : "policy.below-cutoff" };
}
