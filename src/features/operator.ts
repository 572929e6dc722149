import type { Kind } from "../data/index.ts";
import type { Options } from "./node.ts";

/**
 * A value while it is computed. Numbers, times (ms) and flags (1 or 0) are numbers, and missing is NaN; text is text, and
 * missing is null.
 */
export type Scalar = number | string | null;

/**
 * One operator. `apply` is its meaning, everywhere: a training column, a served row and a replay all call this function.
 * Unless `seesMissing`, it is never called with a missing argument: the result is then missing. A result of NaN or an
 * infinity is missing too.
 */
export interface Operator {
  readonly name: string;
  /** Kinds of the arguments; `same` means: the kind of the result. */
  readonly takes: readonly (Kind | "same" | "any")[];
  readonly gives: Kind | "same";
  readonly seesMissing?: boolean;
  /** For people: the arguments in words, in order. */
  readonly words: (args: readonly string[], options: Options) => string;
  readonly apply: (args: readonly Scalar[], options: Options) => Scalar;
}

export function defineOperator(operator: Operator): Operator {
  return Object.freeze(operator);
}

export const TRUE = 1;
export const FALSE = 0;

export function flagOf(value: boolean): number {
  return value ? TRUE : FALSE;
}

export function isMissing(value: Scalar | undefined): boolean {
  return value === null || value === undefined || (typeof value === "number" && Number.isNaN(value));
}
