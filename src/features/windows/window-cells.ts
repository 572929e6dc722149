import type { Cell, Kind } from "../../data/index.ts";
import type { Scalar } from "../operator.ts";

/** An answer as the cell of a row. */
export function cellOf(kind: Kind, value: Scalar): Cell {
  if (value === null || Number.isNaN(value)) return null;
  return kind === "flag" ? value === 1 : value;
}
