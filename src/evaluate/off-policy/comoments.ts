/**
 * Means of several columns and how they vary together: all that an estimate, a quotient of two sums or a difference of such
 * quotients needs, and all that has to travel. Two of them merge into the one of both samples together.
 */
export interface Comoments {
  readonly n: number;
  readonly means: Float64Array;
  /** Σ (x − mean x)(y − mean y), row by row of the square of columns. */
  readonly products: Float64Array;
}

/** Nothing seen yet, of so many columns: the identity of {@link mergeComoments}. */
export function noComoments(columns: number): Comoments {
  return { n: 0, means: new Float64Array(columns), products: new Float64Array(columns * columns) };
}

/** The comoments of columns of one length, in two passes. */
export function comomentsOf(columns: readonly Float64Array[]): Comoments {
  const width = columns.length;
  const n = columns[0]?.length ?? 0;
  if (n === 0) return noComoments(width);
  const means = Float64Array.from(columns, meanOf);
  const rests = columns.map((column, i) => restOf(column, means[i] as number));
  const products = new Float64Array(width * width);
  for (let i = 0; i < width; i++)
    for (let j = i; j < width; j++) {
      const [a, b] = [rests[i], rests[j]];
      // What does not vary varies with nothing: half of the columns are a count of one.
      if (a === null || b === null || a === undefined || b === undefined) continue;
      const product = dot(a, b);
      products[i * width + j] = product;
      products[j * width + i] = product;
    }
  return { n, means, products };
}

/** The mean, and what rounding took from it given back. */
function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  const mean = sum / values.length;
  let rest = 0;
  for (let i = 0; i < values.length; i++) rest += (values[i] as number) - mean;
  return mean + rest / values.length;
}

/** How far each value lies from the mean; null where none does. */
function restOf(values: Float64Array, mean: number): Float64Array | null {
  const rest = new Float64Array(values.length);
  let varies = false;
  for (let i = 0; i < values.length; i++) {
    const gap = (values[i] as number) - mean;
    rest[i] = gap;
    if (gap !== 0) varies = true;
  }
  return varies ? rest : null;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** The comoments of both samples together. Pébay. SAND2008-6212. */
export function mergeComoments(a: Comoments, b: Comoments): Comoments {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const width = a.means.length;
  const gap = a.means.map((mean, i) => (b.means[i] as number) - mean);
  const shared = (a.n * b.n) / n;
  return {
    n,
    means: a.means.map((mean, i) => mean + ((gap[i] as number) * b.n) / n),
    products: a.products.map((product, at) => {
      const [i, j] = [Math.floor(at / width), at % width];
      return product + (b.products[at] as number) + shared * (gap[i] as number) * (gap[j] as number);
    }),
  };
}

/** The variance of a smooth function of the means, from its gradient there: the delta method. Needs two rows. */
export function deltaVariance({ n, means, products }: Comoments, gradient: ArrayLike<number>): number {
  const width = means.length;
  let sum = 0;
  for (let i = 0; i < width; i++)
    for (let j = 0; j < width; j++)
      sum += (gradient[i] as number) * (gradient[j] as number) * (products[i * width + j] as number);
  return Math.max(0, sum) / (n - 1) / n;
}
