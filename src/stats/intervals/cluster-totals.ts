/**
 * One entry per cluster (patient, visitor, shop): what its rows add up to, and how much they count.
 * Rows of one cluster resemble each other, so the clusters are what varies independently.
 */
export interface ClusterTotals {
  /** Σ of the numerator over the cluster's rows. */
  readonly sums: Float64Array;
  /** Σ of the denominator over the cluster's rows: the number of rows, for a mean. */
  readonly sizes: Float64Array;
}

/** Rows before they are added up. */
export interface ClusteredRows {
  /** Numerator per row. */
  readonly sums: Float64Array;
  /** Denominator per row. Default: 1 each. */
  readonly sizes?: Float64Array | undefined;
  /** Any whole number per row; rows with the same number belong together. Default: each row for itself. */
  readonly clusters?: Int32Array | undefined;
}

/** Adds rows up by cluster; clusters in order of first appearance. */
export function clusterTotals({ sums, sizes, clusters }: ClusteredRows): ClusterTotals {
  const perRow = sizes ?? new Float64Array(sums.length).fill(1);
  if (clusters === undefined) return { sums, sizes: perRow };
  const { numbers, count } = denseClusters(clusters);
  return { sums: addUp(sums, numbers, count), sizes: addUp(perRow, numbers, count) };
}

/** The same clusters numbered 0 … count − 1 in order of first appearance. */
export function denseClusters(clusters: Int32Array): { readonly numbers: Int32Array; readonly count: number } {
  const known = new Map<number, number>();
  const numbers = new Int32Array(clusters.length);
  for (let row = 0; row < clusters.length; row++) {
    const name = clusters[row] as number;
    const number = known.get(name) ?? known.size;
    if (number === known.size) known.set(name, number);
    numbers[row] = number;
  }
  return { numbers, count: known.size };
}

/** Σ of the rows' values for each cluster number 0 … count − 1. */
export function addUp(values: Float64Array, numbers: Int32Array, count: number): Float64Array {
  const totals = new Float64Array(count);
  for (let row = 0; row < values.length; row++) {
    const at = numbers[row] as number;
    totals[at] = (totals[at] as number) + (values[row] as number);
  }
  return totals;
}
