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
  return rowsByBin(bin, count).map((rows) => binOf(takePredictions(predictions, rows), level));
}

function binOf(inside: Predictions, level: number | undefined): ReliabilityBin {
  const weights = weightsOf(inside);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const meanScore = inside.scores.reduce((sum, score, row) => sum + score * (weights[row] as number), 0) / total;
  const observed = shareOfRows(inside, { sum: (row) => inside.labels[row] as number }, { level });
  return { rows: inside.labels.length, meanScore, observed };
}

/** The rows of each bin, in their own order. */
function rowsByBin(bin: Int32Array, count: number): readonly Int32Array[] {
  const sizes = new Int32Array(count);
  for (let row = 0; row < bin.length; row++) sizes[bin[row] as number] = (sizes[bin[row] as number] as number) + 1;
  const rows = Array.from(sizes, (size) => new Int32Array(size));
  for (let row = bin.length - 1; row >= 0; row--) {
    const b = bin[row] as number;
    sizes[b] = (sizes[b] as number) - 1;
    (rows[b] as Int32Array)[sizes[b] as number] = row;
  }
  return rows;
}

function takePredictions({ scores, labels, clusters, weights }: Predictions, rows: Int32Array): Predictions {
  return {
    scores: Float64Array.from(rows, (row) => scores[row] as number),
    labels: Float64Array.from(rows, (row) => labels[row] as number),
    clusters: clusters && rows.map((row) => clusters[row] as number),
    weights: weights && Float64Array.from(rows, (row) => weights[row] as number),
  };
}
