import { denseClusters } from "../../stats/index.ts";

/** Predictions beside the truth: what every metric takes. Row i of each array is the same row. */
export interface Predictions {
  /**
   * Binary: a probability. Regression: a value. Ranking: a score. Multiclass, hierarchical and multilabel: `classes`
   * probabilities per row, row by row. Finite.
   */
  readonly scores: Float64Array;
  /**
   * Binary: 0 or 1. Regression: the value. Ranking: the relevance. Multiclass and hierarchical: the class number.
   * Multilabel: `labelsPerRow` of 0 or 1 per row, row by row. Never missing.
   */
  readonly labels: Float64Array;
  /** Rows with the same number are not independent (one patient, one visitor). Default: every row for itself. */
  readonly clusters?: Int32Array | undefined;
  /** Finite, not negative. Default: every row weighs 1. */
  readonly weights?: Float64Array | undefined;
  /** 1 where the policy acted, 0 where not. Default: 1 where the score is at least a half. */
  readonly actions?: Uint8Array | undefined;
  /** Number of classes or labels of a head that has any. */
  readonly classes?: number | undefined;
  /** Multilabel: as many as `classes`. Default 1. */
  readonly labelsPerRow?: number | undefined;
  /** Ranking: the number of the list that a row belongs to. */
  readonly groups?: Int32Array | undefined;
  /** Hierarchical: the leaves as paths, such as `fashion > shoes`, in the order of the classes. */
  readonly names?: readonly string[] | undefined;
}

/** The rows of one cluster, which are drawn and pulled together: numbers 0 … count − 1, in order of first appearance. */
export function clusterNumbers({ labels, clusters }: Predictions): {
  readonly numbers: Int32Array;
  readonly count: number;
} {
  if (clusters !== undefined) return denseClusters(clusters);
  return { numbers: Int32Array.from(labels, (_, row) => row), count: labels.length };
}

/** How an interval is made. */
export interface MetricOptions {
  /** Default 0.95. */
  readonly level?: number | undefined;
  /** For the metrics that resample. Default 0. */
  readonly seed?: number | undefined;
}

/** A score below this share is not trusted to be a probability of zero: a loss stays finite. */
const SMALLEST_PROBABILITY = 1e-15;

/** −ln p, with p kept off zero by 1e-15: the cross-entropy of a certain truth against a prediction p. In nats. */
export function surprise(probability: number): number {
  return -Math.log(Math.min(1, Math.max(SMALLEST_PROBABILITY, probability)));
}

/** The weight of each row. */
export function weightsOf({ labels, weights, labelsPerRow = 1 }: Predictions): Float64Array {
  return weights ?? new Float64Array(labels.length / labelsPerRow).fill(1);
}

/** 1 where the row was acted on, 0 elsewhere. */
export function actionsOf({ scores, actions }: Predictions): Uint8Array {
  return actions ?? Uint8Array.from(scores, (score) => (score >= 0.5 ? 1 : 0));
}
