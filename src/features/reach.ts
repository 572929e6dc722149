import type { Column, Row, Table } from "../data/index.ts";

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
  return Object.entries(reach).flatMap(([name, known]) => (isFar(known, features[name] ?? null) ? [name] : []));
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
    const strange = new Set(one.levels.flatMap((level, code) => (isFar(known, level) ? [code] : [])));
    return strange.size === 0 ? [] : rowsWhere(one.codes, (code) => strange.has(code));
  }
  if ("levels" in known) return [];
  const slack = MARGIN * (known.max - known.min);
  const [low, high] = [known.min - slack, known.max + slack];
  return rowsWhere(one.values, (value) => value < low || value > high);
}

function rowsWhere(values: Float64Array | Int32Array, isSo: (value: number) => boolean): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) if (isSo(values[row] as number)) rows.push(row);
  return rows;
}

function isFar(known: FeatureReach, value: Row[string]): boolean {
  if (known === null || value === null) return false;
  if ("levels" in known) return !known.levels.includes(String(value));
  const slack = MARGIN * (known.max - known.min);
  return Number(value) < known.min - slack || Number(value) > known.max + slack;
}
