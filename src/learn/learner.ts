import type { Table } from "../data/index.ts";
import type { Params, ParamValues } from "../kernel/index.ts";
import type { Model, Task } from "../model/index.ts";
import type { Team } from "../store/index.ts";
import type { Goal } from "./goals.ts";

export type { Service, Team } from "../store/index.ts";

/** What a learner learns from. Row i of `features` has label `label[i]`, or `labels` of them from `label[i · labels]`. */
export interface TrainingSet {
  readonly features: Table;
  /**
   * Binary: 0 or 1. Multiclass and hierarchical: index into `classes`. Regression: the value. Ranking: the relevance, 0
   * or more. Multilabel: rows × labels, row by row, 0 or 1. With goals: rows × goals, row by row. Never missing.
   */
  readonly label: Float64Array;
  /** Multiclass: the classes. Hierarchical: the leaves as paths. Multilabel: the labels. Empty otherwise. */
  readonly classes: readonly string[];
  /** Ranking only: the number of the list that a row belongs to, 0 and up; the rows of a list need not be neighbours. */
  readonly groups?: Int32Array;
  /**
   * The outcomes that one score is learned from, each with its weight (task ranking, for learners with the capability `goals`).
   * Absent: there is one.
   */
  readonly goals?: readonly Goal[];
  /** Default: every row weighs 1. Finite and not negative. */
  readonly weights?: Float64Array;
}

/** What learning is told beside the rows and the parameters. */
export interface FitContext {
  readonly task: Task;
  readonly seed: number;
  /** Unseen rows for early stopping, for the learners that can use them. */
  readonly validation?: TrainingSet;
  /** Learning goes on from this model: for the learners with the capability `warmStart`. */
  readonly start?: Model;
  /** Threads that may help inside the fit. Absent: it stays on its own thread. The model is the same either way. */
  readonly team?: Team;
  /** A loss of one's own, for one score and one label (gbdt: binary and regression). It takes the place of the objective. */
  readonly loss?: CustomLoss;
  /** What early stopping watches instead of the loss. */
  readonly metric?: CustomMetric;
  /** Called now and then with the share done, 0 to 1. */
  onProgress?(share: number): void;
  /** Called with points of a learning curve, such as `("validation", round, loss)`. */
  onCurve?(curve: string, step: number, value: number): void;
}

/**
 * A function is no data: it cannot be hashed, so the lineage of a model knows a custom loss by name and version alone.
 * Raise the version whenever the function changes.
 */
interface Custom {
  readonly name: string;
  readonly version: string;
}

/** A loss of one score and one label. */
export interface CustomLoss extends Custom {
  /** From a score to a prediction. */
  readonly link: "identity" | "sigmoid" | "exp";
  /** The score to start from. */
  readonly base: number;
  value(score: number, label: number): number;
  /** The derivative by the score, and the second one, not negative. */
  gradient(score: number, label: number): number;
  hessian(score: number, label: number): number;
}

/** How good scores (rows × outputs, output after output) are for labels. */
export interface CustomMetric extends Custom {
  readonly higherIsBetter: boolean;
  value(label: Float64Array, scores: Float64Array, weights: Float64Array): number;
}

/** What a learner can do; whoever trains asks before it counts on it. */
export interface Capabilities {
  readonly missing: boolean;
  readonly text: boolean;
  readonly weights: boolean;
  /** Uses `FitContext.validation` to stop early. */
  readonly earlyStopping: boolean;
  /** Uses `FitContext.start` to go on from an earlier model. */
  readonly warmStart: boolean;
  /** Learns one score from several outcomes at once: see `TrainingSet.goals`. Default: it does not. */
  readonly goals?: boolean;
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

/** Declares a learner: frozen, as it is. */
export function defineLearner<P extends Params>(learner: Learner<P>): Learner<P> {
  return Object.freeze(learner);
}
