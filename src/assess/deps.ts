import type { Progress } from "../report/index.ts";
import type { Compute } from "../store/index.ts";
import type { ReadSource } from "../train/index.ts";

/** More folds would say little more, and take longer. */
export const MOST_FOLDS = 5;

/** What assessing needs, and what the system file need not say. It stores nothing. */
export interface AssessDeps {
  readonly read: ReadSource;
  readonly compute: Compute;
  readonly progress: Progress;
  /** Milliseconds that only move forward. */
  readonly stopwatch: () => number;
  /** Asked between two steps. */
  readonly signal?: { throwIfAborted(): void };
  /** New entities a day, for the length of an experiment. Default: the objective's `perYear` / 365, by the decisions of one entity. */
  readonly perDay?: number;
  /** What building and running would cost a year, in the objective's currency. Default: not known. */
  readonly costPerYear?: number;
}
