import type { Table } from "../../data/index.ts";
import { type Model, scoreModel } from "../../model/index.ts";

/** How far the predictions of two models are apart at most, on the same rows; NaN where one gives none. */
export function largestDifference(a: Model, b: Model, rows: Table): number {
  const [mine, theirs] = [scoreModel(a, rows), scoreModel(b, rows)];
  return mine.reduce((most, score, i) => Math.max(most, Math.abs(score - (theirs[i] as number))), 0);
}
