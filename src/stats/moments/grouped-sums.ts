import { type Comoments, noComoments, triangle } from "./comoments.ts";

/** One column of rows, and what is done with it on the way in. */
export interface GroupedColumn {
  readonly values: Float64Array;
  /** Smaller ones count as `low`, larger ones as `high`: a declared cap. Default: none. */
  readonly low?: number;
  readonly high?: number;
  /** What a missing value (NaN) counts as. Default: the row is passed over. */
  readonly missingAs?: number;
}

/** Rows from `start` up to, not including, `end`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** Running sums of every group's rows about one value for each column. */
export interface GroupSums {
  /** For each group: rows, Σ x₀³, Σ xᵢ, Σ xᵢxⱼ (i ≤ j), all about the shifts. */
  readonly of: Float64Array;
  readonly shifts: Float64Array;
  /** Rows left out, by group: those that lack a number, and those with one that is not finite. */
  readonly missing: Float64Array;
  readonly infinite: Float64Array;
}

/** The rows of one group in a block. */
export interface GroupRows {
  /** The block's values by column, capped already. */
  readonly columns: readonly Float64Array[];
  /** What a missing value counts as, by column; NaN: the row is passed over. */
  readonly fills: Float64Array;
  readonly group: number;
  /** Which rows of the block they are. */
  readonly rows: Uint16Array;
}

const HEAD = 2;

/** How many sums a group has. */
export function strideOf(width: number): number {
  return HEAD + width + triangle(width);
}

function clamped(value: number, { low = -Infinity, high = Infinity }: GroupedColumn): number {
  if (value < low) return low;
  return value > high ? high : value;
}

const PROBES = 9;

/** A value from the middle of the block, a median of a few: summing about an extreme one would cost digits. */
export function shiftOf(column: GroupedColumn, { start, end }: RowRange): number {
  const step = Math.max(1, Math.floor((end - start) / PROBES));
  const probes: number[] = [];
  for (let i = start; i < end && probes.length < PROBES; i += step) {
    const value = clamped(column.values[i] as number, column);
    if (Number.isFinite(value)) probes.push(value);
  }
  probes.sort((a, b) => a - b);
  return probes[probes.length >> 1] ?? 0;
}

/** The values of a block, capped as declared; an infinite one stays one, whatever the cap: it is told, not hidden. */
export function cappedBlock({ values, low, high }: GroupedColumn, range: RowRange, space: Float64Array): Float64Array {
  const block = values.subarray(range.start, range.end);
  if (low === undefined && high === undefined) return block;
  const [least, most] = [low ?? -Infinity, high ?? Infinity];
  for (let i = 0; i < block.length; i++) {
    const value = block[i] as number;
    space[i] = value - value === 0 ? Math.min(most, Math.max(least, value)) : value;
  }
  return space;
}

/**
 * Adds a group's rows to its sums. The common widths have loops of their own that test nothing: a number that is not finite
 * poisons their sums, and then the rows are gone through one by one.
 */
export function addGroup(group: GroupRows, sums: GroupSums): void {
  const width = group.columns.length;
  const found = width === 1 ? singles(group, sums) : width === 2 ? pairs(group, sums) : triples(group, sums);
  if (found === undefined || !found.every(Number.isFinite)) {
    addCarefully(group, sums);
    return;
  }
  const start = group.group * strideOf(width);
  for (let i = 0; i < found.length; i++) sums.of[start + i] = (sums.of[start + i] as number) + (found[i] as number);
}

function singles({ columns, rows }: GroupRows, { shifts }: GroupSums): readonly number[] {
  const xs = columns[0] as Float64Array;
  const shift = shifts[0] as number;
  let [sum, squares, cubes] = [0, 0, 0];
  for (let k = 0; k < rows.length; k++) {
    const x = (xs[rows[k] as number] as number) - shift;
    const square = x * x;
    sum += x;
    squares += square;
    cubes += square * x;
  }
  return [rows.length, cubes, sum, squares];
}

function pairs({ columns, rows }: GroupRows, { shifts }: GroupSums): readonly number[] {
  const [xs, ys] = columns as readonly [Float64Array, Float64Array];
  const [shiftX, shiftY] = [shifts[0] as number, shifts[1] as number];
  let [sumX, sumY, xx, xy, yy, cubes] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k] as number;
    const x = (xs[row] as number) - shiftX;
    const y = (ys[row] as number) - shiftY;
    const square = x * x;
    sumX += x;
    sumY += y;
    xx += square;
    xy += x * y;
    yy += y * y;
    cubes += square * x;
  }
  return [rows.length, cubes, sumX, sumY, xx, xy, yy];
}

function triples({ columns, rows }: GroupRows, { shifts }: GroupSums): readonly number[] | undefined {
  if (columns.length !== 3) return undefined;
  const [xs, ys, zs] = columns as readonly [Float64Array, Float64Array, Float64Array];
  const [shiftX, shiftY, shiftZ] = [shifts[0] as number, shifts[1] as number, shifts[2] as number];
  let [sumX, sumY, sumZ, xx, xy, xz, yy, yz, zz, cubes] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k] as number;
    const x = (xs[row] as number) - shiftX;
    const y = (ys[row] as number) - shiftY;
    const z = (zs[row] as number) - shiftZ;
    const square = x * x;
    sumX += x;
    sumY += y;
    sumZ += z;
    xx += square;
    xy += x * y;
    xz += x * z;
    yy += y * y;
    yz += y * z;
    zz += z * z;
    cubes += square * x;
  }
  return [rows.length, cubes, sumX, sumY, sumZ, xx, xy, xz, yy, yz, zz];
}

/** Rows of any width, with what is missing filled where it may be, and what cannot be counted noted. */
function addCarefully({ columns, fills, group, rows }: GroupRows, { of, shifts, missing, infinite }: GroupSums): void {
  const row = new Float64Array(columns.length);
  for (const at of rows) {
    for (let c = 0; c < row.length; c++) {
      const value = (columns[c] as Float64Array)[at] as number;
      row[c] = (Number.isNaN(value) ? (fills[c] as number) : value) - (shifts[c] as number);
    }
    if (row.every(Number.isFinite)) {
      addRow(row, group * strideOf(row.length), of);
      continue;
    }
    const into = row.some(Number.isNaN) ? missing : infinite;
    into[group] = (into[group] as number) + 1;
  }
}

function addRow(row: Float64Array, start: number, of: Float64Array): void {
  const width = row.length;
  const first = row[0] as number;
  of[start] = (of[start] as number) + 1;
  of[start + 1] = (of[start + 1] as number) + first * first * first;
  let at = start + HEAD;
  for (let c = 0; c < width; c++, at++) of[at] = (of[at] as number) + (row[c] as number);
  for (let a = 0; a < width; a++)
    for (let b = a; b < width; b++, at++) of[at] = (of[at] as number) + (row[a] as number) * (row[b] as number);
}

/** The moments of one group's sums. */
export function momentsAt({ of, shifts }: GroupSums, group: number): Comoments {
  const width = shifts.length;
  const start = group * strideOf(width);
  const n = of[start] as number;
  if (n === 0) return noComoments(width);
  const offs = Array.from(shifts, (_, c) => (of[start + HEAD + c] as number) / n);
  const products: number[] = [];
  for (let a = 0, at = start + HEAD + width; a < width; a++)
    for (let b = a; b < width; b++, at++) {
      const product = (of[at] as number) - n * (offs[a] as number) * (offs[b] as number);
      products.push(a === b ? Math.max(0, product) : product);
    }
  const [off = 0] = offs;
  const cubes = (of[start + 1] as number) - 3 * off * (of[start + HEAD + width] as number) + 2 * n * off ** 3;
  return { n, means: offs.map((value, c) => value + (shifts[c] as number)), products, cubes };
}
