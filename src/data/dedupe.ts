import type { Enforced } from "./contract/enforce.ts";
import { type Column, column, numbers, type Table, takeRows } from "./table.ts";

/** Which of several rows with one key stands for all of them. */
export interface Dedupe {
  /** The fields that make the key. */
  readonly by: readonly string[];
  readonly keep: "first" | "last";
  /** A time field: first and last are by it, equal ones as they stand. Absent: all as they stand. */
  readonly at?: string;
}

/**
 * Of sound rows that share a key, the one that stands for them; the others count as excluded, with the reason. Rows in whose
 * key a value is missing are all kept; a row without a time comes before all others.
 */
export function dedupe(enforced: Enforced, { by, keep, at }: Dedupe): Enforced {
  const { table } = enforced;
  const kept = keptRows(table, { by, keep, ...(at === undefined ? {} : { at }) });
  if (kept.length === table.rows) return enforced;
  const because = `${keep === "last" ? "a later" : "an earlier"} row has the same ${by.join(" and ")}`;
  return {
    ...enforced,
    table: takeRows(table, kept),
    excluded: [...enforced.excluded, { because, count: table.rows - kept.length }],
    rowNumbers: kept.map((row) => enforced.rowNumbers[row] as number),
  };
}

function keptRows(table: Table, { by, keep, at }: Dedupe): Int32Array {
  const key = keyReader(by.map((name) => column(table, name)));
  const time = at === undefined ? null : numbers(table, at);
  const timeOf = (row: number): number => {
    const value = time?.[row] ?? 0;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  const standing = new Map<string, number>();
  const alone: number[] = [];
  for (let row = 0; row < table.rows; row++) {
    const own = key(row);
    const before = own === undefined ? undefined : standing.get(own);
    if (own === undefined) alone.push(row);
    else if (before === undefined) standing.set(own, row);
    else if (keep === "last" ? timeOf(row) >= timeOf(before) : timeOf(row) < timeOf(before)) standing.set(own, row);
  }
  return Int32Array.from([...alone, ...standing.values()]).sort();
}

/** A row's key; undefined where a part of it is missing. */
function keyReader(columns: readonly Column[]): (row: number) => string | undefined {
  return (row) => {
    const parts = columns.map((one) => (one.kind === "text" ? one.levels[one.codes[row] as number] : one.values[row]));
    return parts.some((part) => part === undefined || Number.isNaN(part)) ? undefined : JSON.stringify(parts);
  };
}
