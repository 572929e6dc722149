import type { Design, LevelColumn, NumberColumn } from "./design.ts";
import { kernelLoops } from "./kernel-loops.ts";
import { type BlockShape, LANES, type Loops } from "./loops.ts";
import { plainLoops } from "./plain-loops.ts";

/** Numbers of a block that stay in the cache beside the weights. */
const ROOM = 32_768;
const MOST_ROWS = 256;

/** Rows that are worked on together: as many as their scores leave room for in the cache. */
function blockRows(outputs: number): number {
  const rows = Math.max(LANES, Math.min(MOST_ROWS, Math.floor(ROOM / outputs)));
  return rows - (rows % LANES);
}

/** A stretch of rows: from, and up to. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

/** Scores and gradients of a design, some rows at a time. */
export interface Blocks {
  /** Rows of a block at most. */
  readonly rows: number;
  /** The arrays that blocks work on. */
  readonly loops: Loops;
  /** The weights that scores are made with from now on (place by place, output by output); the gradient starts at 0. */
  start(x: Float64Array): void;
  /** Writes the scores of some rows into the cells. */
  score(rows: Rows): void;
  /** Adds what the slopes in the cells mean for each weight: their sum times the design. */
  pull(rows: Rows): void;
  /** Writes the gradient, as the weights came. */
  finish(gradient: Float64Array): void;
}

/** Lays out the room that blocks need. One output has loops of its own; several are the kernel's, where there is one. */
export function blocksOf(design: Design, outputs: number): Blocks {
  const numbers = design.columns.filter((column) => column.kind === "number");
  const levels = design.columns.filter((column) => column.kind === "levels");
  const used = numbers.filter(({ spread }) => spread > 0);
  const places = new Int32Array(Math.ceil(used.length / LANES) * LANES);
  places.set(used.map(({ at }) => at));
  const rows = blockRows(outputs);
  const shape: BlockShape = { rows, outputs, weights: design.width * outputs, places };
  const loops = (outputs > 1 ? kernelLoops(shape) : undefined) ?? plainLoops(shape);
  const gaps = numbers.filter(({ missingAt }) => missingAt >= 0);
  return {
    rows,
    loops,
    start(x) {
      restride(x, outputs, { into: loops.x, stride: loops.stride });
      loops.gradient.fill(0);
    },
    score(span) {
      spreadIntercepts(loops, span);
      used.forEach((column, i) => {
        standardise(column, loops.by, { ...span, first: i, width: places.length });
      });
      loops.score(span.to - span.from);
      for (const column of gaps) eachGap(column, span, (row) => addPlace(loops, row, column.missingAt));
      for (const column of levels) eachLevel(column, span, (row, place) => addPlace(loops, row, place));
    },
    pull(span) {
      const count = span.to - span.from;
      clearBeyond(loops, count, places.length);
      pullIntercepts(loops, count);
      loops.pull(count);
      for (const column of gaps) eachGap(column, span, (row) => addRow(loops, row, column.missingAt));
      for (const column of levels) eachLevel(column, span, (row, place) => addRow(loops, row, place));
    },
    finish: (gradient) => unstride(loops.gradient, loops.stride, { into: gradient, outputs }),
  };
}

function restride(from: Float64Array, outputs: number, { into, stride }: { into: Float64Array; stride: number }): void {
  if (stride === outputs) into.set(from);
  else for (let i = 0, at = 0; i < from.length; i += outputs, at += stride) into.set(from.subarray(i, i + outputs), at);
}

function unstride(
  from: Float64Array,
  stride: number,
  { into, outputs }: { into: Float64Array; outputs: number },
): void {
  if (stride === outputs) into.set(from);
  else
    for (let i = 0, at = 0; i < into.length; i += outputs, at += stride) into.set(from.subarray(at, at + outputs), i);
}

function spreadIntercepts({ x, cells, stride }: Loops, { from, to }: Rows): void {
  const intercepts = x.subarray(0, stride);
  for (let row = 0; row < to - from; row++) cells.set(intercepts, row * stride);
}

/** The loops take four rows at a time: what is left of an earlier block must count nothing. */
function clearBeyond({ cells, by, stride }: Loops, rows: number, width: number): void {
  const end = Math.ceil(rows / LANES) * LANES;
  cells.fill(0, rows * stride, end * stride);
  by.fill(0, rows * width, end * width);
}

function pullIntercepts({ cells, gradient, stride }: Loops, rows: number): void {
  for (let start = 0; start < rows * stride; start += stride)
    for (let k = 0; k < stride; k++) gradient[k] = (gradient[k] as number) + (cells[start + k] as number);
}

function standardise(
  { values, fill, mean, spread }: NumberColumn,
  by: Float64Array,
  { from, to, first, width }: Rows & { readonly first: number; readonly width: number },
): void {
  const scale = 1 / spread;
  for (let row = from, at = first; row < to; row++, at += width) {
    const value = values[row] as number;
    by[at] = ((Number.isNaN(value) ? fill : value) - mean) * scale;
  }
}

function eachGap({ values }: NumberColumn, { from, to }: Rows, visit: (row: number) => void): void {
  for (let row = from; row < to; row++) if (Number.isNaN(values[row])) visit(row - from);
}

function eachLevel(
  { codes, places, missingAt }: LevelColumn,
  { from, to }: Rows,
  visit: (row: number, place: number) => void,
): void {
  for (let row = from; row < to; row++) {
    const code = codes[row] as number;
    const place = code < 0 ? missingAt : (places[code] as number);
    if (place >= 0) visit(row - from, place);
  }
}

/** Adds the weights of a place to a row's scores. */
function addPlace({ x, cells, stride }: Loops, row: number, place: number): void {
  for (let k = 0; k < stride; k++)
    cells[row * stride + k] = (cells[row * stride + k] as number) + (x[place * stride + k] as number);
}

/** Adds a row's slopes to the gradient of a place. */
function addRow({ gradient, cells, stride }: Loops, row: number, place: number): void {
  for (let k = 0; k < stride; k++)
    gradient[place * stride + k] = (gradient[place * stride + k] as number) + (cells[row * stride + k] as number);
}
