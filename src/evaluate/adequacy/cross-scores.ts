import { folds, type Table } from "../../data/index.ts";

/** What a classifier is asked: learn from some rows, and say of others how likely each class is. */
export interface ScoringTask {
  readonly features: Table;
  /** Class number of every row; of two classes 0 and 1. */
  readonly label: Float64Array;
  /** Number of classes. */
  readonly classes: number;
  readonly train: Int32Array;
  readonly score: Int32Array;
  readonly seed: number;
}

/** A classifier. Of two classes: the probability of class 1 for each scored row. Of more: `classes` for each, row by row. */
export type Classify = (task: ScoringTask) => Float64Array;

export interface CrossScoring {
  readonly features: Table;
  readonly label: Float64Array;
  readonly classes: number;
  /** Rows of one entity are scored together. Default: every row for itself. */
  readonly entity?: Int32Array;
  readonly seed: number;
  readonly classify: Classify;
}

const FOLDS = 3;

/** The probabilities of every row, each from a classifier that saw no row of its entity. Throws `data.folds-impossible`. */
export function crossScores({ features, label, classes, entity, seed, classify }: CrossScoring): Float64Array {
  const groups = entity ?? Int32Array.from({ length: features.rows }, (_, row) => row);
  const fold = folds(groups, { k: FOLDS, seed, strata: label });
  const width = classes > 2 ? classes : 1;
  const scores = new Float64Array(features.rows * width);
  for (let k = 0; k < FOLDS; k++) {
    const rows = Int32Array.from(fold.keys());
    const score = rows.filter((row) => fold[row] === k);
    const train = rows.filter((row) => fold[row] !== k);
    const found = classify({ features, label, classes, train, score, seed });
    for (let i = 0; i < score.length; i++)
      scores.set(found.subarray(i * width, (i + 1) * width), (score[i] as number) * width);
  }
  return scores;
}
