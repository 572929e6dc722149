import { isInsufficient } from "../../kernel/index.ts";
import { commonDecimals, isNumeric, type Setting, type Shown, show } from "../format.ts";
import { type Quantity, quantity, type Unit, type Value } from "../values.ts";

export interface Column {
  readonly name: string;
  /** Default: right when every cell is a number or an estimate, left otherwise. */
  readonly align?: "left" | "right";
  /** The unit of the column's bare numbers. Default: plain numbers. */
  readonly unit?: Unit;
}

export interface Table {
  readonly kind: "table";
  readonly caption?: string;
  readonly columns: readonly Column[];
  /** One value per column. The first column names the row. */
  readonly rows: readonly (readonly Value[])[];
}

/** A table. A column is its name alone, or a name with alignment and unit. */
export function table(
  columns: readonly (string | Column)[],
  rows: readonly (readonly Value[])[],
  options: { readonly caption?: string } = {},
): Table {
  const named = columns.map((column) => (typeof column === "string" ? { name: column } : column));
  return Object.freeze({ kind: "table", columns: named, rows, ...options });
}

/** A column ready to be set: every cell as text, lined up by decimals. */
export interface ShownColumn {
  readonly name: string;
  readonly align: "left" | "right";
  readonly cells: readonly Shown[];
}

/** A cell as a quantity, when it is one that lines up with others by its decimals. */
function linedQuantity(cell: Value, unit: Unit): readonly Quantity[] {
  const found = typeof cell === "number" ? quantity(cell, unit) : cell;
  return typeof found === "object" && found.kind === "quantity" && typeof found.unit === "string" ? [found] : [];
}

function showColumn(column: Column, cells: readonly Value[]): ShownColumn {
  const unit = column.unit ?? "number";
  const decimals = commonDecimals(cells.flatMap((cell) => linedQuantity(cell, unit)));
  const numeric = cells.length > 0 && cells.every((cell) => isNumeric(cell) || isInsufficient(cell));
  const setting = (cell: Value): Setting =>
    decimals === undefined || linedQuantity(cell, unit).length === 0 ? { unit } : { unit, decimals };
  return {
    name: column.name,
    align: column.align ?? (numeric ? "right" : "left"),
    cells: cells.map((cell) => show(cell, setting(cell))),
  };
}

/** The table's columns with every cell as text. A row that is too short is filled with empty cells. */
export function showTable({ columns, rows }: Table): readonly ShownColumn[] {
  return columns.map((column, i) =>
    showColumn(
      column,
      rows.map((row) => row[i] ?? ""),
    ),
  );
}
