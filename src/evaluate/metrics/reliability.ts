import type { Insufficient } from "../../kernel/index.ts";
import type { Estimate } from "../../stats/index.ts";
import { equalMassBins } from "./bins.ts";
import { type Predictions, weightsOf } from "./predictions.ts";
import { shareOfRows } from "./share.ts";

/** Rows of similar score: what they were promised and what they got. */
export interface ReliabilityBin {
  readonly rows: number;
  readonly meanScore: number;
  /** The share of positives, Wilson's interval. */
  readonly observed: Estimate | Insufficient;
}

/** How the plot is made. */
export interface ReliabilityOptions extends Pick<Predictions, "clusters" | "weights"> {
  /** Default 10; fewer come back where scores tie. */
  readonly bins?: number;
  /** Of the intervals. Default 0.95. */
  readonly level?: number;
}

/** The points of a calibration plot, by rising score; each bin holds about the same weight. */
export function reliability(
  scores: Float64Array,
  labels: Float64Array,
  { bins = 10, level, ...rest }: ReliabilityOptions = {},
): readonly ReliabilityBin[] {
  const predictions = { scores, labels, ...rest };
  const { bin, count } = equalMassBins(predictions, bins);
  return Array.from({ length: count }, (_, b) =>
    binOf(
      rowsWhere(predictions, (row) => bin[row] === b),
      level,
    ),
  );
}

function binOf(inside: Predictions, level: number | undefined): ReliabilityBin {
  const weights = weightsOf(inside);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const meanScore = inside.scores.reduce((sum, score, row) => sum + score * (weights[row] as number), 0) / total;
  const observed = shareOfRows(inside, { sum: (row) => inside.labels[row] as number }, { level });
  return { rows: inside.labels.length, meanScore, observed };
}

function rowsWhere({ scores, labels, clusters, weights }: Predictions, keep: (row: number) => boolean): Predictions {
  const kept = (_: number, row: number) => keep(row);
  return {
    scores: scores.filter(kept),
    labels: labels.filter(kept),
    clusters: clusters?.filter(kept),
    weights: weights?.filter(kept),
  };
}
