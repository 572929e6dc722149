import { insufficient } from "../kernel/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { Judged } from "./judged.ts";
import { rocAuc } from "./metrics/index.ts";
import { divideRows, type Part } from "./slice-parts.ts";
import { meansOver, subtractMoney } from "./value.ts";

/** One part of the data, looked at separately. */
export interface SliceResult {
  readonly field: string;
  readonly value: string;
  readonly rows: number;
  readonly positives: number;
  readonly rocAuc: Estimated;
  readonly perDecision: Estimated;
  /** Money per decision over the rule, in this slice. */
  readonly overRule: Estimated;
}

/** What is looked at, row by row. */
interface SlicedFigures {
  readonly score: Float64Array;
  /** Money of the model and of the rule. */
  readonly model: Float64Array;
  readonly rule: Float64Array;
}

/** Fewer rows than this are not judged. */
const FEWEST = 100;
const MOST_VALUES = 30;

/** Every value of every declared slice; numbers are cut into quarters. The values beyond the thirty largest are left out. */
export function sliceResults(judged: Judged, figures: SlicedFigures): readonly SliceResult[] {
  return judged.slices.columns.flatMap((column) =>
    keepLargest(divideRows(column)).map((part) => ({ field: column.name, ...judgePart(judged, figures, part) })),
  );
}

function keepLargest(parts: readonly Part[]): readonly Part[] {
  const largest = new Set([...parts].sort((a, b) => b.rows.length - a.rows.length).slice(0, MOST_VALUES));
  return parts.filter((part) => largest.has(part));
}

function judgePart(judged: Judged, figures: SlicedFigures, { value, rows }: Part): Omit<SliceResult, "field"> {
  const part = pickJudged(judged, rows);
  const facts = { value, rows: rows.length, positives: part.truth.reduce((sum, truth) => sum + truth, 0) };
  if (rows.length < FEWEST) {
    const few = insufficient("too-few-rows", { need: FEWEST, have: rows.length });
    return { ...facts, rocAuc: few, perDecision: few, overRule: few };
  }
  const { truth: labels, entity: clusters, weight: weights } = part;
  const [model, rule] = [pickNumbers(figures.model, rows), pickNumbers(figures.rule, rows)];
  const mean = meansOver(part);
  return {
    ...facts,
    rocAuc: rocAuc.compute({ scores: pickNumbers(figures.score, rows), labels, clusters, weights }),
    perDecision: mean(model),
    overRule: mean(subtractMoney(model, rule)),
  };
}

/** The judged rows of a part; fields other than the rows' own numbers stay behind. */
function pickJudged({ truth, weight, entity, blocked }: Judged, rows: Int32Array): Judged {
  return {
    rows: rows.length,
    truth: pickNumbers(truth, rows),
    weight: pickNumbers(weight, rows),
    entity: rows.map((row) => entity[row] as number),
    blocked: Uint8Array.from(rows, (row) => blocked[row] as number),
    slices: { rows: rows.length, columns: [] },
  };
}

function pickNumbers(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i] as number] as number;
  return picked;
}
