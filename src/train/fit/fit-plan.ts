import { folds, splitByTime } from "../../data/index.ts";
import type { Evaluation } from "../../system/index.ts";

/** One fit of the plan: learn from some rows, score others that it has not seen. */
export interface PlannedFit {
  readonly train: Int32Array;
  readonly score: Int32Array;
}

/** How a head is judged before the model that will be served is fitted on everything. */
export interface FitPlan {
  /** In words, for the report and the lineage. */
  readonly kind: string;
  readonly fits: readonly PlannedFit[];
  /** Numbers of the fits whose scored rows are judged. */
  readonly judged: readonly number[];
  /** Numbers of the fits whose scores may calibrate that fit's: never its own. */
  readonly calibrators: (fit: number) => readonly number[];
}

export interface PlanInput {
  readonly rows: number;
  readonly entity: Int32Array;
  readonly time: Float64Array | null;
  /** The kind of each row, from 0: the folds get equal shares of every kind. */
  readonly strata: Float64Array;
  readonly evaluation: Evaluation;
  readonly seed: number;
}

/** By time when the data have one, else a cross-fit in which no entity is on both sides. */
export function fitPlan(input: PlanInput): FitPlan {
  return input.time === null ? byEntity(input) : byTime(input, input.time);
}

/**
 * Every row is scored once by a model that saw none of its entity's rows. Judging all rows instead of one split narrows
 * the interval by the square root of the number of folds.
 */
function byEntity({ rows, entity, strata, evaluation, seed }: PlanInput): FitPlan {
  const fold = folds(entity, { k: evaluation.folds, seed, strata });
  const fits = Array.from({ length: evaluation.folds }, (_, k) => ({
    train: rowsWhere(rows, (row) => fold[row] !== k),
    score: rowsWhere(rows, (row) => fold[row] === k),
  }));
  const all = fits.map((_, k) => k);
  return {
    kind: `${evaluation.folds} folds by entity`,
    fits,
    judged: all,
    calibrators: (fit) => all.filter((other) => other !== fit),
  };
}

/**
 * The newest rows are judged by a model of the older ones, as it will be in use. An earlier fit of the same shape gives the
 * scores that calibrate it. Entities may be on both sides: so they will be tomorrow.
 */
function byTime({ rows, evaluation: { newest } }: PlanInput, time: Float64Array): FitPlan {
  const older = 1 - newest;
  const table = { rows, columns: [{ name: "time", kind: "time" as const, values: time }] };
  const parts = splitByTime(table, {
    by: "time",
    shares: { early: older * older, middle: older * newest, late: newest },
  });
  return {
    kind: `the newest ${Math.round(newest * 100)}% by time`,
    fits: [
      { train: parts.early, score: parts.middle },
      { train: Int32Array.from([...parts.early, ...parts.middle]), score: parts.late },
    ],
    judged: [1],
    calibrators: (fit) => (fit === 1 ? [0] : []),
  };
}

function rowsWhere(rows: number, keep: (row: number) => boolean): Int32Array {
  const kept = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (keep(row)) kept[count++] = row;
  return kept.slice(0, count);
}
