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
  const slots = slotsFor(clusters);
  const numbers = new Int32Array(clusters.length);
  let count = 0;
  for (let row = 0; row < clusters.length; row++) {
    const name = clusters[row] as number;
    const number = slots.get(name) ?? count;
    if (number === count) slots.set(name, count++);
    numbers[row] = number;
  }
  return { numbers, count };
}

/** Where the number of each name is kept. */
interface Slots {
  get(name: number): number | undefined;
  set(name: number, number: number): void;
}

/** An array when the names are small whole numbers, as they mostly are: ten times as fast as a map. */
function slotsFor(clusters: Int32Array): Slots {
  const least = clusters.reduce((low, name) => Math.min(low, name), 0);
  const most = clusters.reduce((high, name) => Math.max(high, name), 0);
  if (least < 0 || most > 8 * clusters.length + 1024) return new Map<number, number>();
  const slots = new Int32Array(most + 1).fill(-1);
  return {
    get: (name) => (slots[name] === -1 ? undefined : slots[name]),
    set: (name, number) => {
      slots[name] = number;
    },
  };
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
