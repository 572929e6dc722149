import { rowOf, type Table, takeRows } from "../../src/data/index.ts";
import { explainRow, type Model, rowScorer, scoreModel } from "../../src/model/index.ts";
import { median } from "../frame/median.ts";

/** What is measured of a learned model beside its learning, in microseconds. */
export interface Extras {
  /** One row as serving asks for it: a plain object in, the outputs into an array. */
  readonly oneRow: number;
  /** A row of a batch of 20,000. */
  readonly batch: number;
  /** A row explained. */
  readonly shap: number;
}

const BATCH = 20_000;
const FEW = 500;

/** Measures a model on unseen rows, on one thread. */
export function measureExtras(model: Model, rows: Table): Extras {
  const batch = first(rows, BATCH);
  const few = Array.from({ length: FEW }, (_, row) => rowOf(rows, row));
  const score = rowScorer(model);
  const out = new Float64Array(1);
  return {
    oneRow: perCall(() => few.forEach((row) => void score(row, out))) / FEW,
    batch: perCall(() => scoreModel(model, batch)) / batch.rows,
    shap: perCall(() => few.forEach((row) => void explainRow(model, row))) / FEW,
  };
}

function first(rows: Table, most: number): Table {
  return takeRows(
    rows,
    Int32Array.from({ length: Math.min(most, rows.rows) }, (_, row) => row),
  );
}

/** Microseconds of a call: the median of calls for half a second, the first tenth left out. */
function perCall(work: () => unknown): number {
  const taken: number[] = [];
  for (const end = performance.now() + 500; performance.now() < end || taken.length < 5; ) {
    const started = performance.now();
    work();
    taken.push((performance.now() - started) * 1000);
  }
  return median(taken.slice(Math.floor(taken.length / 10)));
}
