import type { NumericColumn, TextColumn } from "../../data/index.ts";
import { withinLinearReach } from "../../model/index.ts";
import type { Prepared } from "../training.ts";

/** One number or flag: standardised, with the training median for missing and, where some are missing, an indicator. */
export interface NumberColumn {
  readonly kind: "number";
  readonly slot: number;
  readonly values: Float64Array;
  readonly fill: number;
  readonly mean: number;
  /** Standard deviation; 0 when the column does not vary and so gets no weight. */
  readonly spread: number;
  /** Its place among the weights; the indicator's, -1 when nothing is missing. */
  readonly at: number;
  readonly missingAt: number;
}

/** One text: an indicator per level that is heavy enough, and one for missing. */
export interface LevelColumn {
  readonly kind: "levels";
  readonly slot: number;
  readonly codes: Int32Array;
  /** Level l has its place at `at + l`; missing after the last one. */
  readonly levels: readonly string[];
  /** The table's code → place among the weights, -1 for a rare level. */
  readonly places: Int32Array;
  readonly at: number;
  readonly missingAt: number;
}

/** The rows as a linear model sees them. Place 0 is the intercept. */
export interface Design {
  readonly rows: number;
  readonly width: number;
  readonly columns: readonly (NumberColumn | LevelColumn)[];
  /** No row has more places than this. */
  readonly longest: number;
}

/** Lays out the weights. A level needs a training weight of at least `minLevelWeight` for a place of its own. */
export function designOf(data: Prepared, minLevelWeight: number): Design {
  const columns: (NumberColumn | LevelColumn)[] = [];
  let width = 1;
  data.columns.forEach((column, slot) => {
    const made =
      column.kind === "text"
        ? levelColumn(column, { slot, at: width, weights: data.weights, minLevelWeight })
        : numberColumn(column, { slot, at: width, weights: data.weights });
    columns.push(made);
    width = made.kind === "levels" ? made.missingAt + 1 : Math.max(made.at, made.missingAt) + 1;
  });
  return { rows: data.rows, width, columns, longest: 1 + 2 * columns.length };
}

interface Place {
  readonly slot: number;
  readonly at: number;
  readonly weights: Float64Array;
}

function numberColumn(column: NumericColumn, { slot, at, weights }: Place): NumberColumn {
  const values = withinReach(column.values);
  const fill = medianOf(values, weights);
  const filled = (row: number): number => (Number.isNaN(values[row]) ? fill : (values[row] as number));
  let total = 0;
  let mean = 0;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    const weight = weights[row] as number;
    const step = filled(row) - mean;
    total += weight;
    mean += (step * weight) / total;
    squares += weight * step * (filled(row) - mean);
  }
  const spread = Math.sqrt(squares / total);
  const missingAt = values.some(Number.isNaN) ? at + 1 : -1;
  const varies = spread > Math.abs(mean) * 1e-12 && spread > LEAST_SPREAD;
  return { kind: "number", slot, values, fill, mean, spread: varies ? spread : 0, at, missingAt };
}

/** Smaller ones are squares lost to underflow, and their weights would be too large to multiply. */
const LEAST_SPREAD = 1e-150;

/** The values as a linear model reads them: see `withinLinearReach`. */
function withinReach(values: Float64Array): Float64Array {
  return values.some((value) => withinLinearReach(value) !== value && !Number.isNaN(value))
    ? values.map(withinLinearReach)
    : values;
}

/** The smallest value with at least half of the weight at or below it; 0 when every value is missing. */
function medianOf(values: Float64Array, weights: Float64Array): number {
  // Rows of equal weight, the usual case, sort as plain numbers: ten times as fast.
  if (weights.some((weight) => weight !== weights[0])) return weightedMedian(values, weights);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
}

function weightedMedian(values: Float64Array, weights: Float64Array): number {
  const present = Uint32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]));
  present.sort((a, b) => (values[a] as number) - (values[b] as number));
  const total = present.reduce((sum, row) => sum + (weights[row] as number), 0);
  let below = 0;
  for (const row of present) {
    below += weights[row] as number;
    if (below * 2 >= total) return values[row] as number;
  }
  return 0;
}

function levelColumn({ codes, levels }: TextColumn, place: Place & { readonly minLevelWeight: number }): LevelColumn {
  const { slot, at, weights, minLevelWeight } = place;
  const sums = new Float64Array(levels.length);
  codes.forEach((code, row) => {
    if (code >= 0) sums[code] = (sums[code] as number) + (weights[row] as number);
  });
  const kept = levels
    .filter((_, code) => (sums[code] as number) > 0 && (sums[code] as number) >= minLevelWeight)
    .sort();
  const places = new Map(kept.map((level, l) => [level, at + l]));
  const ofCode = Int32Array.from(levels, (level) => places.get(level) ?? -1);
  return { kind: "levels", slot, codes, levels: kept, places: ofCode, at, missingAt: at + kept.length };
}

/** Room for the places of one row and their values. */
export interface RowBuffer {
  readonly places: Int32Array;
  readonly values: Float64Array;
}

/** A buffer for any row of the design. */
export function rowBuffer({ longest }: Design): RowBuffer {
  return { places: new Int32Array(longest), values: new Float64Array(longest) };
}

/** Writes the places of a row that are not 0, the intercept first, and returns how many they are. */
export function readRow(design: Design, row: number, into: RowBuffer): number {
  into.places[0] = 0;
  into.values[0] = 1;
  let count = 1;
  for (const column of design.columns) {
    count =
      column.kind === "number" ? readNumber(column, row, { into, count }) : readLevel(column, row, { into, count });
  }
  return count;
}

interface Writing {
  readonly into: RowBuffer;
  readonly count: number;
}

function readNumber(column: NumberColumn, row: number, { into, count }: Writing): number {
  const { values, fill, mean, spread, at, missingAt } = column;
  const x = values[row] as number;
  const absent = Number.isNaN(x);
  let next = count;
  if (spread > 0) {
    into.places[next] = at;
    into.values[next++] = ((absent ? fill : x) - mean) / spread;
  }
  if (!absent) return next;
  into.places[next] = missingAt;
  into.values[next] = 1;
  return next + 1;
}

function readLevel({ codes, places, missingAt }: LevelColumn, row: number, { into, count }: Writing): number {
  const code = codes[row] as number;
  const place = code < 0 ? missingAt : (places[code] as number);
  if (place < 0) return count;
  into.places[count] = place;
  into.values[count] = 1;
  return count + 1;
}
