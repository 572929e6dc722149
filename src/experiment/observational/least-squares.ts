import { type Insufficient, insufficient } from "../../kernel/index.ts";

type Rows = readonly (readonly number[])[];

/** A least-squares fit. */
export interface LeastSquares {
  readonly coefficients: readonly number[];
  /** Of each row. */
  readonly residuals: readonly number[];
  /** (XᵀX)⁻¹. */
  readonly inverse: Rows;
  /** Of XᵀX. */
  readonly logDeterminant: number;
}

/** A pivot this small beside its column's own square says that the column is a combination of the others. */
const SINGULAR = 1e-10;

/**
 * Ordinary least squares of `y` on the columns of `rows`, by the Cholesky factor of XᵀX. Insufficient: `too-few-rows`
 * without a row more than columns; `columns-alike` where one column follows from the others.
 */
export function leastSquares(rows: Rows, y: readonly number[]): LeastSquares | Insufficient {
  const columns = rows[0]?.length ?? 0;
  if (rows.length <= columns) return insufficient("too-few-rows", { need: columns + 1, have: rows.length });
  const products = square(columns, (i, j) =>
    rows.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), 0),
  );
  const factor = cholesky(products);
  if (factor === undefined) return insufficient("columns-alike");
  const right = Array.from({ length: columns }, (_, i) =>
    rows.reduce((sum, row, t) => sum + (row[i] as number) * (y[t] as number), 0),
  );
  const coefficients = solve(factor, right);
  const unit = (at: number): number[] => Array.from({ length: columns }, (_, i) => Number(i === at));
  return {
    coefficients,
    residuals: rows.map((row, t) => (y[t] as number) - dot(row, coefficients)),
    inverse: products.map((_, i) => solve(factor, unit(i))),
    logDeterminant: 2 * factor.reduce((sum, row, i) => sum + Math.log(row[i] as number), 0),
  };
}

/** The sum of products. */
export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

function square(size: number, cell: (i: number, j: number) => number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => cell(i, j)));
}

/** The lower factor L with L Lᵀ = `matrix`; undefined where it is singular. */
function cholesky(matrix: Rows): Rows | undefined {
  const factor: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const own: number[] = [];
    for (let j = 0; j < i; j++) {
      const above = factor[j] as number[];
      own.push(((row[j] as number) - dot(own, above.slice(0, j))) / (above[j] as number));
    }
    const pivot = (row[i] as number) - dot(own, own);
    if (!(pivot > SINGULAR * (row[i] as number))) return undefined;
    factor.push([...own, Math.sqrt(pivot)]);
  }
  return factor;
}

/** Solves L Lᵀ x = right: down, then up. */
function solve(factor: Rows, right: readonly number[]): number[] {
  const down: number[] = [];
  for (const [i, row] of factor.entries())
    down.push(((right[i] as number) - dot(row.slice(0, i), down)) / (row[i] as number));
  const up: number[] = [...down];
  for (let i = factor.length - 1; i >= 0; i--) {
    let rest = down[i] as number;
    for (let j = i + 1; j < factor.length; j++)
      rest -= ((factor[j] as readonly number[])[i] as number) * (up[j] as number);
    up[i] = rest / ((factor[i] as readonly number[])[i] as number);
  }
  return up;
}
