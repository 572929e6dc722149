import { known } from "../kernel/index.ts";

/** What a value is. `time` is milliseconds since 1970 (UTC) inside a table. */
export type Kind = "number" | "text" | "flag" | "time";

/** Numbers, flags (0 or 1) and times. A missing value is NaN; infinities do not occur. */
export interface NumericColumn {
  readonly name: string;
  readonly kind: "number" | "flag" | "time";
  readonly values: Float64Array;
}

/** Text, dictionary coded: `levels[codes[row]]`. A missing value is the code -1. */
export interface TextColumn {
  readonly name: string;
  readonly kind: "text";
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

export type Column = NumericColumn | TextColumn;

/** A value of a cell: what a row holds outside a table. Flags are booleans, times are milliseconds. */
export type Cell = number | string | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** Columns of equal length. The one shape in which rows travel between rooms; never changed after it was built. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** The column of that name. A missing one is a defect of the caller: ask {@link hasColumn} first. */
export function column(table: Table, name: string): Column {
  return known(
    table.columns.find((c) => c.name === name),
    `the table has no column ${name}`,
  );
}

/** Whether a table has a column of that name. */
export function hasColumn(table: Table, name: string): boolean {
  return table.columns.some((c) => c.name === name);
}

/** The values of a number, flag or time column. */
export function numbers(table: Table, name: string): Float64Array {
  const found = column(table, name);
  return known(found.kind === "text" ? undefined : found.values, `numbers in column ${name}`);
}

/** One cell as a plain value. */
export function cell(col: Column, row: number): Cell {
  if (col.kind === "text") return col.levels[col.codes[row] ?? -1] ?? null;
  const value = col.values[row] ?? Number.NaN;
  if (Number.isNaN(value)) return null;
  return col.kind === "flag" ? value === 1 : value;
}

/** The cell of a plain row; null where the row lacks it. What an object inherits, such as its `constructor`, is no cell. */
export function cellIn(row: Row, name: string): Cell {
  const value: unknown = row[name];
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : null;
}

/** Whether a row lacks a value of the column. */
export function isMissing(col: Column, row: number): boolean {
  return col.kind === "text" ? (col.codes[row] ?? -1) < 0 : Number.isNaN(col.values[row] ?? Number.NaN);
}

/** One row as a plain object. */
export function rowOf(table: Table, row: number): Row {
  const made: Record<string, Cell> = {};
  for (const c of table.columns) setOwn(made, c.name, cell(c, row));
  return made;
}

/** Sets an object's own property, whatever its name: `__proto__` is a name like any other. */
export function setOwn<T>(object: Record<string, T>, name: string, value: T): void {
  if (name === "__proto__")
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}

/** The rows of those numbers, in that order; a number may repeat. All of them in their own order are the table itself. */
export function takeRows(table: Table, rows: Int32Array | readonly number[]): Table {
  if (isWhole(rows, table.rows)) return table;
  return { rows: rows.length, columns: table.columns.map((c) => takeFrom(c, rows)) };
}

function isWhole(rows: Int32Array | readonly number[], count: number): boolean {
  if (rows.length !== count) return false;
  for (let i = 0; i < count; i++) if (rows[i] !== i) return false;
  return true;
}

function takeFrom(col: Column, rows: Int32Array | readonly number[]): Column {
  if (col.kind === "text") {
    const codes = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) codes[i] = col.codes[rows[i] as number] ?? -1;
    return { ...col, codes };
  }
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = col.values[rows[i] as number] ?? Number.NaN;
  return { ...col, values };
}

/** A column from plain values. Levels are in order of first appearance. */
export function columnOf(name: string, kind: Kind, cells: readonly Cell[]): Column {
  if (kind === "text") return textColumn(name, cells);
  // By index: an iterator over the cells costs several times what the cells do.
  const values = new Float64Array(cells.length);
  for (let i = 0; i < cells.length; i++) {
    const c = cells[i] ?? null;
    values[i] = c === null || typeof c === "string" ? Number.NaN : Number(c);
  }
  return { name, kind, values };
}

function textColumn(name: string, cells: readonly Cell[]): Column {
  const index = new Map<string, number>();
  const codes = new Int32Array(cells.length).fill(-1);
  for (let i = 0; i < cells.length; i++) {
    const c = cells[i] ?? null;
    if (c === null) continue;
    const text = String(c);
    const code = index.get(text) ?? index.size;
    index.set(text, code);
    codes[i] = code;
  }
  return { name, kind: "text", codes, levels: [...index.keys()] };
}

/** A table from plain rows. A key that a row lacks is missing there. */
export function tableOf(kinds: Readonly<Record<string, Kind>>, rows: readonly Row[]): Table {
  const columns = Object.entries(kinds).map(([name, kind]) =>
    columnOf(
      name,
      kind,
      rows.map((row) => cellIn(row, name)),
    ),
  );
  return { rows: rows.length, columns };
}
