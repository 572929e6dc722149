import type { Column, Table } from "../../data/index.ts";

/** The same table with its columns in shared memory, so that threads read it without a copy. */
export function shareTable({ rows, columns }: Table): Table {
  return { rows, columns: columns.map(shareColumn) };
}

/** The same numbers in shared memory. */
export function shareNumbers(values: Float64Array): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}

/** The same whole numbers in shared memory. */
export function shareRows(values: Int32Array): Int32Array {
  const shared = new Int32Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}

function shareColumn(column: Column): Column {
  if (column.kind !== "text") return { ...column, values: shareNumbers(column.values) };
  return { ...column, codes: shareRows(column.codes) };
}
