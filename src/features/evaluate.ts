import { type Column, column, hasColumn, type Kind, type Row, rowOf, type Table, tableOf } from "../data/index.ts";
import { bug, known } from "../kernel/index.ts";
import { fieldsOf, fittedIn, type Node, type OperatorNode, windowsOf } from "./node.ts";
import { columnRead, type Reader, readerOf } from "./reader.ts";
import { windowUnanswered } from "./windows/window-errors.ts";
import { wordsOf } from "./words.ts";

/**
 * Runs an expression over a table and gives a column of the table's length. This is the only evaluator: a served row is a
 * table of one row. A window is read from the column that holds its answers. Throws `features.window-unanswered`.
 */
export function evaluate(node: Node, table: Table, name: string): Column {
  const read = columnRead(node);
  if (read !== undefined) return { ...columnOf(table, node, read), name };
  if (node.op === "apply" && readsOneText(node)) return overLevels(node, table, name);
  return collect(name, node.kind, { rows: table.rows, read: readerOf(node, fieldsIn(table)) });
}

/** Runs named expressions over a table. */
export function evaluateAll(nodes: Readonly<Record<string, Node>>, table: Table): Table {
  return { rows: table.rows, columns: Object.entries(nodes).map(([name, node]) => evaluate(node, table, name)) };
}

/**
 * Runs named expressions over one row. A field that the row lacks is missing; a window has to be answered before, as a cell
 * named by `windowKey`. Throws `features.window-unanswered`.
 */
export function evaluateRow(nodes: Readonly<Record<string, Node>>, row: Row): Row {
  return rowOf(evaluateRows(nodes, [row]), 0);
}

/** Runs named expressions over several rows at once, each of which is as for {@link evaluateRow}. */
export function evaluateRows(nodes: Readonly<Record<string, Node>>, rows: readonly Row[]): Table {
  const kinds: Record<string, Kind> = {};
  const [first = {}] = rows;
  for (const node of Object.values(nodes)) collectKinds(node, first, kinds);
  return evaluateAll(nodes, tableOf(kinds, rows));
}

function collectKinds(node: Node, row: Row, kinds: Record<string, Kind>): void {
  const read = columnRead(node);
  if (read !== undefined && (node.op === "field" || Object.hasOwn(row, read))) kinds[read] = node.kind;
  if (node.op === "apply") for (const arg of node.args) collectKinds(arg, row, kinds);
}

/** An expression over a single text field is computed once per level instead of once per row. */
function readsOneText(node: OperatorNode): boolean {
  return (
    fieldsOf(node).length === 1 &&
    fieldKind(node) === "text" &&
    windowsOf(node).length === 0 &&
    fittedIn(node).length === 0
  );
}

function fieldKind(node: Node): Kind | undefined {
  if (node.op === "field") return node.kind;
  if (node.op !== "apply") return undefined;
  return node.args.map(fieldKind).find((kind) => kind !== undefined);
}

function overLevels(node: OperatorNode, table: Table, name: string): Column {
  const source = column(table, known(fieldsOf(node)[0], "an expression over one field"));
  if (source.kind !== "text") throw bug({ what: `column ${source.name} is declared text and holds ${source.kind}` });
  const { levels, codes } = source;
  // One row more than there are levels: the last one is the missing value.
  const everyLevel: Column = { ...source, codes: Int32Array.from([...levels.keys(), -1]) };
  const read = readerOf(node, fieldsIn({ rows: levels.length + 1, columns: [everyLevel] }));
  const results = Array.from({ length: levels.length + 1 }, (_, level) => read(level));
  const last = levels.length;
  return collect(name, node.kind, {
    rows: table.rows,
    read: (row) => results[codes[row] === -1 ? last : (codes[row] ?? last)] ?? null,
  });
}

/** Reads the columns of a table. */
function fieldsIn(table: Table): (name: string, node: Node) => Reader {
  return (name, node) => fieldReader(columnOf(table, node, name));
}

function columnOf(table: Table, node: Node, name: string): Column {
  if (node.op === "window" && !hasColumn(table, name)) throw windowUnanswered({ words: wordsOf(node) });
  return column(table, name);
}

function fieldReader(col: Column): Reader {
  if (col.kind !== "text") return (row) => col.values[row] ?? Number.NaN;
  return (row) => col.levels[col.codes[row] ?? -1] ?? null;
}

function collect(name: string, kind: Kind, source: { readonly rows: number; readonly read: Reader }): Column {
  return kind === "text" ? collectText(name, source) : { name, kind, values: collectNumbers(source) };
}

function collectNumbers({ rows, read }: { readonly rows: number; readonly read: Reader }): Float64Array {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = read(row) as number;
  return values;
}

function collectText(name: string, { rows, read }: { readonly rows: number; readonly read: Reader }): Column {
  const index = new Map<string, number>();
  const codes = new Int32Array(rows).fill(-1);
  for (let row = 0; row < rows; row++) {
    const value = read(row);
    if (typeof value !== "string") continue;
    const code = index.get(value) ?? index.size;
    index.set(value, code);
    codes[row] = code;
  }
  return { name, kind: "text", codes, levels: [...index.keys()] };
}
