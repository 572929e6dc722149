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
export function denseClusters(clusters: Int32Array): Numbered {
  let [least, most] = [0, 0];
  for (let row = 0; row < clusters.length; row++) {
    const name = clusters[row] as number;
    if (name < least) least = name;
    if (name > most) most = name;
  }
  // Names are mostly small whole numbers: an array is then ten times as fast as a map.
  return least < 0 || most > 8 * clusters.length + 1024 ? numberByMap(clusters) : numberByArray(clusters, most);
}

interface Numbered {
  readonly numbers: Int32Array;
  readonly count: number;
}

function numberByArray(clusters: Int32Array, most: number): Numbered {
  // The number of each name and one more; 0 where it was not met yet.
  const next = new Int32Array(most + 1);
  const numbers = new Int32Array(clusters.length);
  let count = 0;
  for (let row = 0; row < clusters.length; row++) {
    const name = clusters[row] as number;
    let number = next[name] as number;
    if (number === 0) number = next[name] = ++count;
    numbers[row] = number - 1;
  }
  return { numbers, count };
}

function numberByMap(clusters: Int32Array): Numbered {
  const numberOf = new Map<number, number>();
  const numbers = clusters.map((name) => {
    const number = numberOf.get(name) ?? numberOf.size;
    if (number === numberOf.size) numberOf.set(name, number);
    return number;
  });
  return { numbers, count: numberOf.size };
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
