import { type Column, column, type Kind, type Row, rowOf, type Table, tableOf } from "../data/index.ts";
import { bug, known } from "../kernel/index.ts";
import { fieldsOf, type LiteralNode, type Node, type OperatorNode } from "./node.ts";
import { isMissing, type Operator, type Scalar } from "./operator.ts";
import { operators } from "./operators/index.ts";

/** Reads one argument at a row. */
type Reader = (row: number) => Scalar;

/**
 * Runs an expression over a table and gives a column of the table's length. This is the only evaluator: a served row is a
 * table of one row.
 */
export function evaluate(node: Node, table: Table, name: string): Column {
  if (node.op === "field") return { ...column(table, node.name), name };
  if (node.op === "apply" && readsOneText(node)) return overLevels(node, table, name);
  return collect(name, node.kind, { rows: table.rows, read: readerOf(node, table) });
}

/** Runs named expressions over a table. */
export function evaluateAll(nodes: Readonly<Record<string, Node>>, table: Table): Table {
  return { rows: table.rows, columns: Object.entries(nodes).map(([name, node]) => evaluate(node, table, name)) };
}

/** Runs named expressions over one row. A field that the row lacks is missing. */
export function evaluateRow(nodes: Readonly<Record<string, Node>>, row: Row): Row {
  const kinds: Record<string, Kind> = {};
  for (const node of Object.values(nodes)) collectFieldKinds(node, kinds);
  return rowOf(evaluateAll(nodes, tableOf(kinds, [row])), 0);
}

function collectFieldKinds(node: Node, kinds: Record<string, Kind>): void {
  if (node.op === "field") kinds[node.name] = node.kind;
  if (node.op === "apply") for (const arg of node.args) collectFieldKinds(arg, kinds);
}

/** An expression over a single text field is computed once per level instead of once per row. */
function readsOneText(node: OperatorNode): boolean {
  return fieldsOf(node).length === 1 && fieldKind(node) === "text";
}

function fieldKind(node: Node): Kind | undefined {
  if (node.op === "field") return node.kind;
  if (node.op === "literal") return undefined;
  return node.args.map(fieldKind).find((kind) => kind !== undefined);
}

function overLevels(node: OperatorNode, table: Table, name: string): Column {
  const source = column(table, known(fieldsOf(node)[0], "an expression over one field"));
  if (source.kind !== "text") throw bug({ what: `column ${source.name} is declared text and holds ${source.kind}` });
  const { levels, codes } = source;
  // One row more than there are levels: the last one is the missing value.
  const everyLevel: Column = { ...source, codes: Int32Array.from([...levels.keys(), -1]) };
  const read = readerOf(node, { rows: levels.length + 1, columns: [everyLevel] });
  const results = Array.from({ length: levels.length + 1 }, (_, level) => read(level));
  const last = levels.length;
  return collect(name, node.kind, {
    rows: table.rows,
    read: (row) => results[codes[row] === -1 ? last : (codes[row] ?? last)] ?? null,
  });
}

function readerOf(node: Node, table: Table): Reader {
  if (node.op === "literal") return () => literal(node);
  if (node.op === "field") return fieldReader(column(table, node.name));
  const operator = known(operators.get(node.operator), `operator ${node.operator} in the catalogue`);
  return applyReader(
    operator,
    node,
    node.args.map((arg) => readerOf(arg, table)),
  );
}

function literal({ kind, value }: LiteralNode): Scalar {
  if (kind === "text") return value === null ? null : String(value);
  return value === null ? Number.NaN : Number(value);
}

function fieldReader(col: Column): Reader {
  if (col.kind !== "text") return (row) => col.values[row] ?? Number.NaN;
  return (row) => col.levels[col.codes[row] ?? -1] ?? null;
}

function applyReader(operator: Operator, node: OperatorNode, readers: readonly Reader[]): Reader {
  const { options } = node;
  const nothing: Scalar = node.kind === "text" ? null : Number.NaN;
  const args: Scalar[] = new Array(readers.length).fill(null);
  return (row) => {
    for (let i = 0; i < readers.length; i++) {
      const value = (readers[i] as Reader)(row);
      if (operator.seesMissing !== true && isMissing(value)) return nothing;
      args[i] = value;
    }
    const result = operator.apply(args, options);
    return isMissing(result) || result === Infinity || result === -Infinity ? nothing : result;
  };
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
