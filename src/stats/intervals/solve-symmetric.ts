type Matrix = readonly (readonly number[])[];

/** A pivot this small beside its diagonal says that the column is a combination of earlier ones. */
const COLLINEAR = 1e-10;

/**
 * Solves A x = b for a symmetric, positive semidefinite A of few rows (Cholesky). A column that says nothing beyond
 * earlier ones gets 0.
 */
export function solveSymmetric(matrix: Matrix, right: readonly number[]): readonly number[] {
  const lower = cholesky(matrix);
  const size = right.length;
  const forward: number[] = [];
  for (let i = 0; i < size; i++) forward.push(over((right[i] as number) - dot(lower[i], forward, i), lower[i]?.[i]));
  const solution = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    const known = solution.reduce((sum, value, j) => (j > i ? sum + (lower[j]?.[i] ?? 0) * value : sum), 0);
    solution[i] = over((forward[i] as number) - known, lower[i]?.[i]);
  }
  return solution;
}

/** L of A = L Lᵀ; a collinear column's is 0. */
function cholesky(matrix: Matrix): Matrix {
  const lower = matrix.map((row) => row.map(() => 0));
  matrix.forEach((row, j) => {
    const diagonal = row[j] ?? 0;
    const pivot = diagonal - dot(lower[j], lower[j], j);
    if (!(pivot > COLLINEAR * diagonal)) return;
    const root = Math.sqrt(pivot);
    for (const [i, target] of lower.entries())
      if (i >= j) target[j] = i === j ? root : ((matrix[i]?.[j] ?? 0) - dot(target, lower[j], j)) / root;
  });
  return lower;
}

function over(value: number, pivot: number = 0): number {
  return pivot === 0 ? 0 : value / pivot;
}

function dot(a: readonly number[] | undefined, b: readonly number[] | undefined, upTo: number): number {
  let sum = 0;
  for (let i = 0; i < upTo; i++) sum += (a?.[i] ?? 0) * (b?.[i] ?? 0);
  return sum;
}
