import { type Placed, place } from "./arena.ts";
import { type CellColumn, cellAt } from "./cells.ts";
import type { Forest } from "./compile.ts";
import { BLOCK, cellWriter, LANE, type Lane, rowWriter, type Views } from "./lanes.ts";
import { scoreCells } from "./walk.ts";

/** The scores before the link of all rows: rows × outputs, row by row. With the kernel where there is one. */
export function scoreColumns(forest: Forest, columns: readonly CellColumn[], rows: number): Float64Array {
  const placed = rows > 0 ? place(forest.image) : undefined;
  return placed === undefined ? walkColumns(forest, columns, rows) : blocks(forest, placed, { columns, rows });
}

/** {@link scoreColumns} by the readable walk alone: the reference, and the way where there is no kernel. */
export function walkColumns({ body }: Forest, columns: readonly CellColumn[], rows: number): Float64Array {
  const width = body.base.length;
  const scores = new Float64Array(rows * width);
  const cells = new Float64Array(body.levels.length);
  for (let row = 0; row < rows; row++) {
    for (const column of columns) cells[column.slot] = cellAt(column, row);
    scoreCells(body, cells, scores.subarray(row * width, row * width + width));
  }
  return scores;
}

interface Batch {
  readonly columns: readonly CellColumn[];
  readonly rows: number;
}

function blocks(forest: Forest, { arena, image }: Placed, { columns, rows }: Batch): Float64Array {
  const { base, scale } = forest.body;
  const width = base.length;
  const { numbers, kernel } = arena;
  const first = (image + forest.image.cells) / 8 + LANE;
  const lanes = forest.image.lanes.map((lane, k) => {
    const column = columns.find(({ slot }) => slot === lane.slot) as CellColumn;
    return laneFiller(arena, { lane, column, at: first + LANE * k });
  });
  const sums = (image + forest.image.sums) / 8;
  const scores = new Float64Array(rows * width);
  for (let start = 0; start < rows; start += BLOCK) {
    const many = Math.min(BLOCK, rows - start);
    for (const fill of lanes) fill(start, many);
    numbers.fill(0, sums, sums + many * width);
    kernel.sumRows(image, many);
    scores.set(numbers.subarray(sums, sums + many * width), start * width);
  }
  for (let i = 0; i < scores.length; i++) scores[i] = (base[i % width] as number) + scale * (scores[i] as number);
  return scores;
}

interface LaneOf {
  readonly lane: Lane;
  readonly column: CellColumn;
  /** Where its cells are. */
  readonly at: number;
}

/** Copies some of a column's rows into the block. */
function laneFiller(views: Views, { lane, column, at }: LaneOf): (start: number, many: number) => void {
  const { numbers, wholes } = views;
  const { values, recode } = column;
  if (lane.set && recode !== undefined) {
    const codes = values as Int32Array;
    // The first is what is missing.
    const cells = new Int32Array(recode.length + 1);
    for (let code = 0; code < recode.length; code++) cells[code + 1] = (recode[code] as number) + 1;
    return (start, many) => fillSet({ wholes, at, codes, cells }, start, many);
  }
  if (!lane.set && !lane.zeros && recode === undefined) {
    const plain = values as Float64Array;
    if (!lane.negated) return (start, many) => numbers.set(plain.subarray(start, start + many), at);
    return (start, many) => {
      for (let row = 0; row < many; row++) numbers[at + row] = -(plain[start + row] as number);
    };
  }
  const write = cellWriter(lane);
  return (start, many) => {
    for (let row = 0; row < many; row++) write(views, at + row, cellAt(column, start + row));
  };
}

interface SetFill {
  readonly wholes: Int32Array;
  readonly at: number;
  readonly codes: Int32Array;
  /** By code plus 1, what the lane reads. */
  readonly cells: Int32Array;
}

function fillSet({ wholes, at, codes, cells }: SetFill, start: number, many: number): void {
  for (let row = 0; row < many; row++) wholes[2 * (at + row)] = cells[(codes[start + row] as number) + 1] as number;
}

/** Scores one row of cells into `out`, one score per output before the link, without allocation. */
export function cellScorer(forest: Forest): (cells: Float64Array, out: Float64Array) => void {
  const { body, image } = forest;
  const write = rowWriter(image.lanes);
  return (cells, out) => {
    const placed = place(image);
    if (placed === undefined) return scoreCells(body, cells, out);
    const { numbers, kernel } = placed.arena;
    write(placed.arena, (placed.image + image.cells) / 8 + LANE, cells);
    const sums = (placed.image + image.sums) / 8;
    for (let k = 0; k < out.length; k++) numbers[sums + k] = 0;
    kernel.sumRow(placed.image);
    for (let k = 0; k < out.length; k++) out[k] = (body.base[k] as number) + body.scale * (numbers[sums + k] as number);
  };
}
