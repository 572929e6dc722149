import { columnOf } from "../../data/index.ts";
import { divideRows } from "../../evaluate/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { type Coded, NO_NAME } from "../readout/unit-table.ts";

/** The values of a slice beyond the largest so many are told of none. */
const MOST_SEGMENTS = 30;

/** What units were at their first decision: one value for each row. */
export type FirstSeen = readonly unknown[];

/** The value of a field at each unit's first decision, which no treatment has touched. */
export function firstSeen(
  field: string,
  decisions: readonly DecisionRecord[],
  rows: ReadonlyMap<string, number>,
): FirstSeen {
  const seen = new Array<unknown>(rows.size).fill(undefined);
  const met = new Set<number>();
  for (const { subject = "", body } of decisions) {
    const row = rows.get(subject);
    if (row === undefined || met.has(row)) continue;
    met.add(row);
    seen[row] = body.given[field];
  }
  return seen;
}

/** Units by the values of a slice; many different numbers are cut into quarters, as slices are everywhere. */
export function segmentsBy(field: string, seen: FirstSeen): Coded {
  const isNumber = seen.some((value) => typeof value === "number");
  const cells = seen.map((value) => (isNumber ? numeric(value) : textual(value)));
  const parts = divideRows(columnOf(field, isNumber ? "number" : "text", cells))
    .toSorted((a, b) => b.rows.length - a.rows.length)
    .slice(0, MOST_SEGMENTS);
  const codes = new Uint16Array(seen.length).fill(NO_NAME);
  parts.forEach(({ rows }, code) => {
    for (const row of rows) codes[row] = code;
  });
  return { codes, names: parts.map(({ value }) => value) };
}

function numeric(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function textual(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
