import type { Prepared } from "../training.ts";
import type { Symmetric } from "./cholesky.ts";
import { type Design, type RowBuffer, readRow, rowBuffer } from "./design.ts";

/** Xᵀ W X + l2 · I (the intercept is free) and Xᵀ W y, of which only the lower triangle is filled. */
export function normalEquations(
  design: Design,
  data: Prepared,
  l2: number,
): { readonly matrix: Symmetric; readonly right: Float64Array } {
  const size = design.width;
  const matrix = { size, values: new Float64Array(size * size) };
  const right = new Float64Array(size);
  const buffer = rowBuffer(design);
  for (let row = 0; row < design.rows; row++) {
    const count = readRow(design, row, buffer);
    const weight = data.weights[row] as number;
    addOuter(matrix, buffer, { count, weight });
    const target = weight * (data.label[row] as number);
    for (let i = 0; i < count; i++) {
      const place = buffer.places[i] as number;
      right[place] = (right[place] as number) + target * (buffer.values[i] as number);
    }
  }
  for (let i = 1; i < size; i++) matrix.values[i * size + i] = (matrix.values[i * size + i] as number) + l2;
  return { matrix, right };
}

/** Adds weight · x xᵀ. Places ascend within a row, so every pair lands in the lower triangle. */
export function addOuter(
  { size, values }: Symmetric,
  row: RowBuffer,
  { count, weight }: { count: number; weight: number },
): void {
  for (let i = 0; i < count; i++) {
    const start = (row.places[i] as number) * size;
    const scale = weight * (row.values[i] as number);
    for (let j = 0; j <= i; j++) {
      const at = start + (row.places[j] as number);
      values[at] = (values[at] as number) + scale * (row.values[j] as number);
    }
  }
}
