import type { Column } from "../../data/index.ts";

/** The values of a column that are there, ascending. Zero has no sign: a stored number has none either. */
export function presentIn(column: Column): Float64Array {
  if (column.kind === "text") return new Float64Array(0);
  return column.values
    .filter((value) => !Number.isNaN(value))
    .map((value) => value + 0)
    .sort();
}

/** A quantile of ascending values, linear between them (type 7 of Hyndman and Fan, 1996). */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}
