import type { Design, LevelColumn, NumberColumn } from "./design.ts";

/** Rows that are worked on together: column after column, while what they share stays in the cache. */
export const BLOCK = 256;

/** Rows from `from` to `to`, with `outputs` numbers each. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly outputs: number;
  /** Their scores or their residuals, row by row, from 0 on. */
  readonly cells: Float64Array;
}

/** Writes the scores of a span's rows under the weights x (place by place, output by output). */
export function scoreSpan({ columns }: Design, x: Float64Array, span: Span): void {
  const { from, to, outputs, cells } = span;
  for (let i = 0; i < (to - from) * outputs; i++) cells[i] = x[i % outputs] as number;
  for (const column of columns) {
    if (column.kind === "number") scoreNumbers(column, x, span);
    else scoreLevels(column, x, span);
  }
}

/** Adds what a span's residuals mean for each weight: their sum times the design. */
export function pullSpan({ columns }: Design, gradient: Float64Array, span: Span): void {
  const { from, to, outputs, cells } = span;
  for (let i = 0; i < (to - from) * outputs; i++)
    gradient[i % outputs] = (gradient[i % outputs] as number) + (cells[i] as number);
  for (const column of columns) {
    if (column.kind === "number") pullNumbers(column, gradient, span);
    else pullLevels(column, gradient, span);
  }
}

function scoreNumbers(column: NumberColumn, x: Float64Array, { from, to, outputs, cells }: Span): void {
  const { values, fill, mean, spread, at, missingAt } = column;
  const scale = spread > 0 ? 1 / spread : 0;
  for (let row = from; row < to; row++) {
    const value = values[row] as number;
    const absent = Number.isNaN(value);
    const by = ((absent ? fill : value) - mean) * scale;
    const start = (row - from) * outputs;
    for (let k = 0; k < outputs; k++)
      cells[start + k] = (cells[start + k] as number) + by * (x[at * outputs + k] as number);
    if (absent) addPlace(cells, start, { x, place: missingAt, outputs });
  }
}

function pullNumbers(column: NumberColumn, gradient: Float64Array, { from, to, outputs, cells }: Span): void {
  const { values, fill, mean, spread, at, missingAt } = column;
  const scale = spread > 0 ? 1 / spread : 0;
  const sums = new Float64Array(outputs);
  for (let row = from; row < to; row++) {
    const value = values[row] as number;
    const absent = Number.isNaN(value);
    const by = ((absent ? fill : value) - mean) * scale;
    const start = (row - from) * outputs;
    for (let k = 0; k < outputs; k++) sums[k] = (sums[k] as number) + by * (cells[start + k] as number);
    if (absent) addRow(gradient, missingAt, { cells, start, outputs });
  }
  addRow(gradient, at, { cells: sums, start: 0, outputs });
}

function scoreLevels({ codes, places, missingAt }: LevelColumn, x: Float64Array, span: Span): void {
  const { from, to, outputs, cells } = span;
  for (let row = from; row < to; row++) {
    const code = codes[row] as number;
    const place = code < 0 ? missingAt : (places[code] as number);
    if (place >= 0) addPlace(cells, (row - from) * outputs, { x, place, outputs });
  }
}

function pullLevels({ codes, places, missingAt }: LevelColumn, gradient: Float64Array, span: Span): void {
  const { from, to, outputs, cells } = span;
  for (let row = from; row < to; row++) {
    const code = codes[row] as number;
    const place = code < 0 ? missingAt : (places[code] as number);
    if (place >= 0) addRow(gradient, place, { cells, start: (row - from) * outputs, outputs });
  }
}

interface FromPlace {
  readonly x: Float64Array;
  readonly place: number;
  readonly outputs: number;
}

/** Adds the weights of a place to a row's scores. */
function addPlace(cells: Float64Array, start: number, { x, place, outputs }: FromPlace): void {
  for (let k = 0; k < outputs; k++)
    cells[start + k] = (cells[start + k] as number) + (x[place * outputs + k] as number);
}

interface FromRow {
  readonly cells: Float64Array;
  readonly start: number;
  readonly outputs: number;
}

/** Adds a row's residuals to the gradient of a place. */
function addRow(gradient: Float64Array, place: number, { cells, start, outputs }: FromRow): void {
  for (let k = 0; k < outputs; k++)
    gradient[place * outputs + k] = (gradient[place * outputs + k] as number) + (cells[start + k] as number);
}
