import { type Cell, type Column, cellIn, type Row, type Table } from "../data/index.ts";
import { calibrateOutputs } from "./calibration/apply.ts";
import { formatOf } from "./format-of.ts";
import type { FeatureSlot, Model, RowScorer } from "./model.ts";
import { outputsOf } from "./signature.ts";

/**
 * Scores a table: rows × outputs numbers, row by row. Binary: one calibrated probability; multiclass and
 * hierarchical: one per class; multilabel: one per label; regression: one value; ranking: one score. Throws
 * `model.signature-mismatch`, `model.format-unknown`.
 */
export function scoreModel(model: Model, table: Table): Float64Array {
  return calibrateOutputs(model, formatOf(model.format).scoreRaw(model, table, scoreModel));
}

/**
 * A function that does what {@link scoreModel} does, for tables of the same rows as a first one and other columns here and
 * there: faster where only a part of the model reads these. Throws as {@link scoreModel} does.
 */
export function changesScorer(model: Model, first: Table): (changed: Table) => Float64Array {
  const raw = formatOf(model.format).changesScorer?.(model, first);
  if (raw === undefined) return (changed) => scoreModel(model, changed);
  return (changed) => calibrateOutputs(model, raw(changed));
}

/** Scores one row: the same numbers as a table of that row. A key that the row lacks is missing. */
export function scoreRow(model: Model, row: Row): number[] {
  const out = outOf(model);
  rowScorer(model)(row, out);
  // An array's iterator costs more than the scores of a small forest.
  const scores: number[] = [];
  for (let k = 0; k < out.length; k++) scores.push(out[k] as number);
  return scores;
}

const outs = new WeakMap<Model, Float64Array>();

/** Room for the scores of one row: taken over at once, and so kept for the next row. */
function outOf(model: Model): Float64Array {
  const ready = outs.get(model);
  if (ready !== undefined) return ready;
  const made = new Float64Array(outputsOf(model.signature));
  outs.set(model, made);
  return made;
}

const scorers = new WeakMap<Model, RowScorer>();

/**
 * A function that does what {@link scoreRow} does, into an array of the caller (one number per output) and, where the
 * format can, without allocation. Throws `model.format-unknown`.
 */
export function rowScorer(model: Model): RowScorer {
  const ready = scorers.get(model);
  if (ready !== undefined) return ready;
  const made = calibrated(model, rawScorer(model));
  scorers.set(model, made);
  return made;
}

function rawScorer(model: Model): RowScorer {
  const format = formatOf(model.format);
  const { features } = model.signature;
  return (
    format.rowScorer?.(model, rowScorer) ??
    ((row, out) => out.set(format.scoreRaw(model, oneRow(features, row), scoreModel)))
  );
}

function calibrated(model: Model, raw: RowScorer): RowScorer {
  if (model.calibration.kind === "none" && model.calibrations === undefined) return raw;
  return (row, out) => {
    raw(row, out);
    calibrateOutputs(model, out);
  };
}

/**
 * Each feature's share of what the model learned: 0 to 1, summing to 1 (or all 0 when it learned nothing). Empty where the
 * model does not know it, as ONNX files do not: permutation tells, on rows.
 */
export function importanceOf(model: Model): Readonly<Record<string, number>> {
  return formatOf(model.format).importance(model, importanceOf);
}

function oneRow(slots: readonly FeatureSlot[], row: Row): Table {
  return { rows: 1, columns: slots.map((slot) => oneCell(slot, cellIn(row, slot.name))) };
}

const FIRST = new Int32Array([0]);
const ABSENT = new Int32Array([-1]);

/** What `columnOf` makes of one cell, at a fraction of its cost: this runs once per feature and request. */
function oneCell({ name, kind }: FeatureSlot, cell: Cell): Column {
  if (kind === "text") {
    if (cell === null) return { name, kind, codes: ABSENT, levels: [] };
    return { name, kind, codes: FIRST, levels: [String(cell)] };
  }
  const values = new Float64Array(1);
  values[0] = cell === null || typeof cell === "string" ? Number.NaN : Number(cell);
  return { name, kind, values };
}
