import type { Space } from "../../kernel/index.ts";
import type { Point } from "./coordinates.ts";

/** One trial to be run. */
export interface Draft {
  /** 0, 1, 2 … within the search. */
  readonly number: number;
  /** Number of the point: the same one may be tried again with more. */
  readonly point: number;
  readonly params: Point;
  /** Share of the full resource (rows, as a rule) that it gets, above 0 and at most 1. */
  readonly share: number;
}

/** One trial that was run. */
export interface Told extends Draft {
  /** Lower is better; null when the trial failed, which counts as worse than any number. */
  readonly loss: number | null;
}

/** What a search is made of. Everything that decides what is proposed is here. */
export interface SearchPlan {
  readonly space: Space;
  /** Points that are tried first, such as the parameters in use. */
  readonly start: readonly Point[];
  /** How many points are tried in all, those of `start` included. */
  readonly trials: number;
  /** How many trials are proposed at a time, whatever the number of threads: what makes a search repeatable. */
  readonly batch: number;
  readonly seed: number;
}

/**
 * A way of searching, as a pure function: the trials that were run, in; the next batch, out; empty at the end. It is
 * asked only between batches, so the answer depends on neither the order nor the number of threads in which they ran.
 */
export interface SearchMethod {
  readonly name: string;
  /** Where it is described. */
  readonly reference: string;
  next(plan: SearchPlan, told: readonly Told[]): readonly Draft[];
}

/** The better of two losses first; failed trials last, and the earlier of equals first. */
export function byLoss(a: Told, b: Told): number {
  if (a.loss === null || b.loss === null)
    return Number(a.loss === null) - Number(b.loss === null) || a.number - b.number;
  return a.loss - b.loss || a.number - b.number;
}

/** The best trial that had the full resource; undefined when none of them succeeded. */
export function bestTold(told: readonly Told[]): Told | undefined {
  const [best] = told.filter(({ share, loss }) => share === 1 && loss !== null).sort(byLoss);
  return best;
}
