import { known } from "../../kernel/index.ts";
import { placeOf, type RawTable } from "../raw.ts";
import { type Cell, cell, type Row, rowOf } from "../table.ts";
import { type JudgedColumn, RULES } from "./enforce-column.ts";
import { demand, type Rule } from "./rules.ts";

/** Rows that broke one rule of one field. */
export interface Reason {
  readonly field: string;
  readonly rule: Rule;
  /** What the contract demands, in words. */
  readonly demand: string;
  readonly count: number;
  /** The first five. `row` is the line in a text file, else the record number, from 1. */
  readonly examples: readonly { readonly row: number; readonly value: Cell }[];
}

/** A row that was set aside, as it came. */
export interface SetAside {
  readonly row: number;
  /** `field: rule`, every one that the row broke. */
  readonly reasons: readonly string[];
  readonly given: Row;
}

export interface Quarantined {
  readonly rows: number;
  /** Of the rows that were not excluded. */
  readonly share: number;
  /** Most frequent first. A row counts once for every rule that it broke. */
  readonly reasons: readonly Reason[];
  /** The original rows, for the quarantine file. */
  readonly records: readonly SetAside[];
}

/** Rows by number: those that were excluded, and those that broke a rule. */
export interface Masks {
  readonly mask: Uint8Array;
  readonly isOut: Uint8Array;
}

/** Gathers what was set aside and why. */
export function quarantine(raw: RawTable, judged: readonly JudgedColumn[], { mask, isOut }: Masks): Quarantined {
  const out = rowsWhere(raw.rows, (row) => isOut[row] === 1);
  const rejected = raw.rejected ?? [];
  const rows = out.length + rejected.length;
  const considered = mask.length - mask.reduce((sum, bit) => sum + bit, 0) + rejected.length;
  const records = Array.from(out, (row) => ({
    row: placeOf(raw, row),
    reasons: judged
      .filter(({ broke }) => broke[row] !== 0)
      .map(({ name, broke }) => `${name}: ${RULES[broke[row] ?? 0]}`),
    given: rowOf(raw, row),
  }));
  const asides = rejected.map(({ row, rule, text }) => ({ row, reasons: [`(row): ${rule}`], given: { text } }));
  const reasons = [...judged.flatMap((column) => reasonsOf(raw, column, out)), ...rejectedReason(raw)];
  return {
    rows,
    share: considered === 0 ? 0 : rows / considered,
    reasons: reasons.sort((a, b) => b.count - a.count),
    records: [...records, ...asides].sort((a, b) => a.row - b.row),
  };
}

function reasonsOf(raw: RawTable, { name, field, broke }: JudgedColumn, out: Int32Array): readonly Reason[] {
  const column = known(
    raw.columns.find((c) => c.name === name),
    `raw column ${name}`,
  );
  return RULES.flatMap((rule, code) => {
    if (rule === undefined) return [];
    const rows = out.filter((row) => broke[row] === code);
    if (rows.length === 0) return [];
    const examples = Array.from(rows.slice(0, 5), (row) => ({ row: placeOf(raw, row), value: cell(column, row) }));
    return [{ field: name, rule, demand: demand(field, rule), count: rows.length, examples }];
  });
}

function rejectedReason({ rejected = [] }: RawTable): readonly Reason[] {
  if (rejected.length === 0) return [];
  const examples = rejected.slice(0, 5).map(({ row, got }) => ({ row, value: got }));
  const demanded = "as many fields as there are columns";
  return [{ field: "(row)", rule: "fields", demand: demanded, count: rejected.length, examples }];
}

/** The numbers of the rows that pass. */
export function rowsWhere(rows: number, keep: (row: number) => boolean): Int32Array {
  const out = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (keep(row)) out[count++] = row;
  return out.slice(0, count);
}
