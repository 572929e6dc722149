import { actProbability, type Cutoff, stepProbability } from "./act-if.ts";

/** What the policy did, how likely it was to do so, and why. */
export interface Choice {
  readonly act: boolean;
  /** Probability of the choice that was made. */
  readonly propensity: number;
  readonly reason: "policy.above-cutoff" | "policy.below-cutoff" | "policy.drawn-at-cutoff" | "policy.explored";
}

/** Chooses. `uniform` on [0, 1) settles what is left to chance; the same number gives the same choice in a replay. */
export function choose(cutoff: Cutoff, score: number, uniform: number): Choice {
  const probability = actProbability(cutoff, score);
  const act = uniform < probability;
  return { act, propensity: act ? probability : 1 - probability, reason: reasonFor(cutoff, score, act) };
}

function reasonFor(cutoff: Cutoff, score: number, act: boolean): Choice["reason"] {
  // What would be done if nothing were explored.
  const shifted = score + (cutoff.soft?.shift ?? 0);
  const plain = Number.isNaN(score) || cutoff.cutoff === Infinity ? 0 : stepProbability(cutoff, shifted);
  if (plain > 0 && plain < 1) return "policy.drawn-at-cutoff";
  if (act !== (plain === 1) && (act || cutoff.thin === undefined)) return "policy.explored";
  return act ? "policy.above-cutoff" : "policy.below-cutoff";
}
