/** A symmetric positive definite matrix, size × size, row by row. Only the lower triangle is read. */
export interface Symmetric {
  readonly size: number;
  readonly values: Float64Array;
}

/** A pivot this much smaller than its diagonal means a column that the others already explain. */
const DEPENDENT = 1e-10;

/**
 * Solves A x = b by Cholesky's method; `matrix` is overwritten. An unknown that the ones before it determine (columns
 * that repeat each other) is set to 0, so that the others still have their solution.
 */
export function solveSymmetric({ size, values }: Symmetric, right: Float64Array): Float64Array {
  const dropped = factorise({ size, values });
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    let sum = x[i] as number;
    for (let k = 0; k < i; k++) sum -= (values[i * size + k] as number) * (x[k] as number);
    x[i] = dropped[i] === 1 ? 0 : sum / (values[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = x[i] as number;
    for (let k = i + 1; k < size; k++) sum -= (values[k * size + i] as number) * (x[k] as number);
    x[i] = dropped[i] === 1 ? 0 : sum / (values[i * size + i] as number);
  }
  return x;
}

/** The lower factor, in place. Marks with 1 the columns that were dropped; their part of the factor is 0. */
function factorise({ size, values }: Symmetric): Uint8Array {
  const dropped = new Uint8Array(size);
  for (let j = 0; j < size; j++) {
    const diagonal = values[j * size + j] as number;
    let pivot = diagonal;
    for (let k = 0; k < j; k++) pivot -= (values[j * size + k] as number) ** 2;
    dropped[j] = pivot > DEPENDENT * diagonal ? 0 : 1;
    const root = dropped[j] === 1 ? 0 : Math.sqrt(pivot);
    values[j * size + j] = root;
    for (let i = j + 1; i < size; i++) values[i * size + j] = root === 0 ? 0 : below({ size, values }, i, j) / root;
  }
  return dropped;
}

function below({ size, values }: Symmetric, i: number, j: number): number {
  let sum = values[i * size + j] as number;
  for (let k = 0; k < j; k++) sum -= (values[i * size + k] as number) * (values[j * size + k] as number);
  return sum;
}
