import type { RawTable } from "../raw.ts";
import { type Column, cellIn, type Row } from "../table.ts";
import type { Contract, Exclusion } from "./contract.ts";
import { parseNumber } from "./parse.ts";

/** How many rows were left out for a reason. */
export interface Excluded {
  readonly because: string;
  readonly count: number;
}

/** Which rows are left out, and how many for each reason; a row counts for the first one that names it. */
export function excludedRows(
  raw: RawTable,
  { exclude }: Contract,
): { readonly mask: Uint8Array | undefined; readonly counts: readonly Excluded[] } {
  if (exclude.length === 0) return { mask: undefined, counts: [] };
  const mask = new Uint8Array(raw.rows);
  const counts = exclude.map((exclusion) => {
    const found = raw.columns.find((column) => column.name === exclusion.field);
    return { because: exclusion.because, count: found === undefined ? 0 : mark(found, exclusion, mask) };
  });
  return { mask, counts };
}

function mark(column: Column, exclusion: Exclusion, mask: Uint8Array): number {
  const isNamed = namedIn(exclusion);
  const levels = column.kind === "text" ? column.levels.map(isNamed) : [];
  let count = 0;
  for (let row = 0; row < mask.length; row++) {
    const hit =
      column.kind === "text" ? levels[column.codes[row] as number] === true : isNamed(column.values[row] as number);
    if (!hit || mask[row] === 1) continue;
    mask[row] = 1;
    count++;
  }
  return count;
}

/** Gives the reason for which a single row is left out. */
export function exclusionsOf({ exclude }: Contract): (given: Row) => string | undefined {
  const ready = exclude.map((exclusion) => ({ ...exclusion, isNamed: namedIn(exclusion) }));
  return (given) =>
    ready.find(({ field, isNamed }) => {
      const value = cellIn(given, field);
      return value !== null && isNamed(typeof value === "boolean" ? Number(value) : value);
    })?.because;
}

/** A number names every way of writing it; a text names itself. */
function namedIn({ in: values }: Exclusion): (value: string | number) => boolean {
  const texts = new Set(values.filter((value) => typeof value === "string"));
  const numbers = new Set(values.filter((value) => typeof value === "number"));
  return (value) =>
    typeof value === "number"
      ? numbers.has(value) || texts.has(String(value))
      : texts.has(value) || numbers.has(parseNumber(value));
}
