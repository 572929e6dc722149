import { rowOf, type Table, takeRows } from "../../data/index.ts";
import { encodeModel, type Model, scoreRow } from "../../model/index.ts";

/** What the quick look took, as measured on the machine that looked. */
export interface Footprint {
  readonly rows: number;
  readonly features: number;
  /** Bytes of the features in memory. */
  readonly tableBytes: number;
  /** Null, like what follows, where nothing was fitted or no clock ran. */
  readonly fit: QuickFitTime | null;
  /** Bytes of a quick fit's model in a file. */
  readonly modelBytes: number | null;
  readonly decision: DecisionTime | null;
}

/** How long one quick fit took on so many rows. */
export interface QuickFitTime {
  readonly rows: number;
  readonly seconds: number;
}

/** Milliseconds that scoring one decision took, over so many decisions. The middle one, for a mean would follow a single pause. */
export interface DecisionTime {
  readonly decisions: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** What a fit leaves behind to be measured. */
export interface Fitted {
  readonly model: Model;
  /** Features of the rows that the fits saw. */
  readonly features: Table;
  /** Of one fit. */
  readonly seconds: number;
}

/** So many decisions are timed. */
const TIMED = 500;

/** Measures what is there: the table, and the model where one was fitted. */
export function footprintOf(
  table: Pick<Table, "rows" | "columns">,
  fitted: Fitted | null,
  stopwatch: () => number,
): Footprint {
  return {
    rows: table.rows,
    features: table.columns.length,
    tableBytes: table.columns.reduce((sum, column) => sum + (column.kind === "text" ? 4 : 8) * table.rows, 0),
    fit: fitted === null || fitted.seconds <= 0 ? null : { rows: fitted.features.rows, seconds: fitted.seconds },
    modelBytes: fitted === null ? null : encodeModel(fitted.model).length,
    decision: fitted === null ? null : timeDecisions(fitted, stopwatch),
  };
}

/** Scores single rows, once for the compiler and once for the clock; null where the clock does not run. */
function timeDecisions({ model, features }: Fitted, stopwatch: () => number): DecisionTime | null {
  const count = Math.min(TIMED, features.rows);
  if (count === 0) return null;
  const spread = Int32Array.from({ length: count }, (_, i) => Math.floor((i * features.rows) / count));
  const sample = takeRows(features, spread);
  const rows = Array.from({ length: count }, (_, row) => rowOf(sample, row));
  for (const row of rows) scoreRow(model, row);
  const took = rows.map((row) => {
    const started = stopwatch();
    scoreRow(model, row);
    return stopwatch() - started;
  });
  const sorted = took.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * count)] ?? 0;
  return at(0.99) <= 0 ? null : { decisions: count, medianMs: at(0.5), p99Ms: at(0.99) };
}
