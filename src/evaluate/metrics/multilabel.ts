import type { Predictions } from "./predictions.ts";

/** How a row's predicted labels, from a half up, stand against the true ones. */
export interface LabelCounts {
  readonly hits: number;
  readonly falseAlarms: number;
  readonly misses: number;
}

/** Counts of one row. */
export function labelCounts({ scores, labels, classes = 1 }: Predictions, row: number): LabelCounts {
  let [hits, falseAlarms, misses] = [0, 0, 0];
  for (let k = row * classes; k < (row + 1) * classes; k++) {
    const predicted = (scores[k] as number) >= 0.5;
    if (labels[k] === 1) predicted ? hits++ : misses++;
    else if (predicted) falseAlarms++;
  }
  return { hits, falseAlarms, misses };
}
