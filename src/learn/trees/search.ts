import { known } from "../../kernel/index.ts";
import type { BinnedTraining } from "./binned.ts";
import type { Histogram, Totals } from "./histogram.ts";
import type { Candidate, Split, SplitRules } from "./split.ts";
import { splitLevels } from "./split-levels.ts";
import { splitNumbers } from "./split-numbers.ts";

/** A leaf whose rows have been counted. */
export interface Counted {
  readonly histogram: Histogram;
  readonly totals: Totals;
}

/** One feature of a counted leaf. */
export function candidateOf(data: BinnedTraining, feature: number, { histogram, totals }: Counted): Candidate {
  const bins = known(data.features[feature], "the bins of a feature");
  return { feature, bins, offset: data.offsets[feature] as number, histogram, totals };
}

/** The best split over the features at hand; undefined when none is allowed and gains anything. */
export function bestSplit(
  data: BinnedTraining,
  leaf: Counted & { readonly features: readonly number[] },
  rules: SplitRules,
): Split | undefined {
  let best: Split | undefined;
  for (const feature of leaf.features) {
    const candidate = candidateOf(data, feature, leaf);
    const find = candidate.bins.kind === "numbers" ? splitNumbers : splitLevels;
    best = find(candidate, rules, best?.gain ?? 0) ?? best;
  }
  return best;
}
