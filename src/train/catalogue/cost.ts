import { type Table, takeRows } from "../../data/index.ts";
import {
  applyFrozen,
  evaluateAll,
  fitTransforms,
  fittedIn,
  inputsOf,
  type Node,
  planTransforms,
  type TransformPlan,
  windowsOf,
} from "../../features/index.ts";
import { known } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { type Events, withEvents } from "../snapshot/events.ts";

/** Rows over which what is made of a row alone is measured, and how often; the fastest counts. */
const ROWS = 5_000;
const TRIALS = 3;
const ONCE = 1;

/** What a feature's cost is measured on. */
export interface Costed {
  readonly system: SystemDefinition;
  /** The rows of the snapshot, their windows answered. */
  readonly rows: Table;
  readonly events: Events;
  readonly dataset: Dataset;
  readonly stopwatch: () => number;
}

/**
 * Microseconds that a feature takes for one row: to answer its windows from all events, to compute what is made of the row,
 * and to apply what was learned from rows. Null without rows.
 */
export function microsecondsOf(name: string, costed: Costed): number | null {
  const { system, rows, dataset } = costed;
  const node = known(system.features[name], `feature ${name}`);
  if (rows.rows === 0) return null;
  const features = { [name]: node };
  const some = first(rows);
  const plan = fittedIn(node).length === 0 ? null : planTransforms(features);
  return (
    windowCost(node, costed) +
    measured(() => evaluateAll(inputsOf(features), some), some.rows, { ...costed, trials: TRIALS }) +
    (plan === null || dataset.rows === 0 ? 0 : learnedCost(plan, costed))
  );
}

function first(table: Table): Table {
  return takeRows(
    table,
    Int32Array.from({ length: Math.min(ROWS, table.rows) }, (_, row) => row),
  );
}

/** Everything but the windows of one feature is left out, and all events are gone through. */
function windowCost(node: Node, { system, rows, events, ...costed }: Costed): number {
  const windows = windowsOf(node);
  if (windows.length === 0) return 0;
  const bare = {
    rows: rows.rows,
    columns: rows.columns.filter((column) => Object.hasOwn(system.contract.fields, column.name)),
  };
  const alone = { ...system, features: { feature: node }, filters: [], rule: {} };
  return measured(() => withEvents(alone, bare, events), bare.rows, { ...costed, trials: ONCE });
}

function learnedCost(plan: TransformPlan, { system, dataset, stopwatch }: Costed): number {
  const table = first(dataset.features);
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
  const outcomes = Object.fromEntries(
    Object.entries(dataset.labels).map(([name, { values, classes }]) => [
      name,
      { values: values.subarray(0, table.rows), classes },
    ]),
  );
  const { frozen } = fitTransforms(plan, { table, outcomes, units: rows, seed: system.seed });
  return measured(() => applyFrozen(frozen, table), table.rows, { stopwatch, trials: TRIALS });
}

interface Measuring {
  readonly stopwatch: () => number;
  readonly trials: number;
}

/** Microseconds a row of the fastest trial. */
function measured(work: () => void, rows: number, { stopwatch, trials }: Measuring): number {
  const took = Array.from({ length: trials }, () => {
    const started = stopwatch();
    work();
    return stopwatch() - started;
  });
  return (Math.min(...took) * 1_000) / rows;
}
