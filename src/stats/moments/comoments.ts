import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { sumOf } from "../sum.ts";

/**
 * Moments of rows of k numbers: what means, covariances and every smooth function of means need, and all that has to
 * travel. Two of them merge into the one of both samples together.
 */
export interface Comoments {
  readonly n: number;
  /** k of them. */
  readonly means: readonly number[];
  /** Σ (xᵢ − meanᵢ)(xⱼ − meanⱼ) for i ≤ j: the upper triangle, row by row. */
  readonly products: readonly number[];
  /** Σ (x₀ − mean₀)³ of the first column, from which its skewness follows. */
  readonly cubes: number;
}

/** Nothing seen yet of rows of `width` numbers: the identity of {@link mergeComoments}. */
export function noComoments(width: number): Comoments {
  const products = new Array<number>(triangle(width)).fill(0);
  return Object.freeze({ n: 0, means: new Array<number>(width).fill(0), products, cubes: 0 });
}

/** How many pairs i ≤ j there are among so many columns. */
export function triangle(width: number): number {
  return (width * (width + 1)) / 2;
}

/** Where the pair of columns i and j lies in {@link Comoments.products}. */
export function pairAt(i: number, j: number, width: number): number {
  const [low, high] = i <= j ? [i, j] : [j, i];
  return low * width - (low * (low - 1)) / 2 + (high - low);
}

/** Moments of columns of finite numbers, all equally long. Two passes. */
export function comomentsOf(columns: readonly ArrayLike<number>[]): Comoments {
  const n = columns[0]?.length ?? 0;
  const width = columns.length;
  if (n === 0) return noComoments(width);
  const means = columns.map((column) => sumOf(column) / n);
  const centred = columns.map((column, c) => Float64Array.from(column, (value) => value - (means[c] as number)));
  const products = centred.flatMap((a, i) =>
    centred.slice(i).map((b) => sumOf(a.map((x, row) => x * (b[row] as number)))),
  );
  const cubes = sumOf((centred[0] ?? new Float64Array(0)).map((x) => x * x * x));
  return Object.freeze({ n, means, products, cubes });
}

/** Moments of both samples together: associative, commutative. Pébay. SAND2008-6212, equations 1.5, 2.1 and 3.2. */
export function mergeComoments(a: Comoments, b: Comoments): Comoments {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const gaps = a.means.map((mean, i) => (b.means[i] as number) - mean);
  const shared = (a.n * b.n) / n;
  const means = a.means.map((mean, i) => mean + ((gaps[i] as number) * b.n) / n);
  const products: number[] = [];
  for (let i = 0, at = 0; i < gaps.length; i++)
    for (let j = i; j < gaps.length; j++, at++) {
      const between = (gaps[i] as number) * (gaps[j] as number) * shared;
      products.push((a.products[at] as number) + (b.products[at] as number) + between);
    }
  return Object.freeze({ n, means, products, cubes: mergedCubes(a, b, n) });
}

function mergedCubes(a: Comoments, b: Comoments, n: number): number {
  const gap = (b.means[0] ?? 0) - (a.means[0] ?? 0);
  const [squaresA, squaresB] = [a.products[0] ?? 0, b.products[0] ?? 0];
  const between = (gap ** 3 * a.n * b.n * (a.n - b.n)) / n ** 2;
  return a.cubes + b.cubes + between + (3 * gap * (a.n * squaresB - b.n * squaresA)) / n;
}

/** The unbiased covariance of columns i and j; their variance where i = j. Needs two rows. */
export function covarianceAt(
  { n, means, products }: Comoments,
  [i, j]: readonly [number, number],
): number | Insufficient {
  if (n < 2) return insufficient("too-few-rows", { need: 2, have: n });
  return (products[pairAt(i, j, means.length)] ?? 0) / (n - 1);
}
