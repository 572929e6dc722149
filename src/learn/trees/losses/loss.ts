import type { TreesLink } from "../../../model/index.ts";
import type { Engine, FastLoss } from "../engine.ts";

/** Rows as a loss sees them. */
export interface Labelled {
  readonly rows: number;
  /** One per row; with several labels, row by row. */
  readonly label: Float64Array;
  readonly weights: Float64Array;
  /** Ranking: the list of each row. */
  readonly groups?: Int32Array;
}

/** What boosting lowers. Scores are output after output; all sums are weighted. */
export interface Loss {
  readonly outputs: number;
  /** From scores to what the model promises. */
  readonly link: TreesLink;
  /** Which labels it takes. Absent: all that the task takes. */
  readonly labels?: LabelRule;
  /** The best constant scores. */
  base(data: Labelled): readonly number[];
  /** The mean loss per unit of weight; lower is better. */
  mean(data: Labelled, scores: Float64Array): number;
  /** How gradients come about: by one of the engine's losses, or written here, side by side, output after output. */
  readonly derive: FastLoss | Derive;
  /** Where gradients do not say how far to go: a leaf's value is this quantile of label - score. */
  readonly quantile?: number;
}

export type Derive = (data: Labelled, derivation: Derived) => void;

/** Scores, where the pairs go, and who can help. */
export interface Derived {
  readonly scores: Float64Array;
  readonly pairs: Float32Array;
  readonly engine: Engine;
}

export interface LabelRule {
  /** In words, after "must be". */
  readonly allowed: string;
  accepts(label: number): boolean;
}

/** The weighted mean of something known of each row. */
export function meanOver({ rows, weights }: Labelled, of: (row: number) => number): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights[row] as number;
    sum += weight * of(row);
    total += weight;
  }
  return sum / total;
}

/** The weighted mean of the labels. */
export function meanLabel(data: Labelled): number {
  return meanOver(data, (row) => data.label[row] as number);
}
