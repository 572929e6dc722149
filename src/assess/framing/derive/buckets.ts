import { formatNumber } from "../../../report/index.ts";
import type { Dataset } from "../../../train/index.ts";
import { quantileOf } from "../spread.ts";

/** A number divided into classes that follow each other. */
export interface Buckets {
  /** Where one class ends and the next begins. */
  readonly edges: readonly number[];
  readonly names: readonly string[];
  /** The class of each row. */
  readonly of: Float64Array;
}

/** A bucket of fewer rows teaches little. */
const FEWEST = 50;
const MOST = 8;

/** So many buckets as the rows allow. */
export function bucketCount(rows: number): number {
  return Math.min(MOST, Math.max(2, Math.floor(rows / FEWEST)));
}

/**
 * Divides a number at its quantiles, so that every bucket holds about as many rows. Quantiles that are the same leave fewer
 * buckets; `also` is an edge that has to be among them.
 */
export function bucketsOf(values: Float64Array, count: number, also?: number): Buckets {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const [least = 0] = sorted;
  const cuts = Array.from({ length: count - 1 }, (_, i) => quantileOf(sorted, (i + 1) / count));
  const all = also === undefined ? cuts : [...cuts, also];
  const edges = [...new Set(all)].filter((edge) => edge > least).sort((a, b) => a - b);
  return { edges, names: namesOf(edges), of: values.map((value) => bucketOf(edges, value)) };
}

/** The bucket of a value; NaN for a missing one. */
export function bucketOf(edges: readonly number[], value: number): number {
  return Number.isNaN(value) ? Number.NaN : edges.filter((edge) => value >= edge).length;
}

function namesOf(edges: readonly number[]): readonly string[] {
  const word = (edge: number | undefined): string => formatNumber(edge ?? 0, "number");
  const [first] = edges;
  if (first === undefined) return ["all"];
  return [
    `below ${word(first)}`,
    ...edges.slice(1).map((edge, i) => `${word(edges[i])} to below ${word(edge)}`),
    `${word(edges.at(-1))} or more`,
  ];
}

/** A dataset with one label more. */
export function withLabel(dataset: Dataset, name: string, label: Dataset["labels"][string]): Dataset {
  return { ...dataset, labels: { ...dataset.labels, [name]: label } };
}
