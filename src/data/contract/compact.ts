import type { Table } from "../table.ts";
import type { Contract } from "./contract.ts";

/** Drops the levels that no row holds, except where the contract declares them. */
export function compact(table: Table, { fields }: Contract): Table {
  const columns = table.columns.map((column) => {
    if (column.kind !== "text" || fields[column.name]?.values !== undefined) return column;
    const used = new Uint8Array(column.levels.length);
    const { codes } = column;
    for (let row = 0; row < codes.length; row++) if ((codes[row] as number) >= 0) used[codes[row] as number] = 1;
    if (!used.includes(0)) return column;
    let next = 0;
    const newCode = Int32Array.from(used, (isUsed) => (isUsed === 1 ? next++ : -1));
    const levels = column.levels.filter((_, code) => used[code] === 1);
    return { ...column, codes: codes.map((code) => (code < 0 ? -1 : (newCode[code] ?? -1))), levels };
  });
  return { rows: table.rows, columns };
}
