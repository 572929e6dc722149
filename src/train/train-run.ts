import type { Dataset } from "./dataset.ts";
import type { FittedHead } from "./fit-heads.ts";
import type { TrainResult } from "./result.ts";

/** A run with its report's material: the fitted heads and what they were judged on. */
export interface TrainRun {
  readonly result: TrainResult;
  readonly heads: readonly FittedHead[];
  readonly dataset: Dataset;
  readonly rows: Int32Array;
  readonly score: Float64Array;
  readonly truth: Float64Array;
}
