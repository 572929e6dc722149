import { didYouMean } from "../../kernel/index.ts";
import { columnMissing } from "../file-errors.ts";
import { placesOf, type RawTable } from "../raw.ts";
import { isMissing, type Table, takeRows } from "../table.ts";
import type { Contract } from "./contract.ts";
import { type JudgedColumn, judgeColumn, markRepeats } from "./enforce-column.ts";
import { missingExceeded, quarantineExceeded } from "./enforce-errors.ts";
import { type Excluded, excludedRows } from "./exclude.ts";
import { type Quarantined, quarantine, rowsWhere } from "./quarantine.ts";

/** More values missing in a column than the contract allows. Shares of the rows that were not excluded. */
export interface MissingBreach {
  readonly field: string;
  readonly share: number;
  readonly allowed: number;
}

/** What became of a raw table under a contract. */
export interface Enforced {
  /** The sound rows, typed; the columns in the order of the contract. */
  readonly table: Table;
  readonly quarantined: Quarantined;
  readonly excluded: readonly Excluded[];
  readonly missing: readonly MissingBreach[];
  /** Where each row of the table stood: its line in a text file, else its record number, from 1. */
  readonly rowNumbers: Int32Array;
}

/**
 * Holds a raw table against a contract and reports; throws only `data.column-missing`. Columns that the contract does
 * not name are left out. Excluded rows are taken out first and are judged by nothing else.
 */
export function inspect(raw: RawTable, contract: Contract): Enforced {
  const { mask, counts } = excludedRows(raw, contract);
  const judged = Object.entries(contract.fields).map(([name, field]) => {
    const found = raw.columns.find((column) => column.name === name);
    if (found === undefined) throw absent(name, raw);
    return { name, ...judgeColumn(found, field, contract.missingValues) };
  });
  const isOut = brokenRows(judged, mask);
  const kept = rowsWhere(raw.rows, (row) => mask[row] === 0 && isOut[row] === 0);
  return {
    table: compact(takeRows({ rows: raw.rows, columns: judged.map((j) => j.column) }, kept), contract),
    quarantined: quarantine(raw, judged, { mask, isOut }),
    excluded: counts,
    missing: missingBreaches(judged, mask),
    rowNumbers: placesOf(raw, kept),
  };
}

/**
 * Holds a raw table against a contract, and stops when it must: `data.column-missing`, `data.missing-exceeded` (a
 * column), `data.quarantine-exceeded` (too many bad rows).
 */
export function enforce(raw: RawTable, contract: Contract): Enforced {
  const found = inspect(raw, contract);
  const { rows, share, reasons } = found.quarantined;
  const { maxShare } = contract.quarantine;
  if (found.missing.length > 0) throw missingExceeded({ breaches: found.missing });
  if (share > maxShare) throw quarantineExceeded({ rows, share, maxShare, reasons });
  return found;
}

function absent(name: string, raw: RawTable): Error {
  const columns = raw.columns.map((column) => column.name);
  return columnMissing({ column: name, columns, suggestion: didYouMean(name, columns) });
}

/** Which rows broke a rule. Repeats are looked for last, so that a bad row never makes a good one a repeat. */
function brokenRows(judged: readonly JudgedColumn[], mask: Uint8Array): Uint8Array {
  const isOut = new Uint8Array(mask.length);
  const gather = (broke: Uint8Array): void => {
    for (let row = 0; row < isOut.length; row++) if (broke[row] !== 0 && mask[row] === 0) isOut[row] = 1;
  };
  for (const { broke } of judged) gather(broke);
  for (const column of judged.filter(({ field }) => field.unique)) {
    markRepeats(column, (row) => mask[row] === 0 && isOut[row] === 0);
    gather(column.broke);
  }
  return isOut;
}

function missingBreaches(judged: readonly JudgedColumn[], mask: Uint8Array): readonly MissingBreach[] {
  const rows = mask.length - mask.reduce((sum, bit) => sum + bit, 0);
  return judged.flatMap(({ name, field, column, broke }) => {
    if (field.missing === 0 || rows === 0) return [];
    let count = 0;
    for (let row = 0; row < mask.length; row++)
      if (mask[row] === 0 && broke[row] === 0 && isMissing(column, row)) count++;
    return count / rows > field.missing ? [{ field: name, share: count / rows, allowed: field.missing }] : [];
  });
}

/** Drops the levels that no row holds, except where the contract declares them. */
function compact(table: Table, { fields }: Contract): Table {
  const columns = table.columns.map((column) => {
    if (column.kind !== "text" || fields[column.name]?.values !== undefined) return column;
    const used = new Uint8Array(column.levels.length);
    for (const code of column.codes) if (code >= 0) used[code] = 1;
    if (!used.includes(0)) return column;
    let next = 0;
    const newCode = Int32Array.from(used, (isUsed) => (isUsed === 1 ? next++ : -1));
    const levels = column.levels.filter((_, code) => used[code] === 1);
    return { ...column, codes: column.codes.map((code) => (code < 0 ? -1 : (newCode[code] ?? -1))), levels };
  });
  return { rows: table.rows, columns };
}
