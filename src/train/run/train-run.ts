import type { Curves } from "../../registry/index.ts";
import type { RowOutputs } from "../answers/race.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { FittedHead } from "../fit/fit-heads.ts";
import type { Look, Unseen } from "../look/look.ts";
import type { ActResult, AnswerResult } from "./result.ts";

interface AnyRun {
  readonly heads: readonly FittedHead[];
  readonly dataset: Dataset;
  /** Numbers of the judged rows. */
  readonly rows: Int32Array;
  /** What the model that the report tells of looks at; null without one. */
  readonly look: Look | Unseen | null;
  /** Learning curves by head and name: `risk: candidates`. */
  readonly curves: Curves;
}

/** A run of a system that acts or not, with its report's material: the scores and the truth of the judged rows. */
export interface ActRun extends AnyRun {
  readonly kind: "act";
  readonly result: ActResult;
  readonly score: Float64Array;
  readonly truth: Float64Array;
}

/** A run of a system that answers, with its report's material. */
export interface AnswerRun extends AnyRun {
  readonly kind: "answer";
  readonly result: AnswerResult;
  /** What the answers were made from, for the judged rows; null without heads. */
  readonly outputs: RowOutputs | null;
}

/** A run with its report's material: the fitted heads and what they were judged on. */
export type TrainRun = ActRun | AnswerRun;
