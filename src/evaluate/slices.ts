import { type Column, cell } from "../data/index.ts";
import { insufficient } from "../kernel/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { Judged } from "./judged.ts";
import { rocAuc } from "./metrics/index.ts";
import { valuePerDecision } from "./value.ts";

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

interface Money {
  readonly score: Float64Array;
  readonly model: Float64Array;
  readonly rule: Float64Array;
}

const FEWEST = 100;
const MOST_VALUES = 30;
const BINS = 4;

/** Every value of every declared slice; numbers are cut into quarters. The values beyond the thirty largest are left out. */
export function sliceResults(judged: Judged, money: Money): readonly SliceResult[] {
  return judged.slices.columns.flatMap((column) =>
    [...groups(column)]
      .sort(([, a], [, b]) => b.length - a.length)
      .slice(0, MOST_VALUES)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, rows]) => sliceResult(judged, money, { field: column.name, value, rows })),
  );
}

function groups(column: Column): Map<string, number[]> {
  const label = labeller(column);
  const found = new Map<string, number[]>();
  const count = column.kind === "text" ? column.codes.length : column.values.length;
  for (let row = 0; row < count; row++) {
    const value = label(row);
    const rows = found.get(value);
    if (rows === undefined) found.set(value, [row]);
    else rows.push(row);
  }
  return found;
}

function labeller(column: Column): (row: number) => string {
  if (column.kind === "text" || column.kind === "flag") return (row) => String(cell(column, row) ?? "(missing)");
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = new Set(sorted);
  if (distinct.size <= 12) return (row) => String(cell(column, row) ?? "(missing)");
  const edges = Array.from(
    { length: BINS - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)] as number,
  );
  return (row) => quarter(column.values[row] as number, edges);
}

function quarter(value: number, edges: readonly number[]): string {
  if (Number.isNaN(value)) return "(missing)";
  const above = edges.findIndex((edge) => value < edge);
  if (above === 0) return `below ${edges[0]}`;
  return above === -1 ? `${edges.at(-1)} or more` : `${edges[above - 1]} to below ${edges[above]}`;
}

function sliceResult(
  judged: Judged,
  money: Money,
  slice: { field: string; value: string; rows: number[] },
): SliceResult {
  const { rows, ...named } = slice;
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row] as number);
  const part: Judged = {
    ...judged,
    rows: rows.length,
    truth: pick(judged.truth),
    weight: pick(judged.weight),
    entity: Int32Array.from(rows, (row) => judged.entity[row] as number),
  };
  const [model, rule] = [pick(money.model), pick(money.rule)];
  const few = insufficient("too-few-rows", { need: FEWEST, have: rows.length });
  const enough = rows.length >= FEWEST;
  return {
    ...named,
    rows: rows.length,
    positives: part.truth.reduce((sum, truth) => sum + truth, 0),
    rocAuc: enough
      ? rocAuc.compute({ scores: pick(money.score), labels: part.truth, clusters: part.entity, weights: part.weight })
      : few,
    perDecision: enough ? valuePerDecision(part, model) : few,
    overRule: enough
      ? valuePerDecision(
          part,
          model.map((m, i) => m - (rule[i] as number)),
        )
      : few,
  };
}
