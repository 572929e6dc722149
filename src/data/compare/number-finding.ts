import { countUpTo, isInsufficient } from "../../kernel/index.ts";
import {
  jensenShannon,
  kolmogorovSmirnov,
  largestDifference,
  populationStability,
  wasserstein,
} from "../../stats/index.ts";
import { deviationOf, quantileOf } from "../profile/finish.ts";
import type { NumberProfile } from "../profile/profile.ts";
import type { Finding } from "./finding.ts";

/** How a column of numbers or times changed. The p-value is Kolmogorov and Smirnov's, of the values that were kept. */
export function numberFinding(before: NumberProfile, after: NumberProfile): Finding {
  const rows = [before.sample.length, after.sample.length] as const;
  const test = kolmogorovSmirnov(before.sample, after.sample);
  if (isInsufficient(test)) return { measures: [], pValue: undefined, rows };
  const spread = deviationOf(before) || deviationOf(after);
  const moved = wasserstein({ values: before.sample }, { values: after.sample });
  const edges = edgesOf(before.sample);
  const [p, q] = [countsBetween(edges, before.sample), countsBetween(edges, after.sample)];
  return {
    measures: [
      { name: "kolmogorov-smirnov", value: test.statistic },
      ...(spread > 0 ? [{ name: "wasserstein" as const, value: moved / spread }] : []),
      { name: "population-stability", value: populationStability(p, q) },
      { name: "jensen-shannon", value: jensenShannon(p, q) },
      { name: "largest-difference", value: largestDifference(p, q) },
    ],
    pValue: test.pValue,
    rows,
  };
}

const DECILES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** The bounds of bins with a tenth of the earlier values each; fewer where values repeat. */
function edgesOf(sample: Float64Array): readonly number[] {
  return [...new Set(DECILES.map((at) => quantileOf(sample, at)))];
}

/** How many of ascending values are up to the first edge, up to the second …, and above the last. */
export function countsBetween(edges: readonly number[], sorted: ArrayLike<number>): readonly number[] {
  const below = [...edges.map((edge) => countUpTo(sorted, edge)), sorted.length];
  return below.map((count, i) => count - (below[i - 1] ?? 0));
}
