import { type Table, takeRows } from "../../data/index.ts";
import { evaluate, fittedIn, type Node, windowsOf } from "../../features/index.ts";

/** Rows over which a feature's cost is measured, and how often; the fastest counts. */
const ROWS = 5_000;
const TRIALS = 3;

/** Microseconds that a feature takes for one row; null where it is made of events, or has to be learned first. */
export function microsecondsOf(node: Node, table: Table, stopwatch: () => number): number | null {
  if (windowsOf(node).length > 0 || fittedIn(node).length > 0 || table.rows === 0) return null;
  const rows = Math.min(ROWS, table.rows);
  const some = takeRows(
    table,
    Int32Array.from({ length: rows }, (_, row) => row),
  );
  const took = Array.from({ length: TRIALS }, () => {
    const started = stopwatch();
    evaluate(node, some, "cost");
    return stopwatch() - started;
  });
  return (Math.min(...took) * 1_000) / rows;
}
