import { type DrawKey, poissonCounter } from "./poisson-counts.ts";

/** Rows of a block: a few columns of them stay in the fastest cache. A multiple of 32. */
export const BLOCK_ROWS = 2_048;

/** Draws counts for a block of rows, and sums its columns by them. `rows` is a multiple of 32; what lies beyond the values is 0. */
export interface BlockSums {
  load(column: number, values: Float64Array): void;
  draw(rows: number, key: DrawKey): void;
  sum(rows: number, column: number): number;
}

/** {@link BlockSums} in plain loops: what the kernel does, and the same bits. */
export function plainSums(columns: number): BlockSums {
  const blocks = Array.from({ length: columns }, () => new Float64Array(BLOCK_ROWS));
  const counts = new Uint8Array(BLOCK_ROWS);
  const drawInto = poissonCounter();
  const lanes = new Float64Array(8);
  return {
    load(column, values) {
      (blocks[column] as Float64Array).fill(0).set(values);
    },
    draw(rows, key) {
      drawInto(counts.subarray(0, rows), key);
    },
    sum(rows, column) {
      const values = blocks[column] as Float64Array;
      lanes.fill(0);
      for (let i = 0; i < rows; i++)
        lanes[i & 7] = (lanes[i & 7] as number) + (counts[i] as number) * (values[i] as number);
      return inPairs(lanes);
    },
  };
}

/** Eight sums in the order in which vectors of two add them. */
function inPairs(lanes: Float64Array): number {
  const pair = (lane: number): number => {
    const at = (k: number): number => lanes[lane + k] as number;
    return at(0) + at(2) + (at(4) + at(6));
  };
  return pair(0) + pair(1);
}
