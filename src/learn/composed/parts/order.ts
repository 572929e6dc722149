import type { TrainingSet } from "../../learner.ts";
import { shuffled } from "./fold.ts";

/** The order in which a chain asks the labels: as declared, the most frequent first, or by chance. */
export function orderOf(set: TrainingSet, how: "declared" | "frequent" | "random", seed: number): readonly number[] {
  const declared = set.classes.map((_, label) => label);
  if (how === "declared") return declared;
  if (how === "random") return shuffled(declared, { seed, purpose: "chain order" });
  const sums = new Float64Array(declared.length);
  set.label.forEach((value, i) => {
    const label = i % sums.length;
    const weight = set.weights?.[Math.floor(i / sums.length)] ?? 1;
    sums[label] = (sums[label] as number) + value * weight;
  });
  return declared.sort((a, b) => (sums[b] as number) - (sums[a] as number) || a - b);
}
