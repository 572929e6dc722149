import type { Column } from "../../../data/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import { type Framed, rowsByDecision } from "../framed.ts";

/** What the fields of a history of lists tell of. */
export interface ListFields {
  /** The same for every candidate of a list: what is known before anybody looks at candidates. */
  readonly context: readonly string[];
  /** A text that tells the candidates of a list apart and comes again in others; undefined where there is none. */
  readonly candidate: string | undefined;
}

/** Finds out which fields are of the list and which one names its candidates, from the rows. */
export function listFields({ contract }: SystemDefinition, framed: Framed): ListFields {
  const lists = [...rowsByDecision(framed).values()].map((rows) => rows.map((row) => framed.row[row] as number));
  const known = framed.table.columns.filter(({ name }) => contract.fields[name]?.known === "before");
  const isContext = (column: Column): boolean =>
    lists.every((rows) => new Set(rows.map((row) => codeAt(column, row))).size <= 1);
  const isName = (column: Column): boolean =>
    column.kind === "text" &&
    column.levels.length * 3 < framed.dataset.rows &&
    lists.every((rows) => new Set(rows.map((row) => column.codes[row])).size === rows.length);
  const names = known.filter((column) => column.kind === "text" && isName(column));
  const [fewest] = names.sort((a, b) => levelsOf(a) - levelsOf(b));
  return { context: known.filter(isContext).map(({ name }) => name), candidate: fewest?.name };
}

function levelsOf(column: Column): number {
  return column.kind === "text" ? column.levels.length : 0;
}

/** NaN is like itself here. */
function codeAt(column: Column, row: number): number | string {
  const value = column.kind === "text" ? column.codes[row] : column.values[row];
  return Number.isNaN(value) ? "missing" : (value as number);
}
