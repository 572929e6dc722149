import type { Task } from "../../src/model/index.ts";

/** A feature as everybody gets it: 32-bit numbers, NaN is missing; a category is the number of its level. */
export interface Feature {
  readonly name: string;
  readonly values: Float32Array;
  /** How many levels a category has; 0 for a number. */
  readonly levels: number;
}

/** A problem's rows. */
export interface Rows {
  readonly features: readonly Feature[];
  /** One number per row; per row and label where there are several. */
  readonly label: Float64Array;
  /** Number of classes (multiclass) or labels (multilabel); otherwise 0. */
  readonly outputs: number;
  /** Rows with the same number stay on one side of the split; a list, where lists are ranked. */
  readonly groups?: Int32Array;
}

/** One file in `problems/` declares one of these, or several of a kind. */
export interface Problem {
  readonly name: string;
  readonly about: string;
  readonly task: Extract<Task, "binary" | "multiclass" | "multilabel" | "regression" | "ranking">;
  readonly rounds: number;
  /** Needs more memory or time than most would spend: only when asked for by name or with `--large`. */
  readonly large?: boolean;
  /** Splits that quality is compared on. */
  readonly seeds: number;
  /** The rows, or where the data are looked for when they are not there. */
  make(): Promise<Rows | { readonly missing: string }>;
}

/** The share of rows that is kept for judging. */
export const UNSEEN = 0.25;
