import type { Table } from "../../data/index.ts";
import { evaluate } from "../../features/index.ts";
import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Outcome } from "../../system/index.ts";
import { type NumberedRow, wordRows, wrongRows } from "./wrong-rows.ts";

interface BadWeights {
  readonly outcome: string;
  readonly found: readonly NumberedRow[];
  readonly count: number;
  readonly rows: number;
}

/** Rows whose weight is none. */
export const weightUnusable: ErrorConstructor<BadWeights> = defineError("train.weight-unusable", {
  headline: "Weights that cannot be",
  message: ({ outcome, found, count, rows }: BadWeights) =>
    `The \`weight\` of outcome \`${outcome}\` must be a number, 0 or more, in every row that is learned from. In ${count} of ${rows} it is not: ${wordRows(found, count)}.`,
  hint: () => "Give a missing value a weight too: `r.amount.orElse(1)`.",
});

/** No weight may be larger: products and sums must be numbers. */
const LARGEST = 1e100;

/** How much each row matters while an outcome is learned; undefined where all do alike. Throws `train.weight-unusable`. */
export function importanceOf(
  { name, outcome, tells }: { readonly name: string; readonly outcome: Outcome; tells(row: number): boolean },
  table: Table,
  numbers: Int32Array,
): Float64Array | undefined {
  if (outcome.weight === undefined) return undefined;
  const values = evaluate(outcome.weight, table, "weight");
  const isWeight = (value: number): boolean => value >= 0 && value <= LARGEST;
  const { found, wrong, rows } = wrongRows(values, { numbers, tells, accepts: isWeight });
  if (wrong.count > 0) throw weightUnusable({ outcome: name, ...wrong, rows: rows.length });
  return found.map((value) => (isWeight(value) ? value : 0));
}
