import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { RawTable } from "../raw.ts";
import { joinTables } from "../source/join-tables.ts";
import { type Cell, type Column, columnOf, type Kind, type Row, type Table } from "../table.ts";
import { batchEnforcer } from "./batch-enforcer.ts";
import type { Contract } from "./contract.ts";
import type { EnforceOptions } from "./enforce-options.ts";
import type { Quarantined, SetAside } from "./quarantine.ts";

/** What rows set aside come to when they are judged again. */
export interface Replayed {
  /** The rows that were kept and still are, in their order, and behind them those that are sound now. */
  readonly table: Table;
  /** Rows that were set aside and are sound now. */
  readonly moved: number;
  /** Rows that were kept and break the contract now; they are among those set aside. */
  readonly refused: number;
  readonly quarantined: Quarantined;
}

interface UnknownRow {
  readonly row: number;
}

export const correctionUnknown: ErrorConstructor<UnknownRow> = defineError("data.correction-unknown", {
  headline: "A correction of a row that was not set aside",
  message: ({ row }: UnknownRow) => `Row ${row} is not among the rows that were set aside.`,
  hint: () => "`alidade data quarantine show --csv` writes those that are, with their numbers.",
});

export interface ReplayOptions extends EnforceOptions {
  /** Values that replace those of a row, by its number; what a row is not given stays as it came. */
  readonly corrections?: ReadonlyMap<number, Row>;
}

/**
 * Judges rows that were set aside again, after those that were kept: with the values that were corrected, under a contract
 * that may be another. Every row is afterwards in one place. Throws `data.correction-unknown`, `data.column-missing`.
 */
export function replay(
  kept: Table,
  records: readonly SetAside[],
  { contract, corrections = new Map(), ...options }: ReplayOptions & { readonly contract: Contract },
): Replayed {
  const numbers = new Set(records.map(({ row }) => row));
  for (const row of corrections.keys()) if (!numbers.has(row)) throw correctionUnknown({ row });
  const enforcer = batchEnforcer(contract, options);
  // A kept row that is refused now gets a number that no other has.
  const last = records.reduce((most, { row }) => Math.max(most, row), 0);
  const before = enforcer.take({ ...kept, lines: Int32Array.from({ length: kept.rows }, (_, i) => last + i + 1) });
  const after = enforcer.take(rawOf(records, { contract, corrections }));
  const { quarantined } = enforcer.soFar();
  const tables = [before.table, after.table].filter(({ rows }) => rows > 0);
  const { rows, columns } = tables.length === 0 ? before.table : joinTables(tables);
  return {
    table: { rows, columns },
    moved: after.table.rows,
    refused: before.records.length,
    quarantined: { ...quarantined, records: [...before.records, ...after.records] },
  };
}

interface Fixes {
  readonly contract: Contract;
  readonly corrections: ReadonlyMap<number, Row>;
}

/** Rows that were set aside as a source would give them. Those that were no rows at all, and were not corrected, still are none. */
function rawOf(records: readonly SetAside[], { contract, corrections }: Fixes): RawTable {
  const whole = records.filter(({ row, reasons }) => !isNoRow(reasons) || corrections.has(row));
  const names = Object.keys(contract.fields);
  const rows = whole.map(({ row, given, reasons }) => ({
    ...(isNoRow(reasons) ? {} : given),
    ...corrections.get(row),
  }));
  const rest = records.filter(({ row, reasons }) => isNoRow(reasons) && !corrections.has(row));
  return {
    rows: whole.length,
    columns: names.map((name) =>
      columnFrom(
        name,
        rows.map((row): Cell => (row as Row)[name] ?? null),
        contract.fields[name]?.kind,
      ),
    ),
    lines: Int32Array.from(whole, ({ row }) => row),
    rejected: rest.map(({ row, given }) => ({ row, rule: "fields", got: "no row", text: String(given.text ?? "") })),
  };
}

function isNoRow(reasons: readonly string[]): boolean {
  return reasons.includes("(row): fields");
}

function kindOf(cell: Cell): readonly Kind[] {
  if (cell === null) return [];
  return typeof cell === "number" ? ["number"] : [typeof cell === "boolean" ? "flag" : "text"];
}

/** A column of the kind that its cells have; of texts when they are mixed, as where a number was corrected by hand. */
function columnFrom(name: string, cells: readonly Cell[], declared: Kind | undefined): Column {
  const [kind, ...others] = new Set(cells.flatMap(kindOf));
  if (kind === undefined || others.length > 0 || kind === "text")
    return columnOf(name, "text", cells.map(worded(declared)));
  return columnOf(name, kind === "number" && declared === "time" ? "time" : kind, cells);
}

/** A cell as text: a number in a field of times is one of milliseconds. */
function worded(declared: Kind | undefined): (cell: Cell) => Cell {
  return (cell) => {
    if (cell === null || typeof cell === "string") return cell;
    return declared === "time" && typeof cell === "number" ? new Date(cell).toISOString() : String(cell);
  };
}
