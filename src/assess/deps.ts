import type { Progress } from "../report/index.ts";
import type { Compute } from "../store/index.ts";
import type { ReadSource } from "../train/index.ts";
import type { Machine } from "./feasibility/feasibility-case.ts";

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
  /** What running would cost a year, in the objective's currency; building too where `buildCost` does not say it. Default: not known. */
  readonly costPerYear?: number;
  /** What building would cost, once. Default: not known. */
  readonly buildCost?: number;
  /** How many months building would take. Default: 3, told as assumed. */
  readonly buildMonths?: number;
  /** What the clock shows, milliseconds since 1970; without it nothing is said of what is fresh, or of the time that is left. */
  readonly now?: number;
  /** The machine on which it would run. Default: not known. */
  readonly machine?: Machine;
}
