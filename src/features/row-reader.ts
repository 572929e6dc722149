import { cellIn, type Row } from "../data/index.ts";
import type { Node } from "./node.ts";
import type { Scalar } from "./operator.ts";
import { readerOf } from "./reader.ts";
import { windowUnanswered } from "./windows/window-errors.ts";
import { wordsOf } from "./words.ts";

/**
 * Prepares expressions for many single rows: gives their values in order, with the meaning that {@link evaluate} has. A
 * field that a row lacks is missing; a window that it lacks throws `features.window-unanswered`.
 */
export function rowReader(nodes: readonly Node[]): (row: Row) => readonly Scalar[] {
  let current: Row = {};
  const readers = nodes.map((node) =>
    readerOf(node, (name, column) => {
      const read = column.kind === "text" ? textIn : numberIn;
      if (column.op !== "window") return () => read(current, name);
      return () => {
        if (!Object.hasOwn(current, name)) throw windowUnanswered({ words: wordsOf(column) });
        return read(current, name);
      };
    }),
  );
  return (row) => {
    current = row;
    return readers.map((read) => read(0));
  };
}

function textIn(row: Row, name: string): string | null {
  const cell = cellIn(row, name);
  return cell === null ? null : String(cell);
}

function numberIn(row: Row, name: string): number {
  const cell = cellIn(row, name);
  return cell === null || typeof cell === "string" ? Number.NaN : Number(cell);
}
