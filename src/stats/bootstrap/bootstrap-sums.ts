import { kernelSums } from "./wasm.ts";
import { BLOCK_ROWS, type BlockSums, plainSums } from "./weighted-sums.ts";

/** What is drawn. */
export interface BootstrapOptions {
  /** How often; default 1,000. */
  readonly replicates?: number;
  readonly seed: number;
}

/** Enough for the ends of a 95 % interval to within a tenth of a standard error. */
export const REPLICATES = 1_000;

/**
 * The sums of columns over resampled rows: one array a column, one number a replicate. In a replicate every row counts
 * Poisson(1) times, in all columns alike. Rows must be independent: where many belong to one unit, sum them by unit first.
 * The columns are equally long, their values finite.
 */
export function bootstrapSums(
  columns: readonly Float64Array[],
  { replicates = REPLICATES, seed }: BootstrapOptions,
): readonly Float64Array[] {
  const sums = kernelSums(columns.length) ?? plainSums(columns.length);
  return sumReplicates(columns, { sums, replicates, seed });
}

/** {@link bootstrapSums} by one way of summing. */
export function sumReplicates(
  columns: readonly Float64Array[],
  { sums, replicates, seed }: Required<BootstrapOptions> & { readonly sums: BlockSums },
): readonly Float64Array[] {
  const found = columns.map(() => new Float64Array(replicates));
  const length = columns[0]?.length ?? 0;
  for (let start = 0; start < length; start += BLOCK_ROWS) {
    const end = Math.min(length, start + BLOCK_ROWS);
    const rows = Math.ceil((end - start) / 32) * 32;
    for (const [c, column] of columns.entries()) sums.load(c, column.subarray(start, end));
    for (let replicate = 0; replicate < replicates; replicate++) {
      sums.draw(rows, { first: start / 8, replicate, seed });
      for (const [c, into] of found.entries()) into[replicate] = (into[replicate] as number) + sums.sum(rows, c);
    }
  }
  return found;
}
