import type { Column, Kind } from "../../data/index.ts";
import type { Options } from "../node.ts";
import type { Scalar } from "../operator.ts";

/** What is known of an outcome, row by row: NaN where it is not. */
export interface OutcomeColumn {
  /** The value; or the place of its class. */
  readonly values: Float64Array;
  /** Of a text outcome, in order; else empty. */
  readonly classes: readonly string[];
  /** What every row weighs. Default: each 1. */
  readonly weight?: Float64Array;
}

/** What a transform learns from besides the column itself. */
export interface Lesson {
  readonly options: Options;
  /** The outcome that its options name, if they name one. */
  readonly outcome?: OutcomeColumn;
  /** Rows of one unit must not tell of each other. */
  readonly units: Int32Array;
  readonly seed: number;
}

/** Makes a value into what the columns hold, one after the other. */
export type Apply = (value: Scalar, out: Scalar[]) => void;

/**
 * One way to learn from training rows what a value becomes. `prepare` is the meaning of what was learned, everywhere: a
 * training column and a served row call the same function.
 */
export interface Transform<State> {
  readonly name: string;
  readonly takes: readonly Kind[];
  /** `same`: the kind of what it takes. */
  readonly gives: Exclude<Kind, "time"> | "same";
  /** For people: the argument in words. */
  words(of: string, options: Options): string;
  /** Whether it may give several columns, and therefore has to be a feature by itself. */
  isWide(options: Options): boolean;
  fit(column: Column, lesson: Lesson): State;
  /**
   * The columns for the very rows that it was fitted on, where they must not be what `prepare` gives: one array per column.
   */
  ofTraining?(column: Column, lesson: Lesson, state: State): readonly Float64Array[];
  /** What the columns are called beside the feature's own name; `""` for that alone. */
  columns(state: State, options: Options): readonly string[];
  prepare(state: State, options: Options): Apply;
  /** What was learned, in a few words. */
  learned(state: State, options: Options): string;
  /** The state of plain data that nobody vouches for. Throws `features.frozen-unreadable`. */
  read(data: unknown, options: Options): State;
}

/** Declares a transform: frozen, as it is. */
export function defineTransform<State>(transform: Transform<State>): Transform<State> {
  return Object.freeze(transform);
}
