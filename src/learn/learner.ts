import type { Table } from "../data/index.ts";
import type { Params, ParamValues } from "../kernel/index.ts";
import type { Model, Task } from "../model/index.ts";

/** What a learner learns from. Row i of `features` has label `label[i]`. */
export interface TrainingSet {
  readonly features: Table;
  /** Binary: 0 or 1. Multiclass: index into `classes`. Regression: the value. Never missing. */
  readonly label: Float64Array;
  /** Multiclass only; empty otherwise. */
  readonly classes: readonly string[];
  /** Default: every row weighs 1. Finite and not negative. */
  readonly weights?: Float64Array;
}

export interface FitContext {
  readonly task: Task;
  readonly seed: number;
  /** Unseen rows for early stopping, for the learners that can use them. */
  readonly validation?: TrainingSet;
  /** Called now and then with the share done, 0 to 1. */
  onProgress?(share: number): void;
}

export interface Capabilities {
  readonly missing: boolean;
  readonly text: boolean;
  readonly weights: boolean;
  /** Uses `FitContext.validation` to stop early. */
  readonly earlyStopping: boolean;
}

/**
 * An algorithm with declared parameters. One file in `learn/learners/`, one `defineLearner` call; the catalogue carries
 * it to the system file, the CLI and the conformance suite.
 */
export interface Learner<P extends Params = Params> {
  readonly name: string;
  readonly doc: string;
  /** Where the algorithm is described. */
  readonly reference: string;
  readonly tasks: readonly Task[];
  readonly capabilities: Capabilities;
  readonly params: P;
  /** Learns. Leaves its input untouched; the same input, parameters and seed give the same bytes. */
  fit(training: TrainingSet, params: ParamValues<P>, context: FitContext): Model;
}

export function defineLearner<P extends Params>(learner: Learner<P>): Learner<P> {
  return Object.freeze(learner);
}
