import { type Table, takeRows } from "../../data/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { type HeadLabel, isLabelled } from "../dataset/head-label.ts";
import { pickRows } from "../fit/join.ts";

/** Rows with their truth: what a model is asked about. */
export interface Sample {
  readonly table: Table;
  readonly labels: Float64Array;
  readonly clusters: Int32Array;
}

/** At most `most` of the rows whose label is known, evenly spaced. */
export function sampleOf(dataset: Dataset, label: HeadLabel, of: { rows: Int32Array; most: number }): Sample {
  const labelled = of.rows.filter((row) => isLabelled(label, row));
  const step = Math.max(1, labelled.length / of.most);
  const size = Math.min(labelled.length, of.most);
  const kept = Int32Array.from({ length: size }, (_, i) => labelled[Math.floor(i * step)] as number);
  return {
    table: takeRows(dataset.features, kept),
    labels: pickRows(label.values, kept, label.perRow),
    clusters: kept.map((row) => dataset.entity[row] as number),
  };
}
