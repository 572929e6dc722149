import type { DuckDBValue, DuckDBVector } from "@duckdb/node-api";

/**
 * What lies inside of a vector of the driver. It is read where it lies, which is fifty times as fast as value by value;
 * a driver that keeps it elsewhere is asked value by value.
 */
interface Inside {
  readonly items?: unknown;
  readonly dataView?: unknown;
}

/** The numbers of a vector of doubles without nulls. */
export function numbersOf(vector: DuckDBVector<DuckDBValue>): Float64Array {
  const { items } = vector as unknown as Inside;
  if (items instanceof Float64Array) return items;
  return Float64Array.from({ length: vector.itemCount }, (_, i) => Number(vector.getItem(i) ?? Number.NaN));
}

/** The bytes of a vector of strings, 16 for each: length, then the first 4 bytes, then 8 more or the address of all. */
export function stringsOf(vector: DuckDBVector<DuckDBValue>): DataView | undefined {
  const { dataView } = vector as unknown as Inside;
  return dataView instanceof DataView ? dataView : undefined;
}
