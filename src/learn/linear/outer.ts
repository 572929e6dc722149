import type { Symmetric } from "./cholesky.ts";
import type { RowBuffer } from "./design.ts";

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
