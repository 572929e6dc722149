import type { Cell, Column, Row, Table } from "../data/index.ts";

/** How far one feature went in the data that a model learned from; null where that says nothing. */
export type FeatureReach =
  | { readonly min: number; readonly max: number }
  | { readonly levels: readonly string[] }
  | null;

/** How far the features went, by name: plain data, kept beside a model. */
export type Reach = Readonly<Record<string, FeatureReach>>;

/** A text with more values than this has no end, and none of them is far. */
const MOST_LEVELS = 200;

/** Notes how far every column goes. Missing values and flags have no reach. */
export function reachOf({ columns }: Table): Reach {
  return Object.fromEntries(columns.map((one) => [one.name, columnReach(one)]));
}

function columnReach(one: Column): FeatureReach {
  if (one.kind === "flag") return null;
  if (one.kind === "text") {
    const seen = new Set(one.codes);
    const levels = one.levels.filter((_, code) => seen.has(code));
    return levels.length === 0 || levels.length > MOST_LEVELS ? null : { levels: [...levels].sort() };
  }
  let [min, max] = [Infinity, -Infinity];
  for (const value of one.values) {
    // A missing value (NaN) is neither below nor above.
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max && Number.isFinite(max - min) ? { min, max } : null;
}

/** A number is far outside when it lies beyond the ends by more than this part of their distance. */
const MARGIN = 0.5;

/**
 * The features of a row that lie far outside of what was learned from: a number beyond the ends by half their distance, a
 * text that never came. A missing value is not far: models know them.
 */
export function farOutside(reach: Reach, features: Row): readonly string[] {
  const ready = checks.get(reach) ?? checksOf(reach);
  checks.set(reach, ready);
  let far = NONE;
  for (const { name, isFar } of ready) if (isFar(features[name] ?? null)) far = [...far, name];
  return far;
}

const NONE: readonly string[] = [];

/** Whether a value of one feature is far. */
interface Check {
  readonly name: string;
  readonly isFar: (value: Cell) => boolean;
}

const checks = new WeakMap<Reach, readonly Check[]>();

function checksOf(reach: Reach): readonly Check[] {
  return Object.entries(reach).flatMap(([name, known]) => (known === null ? [] : [{ name, isFar: farFrom(known) }]));
}

/** {@link farOutside} of every row of a table at once: by row, the features that are far; rows without one are left out. */
export function farRows(reach: Reach, { columns }: Table): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const one of columns) {
    const far = farIn(reach[one.name] ?? null, one);
    for (const row of far) found.set(row, [...(found.get(row) ?? []), one.name]);
  }
  return found;
}

function farIn(known: FeatureReach, one: Column): readonly number[] {
  if (known === null) return [];
  if (one.kind === "text") {
    const isFar = farFrom(known);
    const strange = new Set(one.levels.flatMap((level, code) => (isFar(level) ? [code] : [])));
    return strange.size === 0 ? [] : rowsWhere(one.codes, (code) => strange.has(code));
  }
  if ("levels" in known) return [];
  const [low, high] = endsOf(known);
  return rowsWhere(one.values, (value) => value < low || value > high);
}

function rowsWhere(values: Float64Array | Int32Array, isSo: (value: number) => boolean): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) if (isSo(values[row] as number)) rows.push(row);
  return rows;
}

function farFrom(known: NonNullable<FeatureReach>): Check["isFar"] {
  if ("levels" in known) {
    const levels = new Set(known.levels);
    return (value) => value !== null && !levels.has(String(value));
  }
  const [low, high] = endsOf(known);
  return (value) => value !== null && (Number(value) < low || Number(value) > high);
}

function endsOf({ min, max }: { readonly min: number; readonly max: number }): readonly [low: number, high: number] {
  const slack = MARGIN * (max - min);
  return [min - slack, max + slack];
}
