import type { Cell } from "../../data/index.ts";

/** What one feature adds to each raw score. */
export interface Contribution {
  readonly feature: string;
  /** The row's value; null when it is missing. */
  readonly value: Cell;
  /** One number per raw score; positive raises it. */
  readonly adds: readonly number[];
}

/**
 * Why a row got its scores, before link and calibration: each raw score is `expected` plus what the features add, to
 * rounding. A model by itself has one raw score per output; a composed one has those of the parts that answered.
 */
export interface Explanation {
  readonly kind: "explanation";
  /** The raw scores of a row of which nothing is known. */
  readonly expected: readonly number[];
  readonly score: readonly number[];
  /** Every feature of the model, the largest sum of |adds| first; equals in the order of the signature. */
  readonly contributions: readonly Contribution[];
  /** What `expected` is the mean of: the rows of training, the rows given as background, or nothing but the intercept. */
  readonly against: "training" | "background" | "intercept";
  /** What a row with those raw scores is given, one number per output: through links, calibrations, and what joins parts. */
  toOutputs(raw: readonly number[]): Float64Array;
  /** The raw scores that belong to an output, by their positions. */
  behind(output: number): readonly number[];
}

/** Why there is no explanation. */
export interface Unexplained {
  readonly kind: "unexplained";
  /**
   * `format`: models of this format, or of a part's, are not explained. `no-cover`: the forest does not say how many rows
   * took each branch; give a background. `too-deep`: a tree asks more than 512 questions in a row. `empty-background`: it
   * has no rows.
   */
  readonly reason: "format" | "no-cover" | "too-deep" | "empty-background";
}

/** What an explainer of one format finds out: by slot, before it is sorted and named. */
export interface RawExplanation {
  readonly expected: Float64Array;
  readonly score: Float64Array;
  /** Outputs × slots. */
  readonly adds: Float64Array;
  readonly against: Explanation["against"];
}
