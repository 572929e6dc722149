import { takeRows } from "../../data/index.ts";
import type { HeldOut } from "../../learn/index.ts";
import { type Model, scoreModel } from "../../model/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { HeadLabel } from "../dataset/head-label.ts";
import { heldOut } from "../fit/calibrate-head.ts";
import { pickRows } from "../fit/join.ts";

/** Rows that came since a model learned, and what it says of them before any calibration. */
export interface SinceRows {
  /** Numbers of the rows, ascending. */
  readonly rows: Int32Array;
  readonly raw: Float64Array;
}

/** The rows that are newer than a moment (ms). */
export function rowsSince(
  model: Model,
  { dataset, since }: { readonly dataset: Dataset; readonly since: number },
): SinceRows {
  const { time, rows: count, features } = dataset;
  const rows = Int32Array.from({ length: count }, (_, row) => row).filter((row) => (time?.[row] ?? Number.NaN) > since);
  return { rows, raw: scoreModel(rawOf(model), takeRows(features, rows)) };
}

/** The model without its calibration. */
function rawOf({ calibrations: _, ...model }: Model): Model {
  return { ...model, calibration: { kind: "none" } };
}

/** Those of the rows for which `keeps` holds. */
export function partOf({ rows, raw }: SinceRows, keeps: (row: number) => boolean): SinceRows {
  const places = rows.map((_, i) => i).filter((i) => keeps(rows[i] as number));
  return { rows: pickNumbers(rows, places), raw: pickRows(raw, places, 1) };
}

function pickNumbers(numbers: Int32Array, places: Int32Array): Int32Array {
  return places.map((i) => numbers[i] as number);
}

/** The labelled ones among them, as a calibration is learned from them: weighted by 1 / propensity where the label is. */
export function taught(label: HeadLabel, { rows, raw }: SinceRows): HeldOut {
  return heldOut(label, { rows, said: raw, width: 1 });
}

/** So many rows of equal weight, and so many of the rarer label among them. */
export interface Worth {
  readonly rows: number;
  readonly rarer: number;
}

/** What held-out rows are worth. */
export function worthOf({ label, weights }: HeldOut): Worth {
  const sums = { weight: 0, squares: 0, yes: 0 };
  label.forEach((truth, i) => {
    const weight = weights?.[i] ?? 1;
    sums.weight += weight;
    sums.squares += weight * weight;
    sums.yes += weight * truth;
  });
  const rows = sums.squares > 0 ? sums.weight ** 2 / sums.squares : 0;
  const share = sums.weight > 0 ? sums.yes / sums.weight : 0;
  return { rows, rarer: rows * Math.min(share, 1 - share) };
}
