import type { Actionable } from "./values.ts";

/** What is wanted of a change. */
export interface CounterfactualOptions {
  /** The decision is whether the output is at least this. */
  readonly threshold: number;
  /** What may change, by feature; everything else stays as it is. */
  readonly actionable: Readonly<Record<string, Actionable>>;
  /** Which output. Default 0. */
  readonly output?: number;
  /** How many features may change at once. Default 3. */
  readonly most?: number;
  /** How many changes are tried for each number of features. Default: about a second's worth, 200,000; of parts 20,000. */
  readonly budget?: number;
}
