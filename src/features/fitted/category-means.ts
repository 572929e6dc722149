import type { TextColumn } from "../../data/index.ts";
import type { OutcomeColumn } from "./transform.ts";

/** What rows came to on average, output by output: of each level of a column, and of all. */
export interface CategoryMeans {
  /** Output × level: the mean, drawn to that of all; that of all where no row tells. */
  readonly means: readonly Float64Array[];
  readonly prior: readonly number[];
}

interface Averaging {
  /** How many rows like all the others are added to those of each level. */
  readonly smoothing: number;
  /** Places of the classes that are outputs; empty for an outcome that is a number. */
  readonly classes: readonly number[];
  /** Which rows count. */
  counts(row: number): boolean;
}

/**
 * Smoothed means: (Σ w·y + m · mean of all) / (Σ w + m), of the rows whose outcome is known. Micci-Barreca, "A preprocessing
 * scheme for high-cardinality categorical attributes", 2001, with a fixed m.
 */
export function categoryMeans(
  column: TextColumn,
  outcome: OutcomeColumn,
  { smoothing, classes, counts }: Averaging,
): CategoryMeans {
  const weights = new Float64Array(column.levels.length);
  const outputs = Math.max(1, classes.length);
  const sums = Array.from({ length: outputs }, () => new Float64Array(column.levels.length));
  const all = new Float64Array(outputs);
  let total = 0;
  for (let row = 0; row < column.codes.length; row++) {
    const label = outcome.values[row] as number;
    if (Number.isNaN(label) || !counts(row)) continue;
    const weight = outcome.weight?.[row] ?? 1;
    const code = column.codes[row] as number;
    total += weight;
    if (code >= 0) weights[code] = (weights[code] as number) + weight;
    for (let k = 0; k < outputs; k++) {
      const value = weight * outputOf(label, classes[k]);
      all[k] = (all[k] as number) + value;
      const own = sums[k] as Float64Array;
      if (code >= 0) own[code] = (own[code] as number) + value;
    }
  }
  const prior = Array.from(all, (sum) => (total > 0 ? sum / total : 0));
  const means = sums.map((own, k) =>
    own.map((sum, code) => {
      const weight = (weights[code] as number) + smoothing;
      return weight > 0 ? (sum + smoothing * (prior[k] as number)) / weight : (prior[k] as number);
    }),
  );
  return { means, prior };
}

/** Of a class: whether it is that. */
function outputOf(label: number, place: number | undefined): number {
  if (place === undefined) return label;
  return label === place ? 1 : 0;
}
