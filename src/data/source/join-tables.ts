import type { RawTable, RejectedRow } from "../raw.ts";
import type { Column, Kind, NumericColumn, TextColumn } from "../table.ts";
import { schemaDiffers } from "./errors.ts";

/**
 * Tables one under the other. A column that a table lacks is missing in its rows; a column without a single value
 * takes the kind that the others have. Throws `data.schema-differs` for a column of two kinds.
 */
export function joinTables(tables: readonly RawTable[]): RawTable {
  const [only] = tables;
  if (only !== undefined && tables.length === 1) return only;
  const names = [...new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)))];
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const columns = names.map((name) => joinColumn(name, tables, rows));
  const rejected = tables.flatMap((table): readonly RejectedRow[] => table.rejected ?? []);
  const notes = [...new Set(tables.flatMap((table) => table.notes ?? []))];
  return { rows, columns, ...linesOf(tables, rows), rejected, ...(notes.length > 0 ? { notes } : {}) };
}

/** Numbers of lines, when every table has them. */
function linesOf(tables: readonly RawTable[], rows: number): Pick<RawTable, "lines"> {
  const parts = tables.filter((table) => table.rows > 0).map(({ lines }) => lines);
  if (parts.length === 0 || parts.includes(undefined)) return {};
  const all = new Int32Array(rows);
  let at = 0;
  for (const lines of parts) {
    all.set(lines ?? [], at);
    at += lines?.length ?? 0;
  }
  return { lines: all };
}

interface Piece {
  readonly at: number;
  readonly column: Column;
}

function joinColumn(name: string, tables: readonly RawTable[], rows: number): Column {
  const pieces: Piece[] = [];
  let at = 0;
  for (const table of tables) {
    const column = table.columns.find((c) => c.name === name);
    if (column !== undefined) pieces.push({ at, column });
    at += table.rows;
  }
  const filled = pieces.filter(({ column }) => !isEmpty(column));
  const kind = (filled[0] ?? pieces[0])?.column.kind ?? "text";
  const other = filled.find(({ column }) => column.kind !== kind)?.column.kind;
  if (other !== undefined) throw differs(name, kind, other);
  return kind === "text" ? joinTexts(name, filled, rows) : joinNumbers({ name, kind }, filled, rows);
}

function differs(name: string, kind: Kind, other: Kind): Error {
  const kinds = [`\`${name}\` is ${other} where it was ${kind}`];
  return schemaDiffers({ place: "a later part", first: "the first", lacks: [], adds: [], kinds });
}

function isEmpty(column: Column): boolean {
  return column.kind === "text" ? column.codes.every((code) => code < 0) : column.values.every(Number.isNaN);
}

function joinTexts(name: string, pieces: readonly Piece[], rows: number): TextColumn {
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(rows).fill(-1);
  for (const { at, column } of pieces) {
    if (column.kind !== "text") continue;
    const newCode = Int32Array.from(column.levels, (level) => {
      const code = codeOf.get(level) ?? codeOf.size;
      codeOf.set(level, code);
      return code;
    });
    for (let i = 0; i < column.codes.length; i++) codes[at + i] = newCode[column.codes[i] as number] ?? -1;
  }
  return { name, kind: "text", codes, levels: [...codeOf.keys()] };
}

function joinNumbers(
  { name, kind }: Pick<NumericColumn, "name" | "kind">,
  pieces: readonly Piece[],
  rows: number,
): NumericColumn {
  const values = new Float64Array(rows).fill(Number.NaN);
  for (const { at, column } of pieces) if (column.kind !== "text") values.set(column.values, at);
  return { name, kind, values };
}
