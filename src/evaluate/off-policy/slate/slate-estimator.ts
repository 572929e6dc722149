import type { Terms } from "../quotients.ts";
import type { SlateLog, WeighedPosition } from "./slate-log.ts";

/** One way to tell from logged rankings what others would have brought. */
export interface SlateEstimator {
  readonly name: string;
  /** Whether it weighs each position by itself or all down to it together: overlap is asked of these weights. */
  readonly weighs: "positions" | "prefixes";
  /** Why it cannot be had from chances of this kind: a reason code. Null where it can. */
  lacks(chances: SlateLog["chances"]): string | null;
  /** What each ranking adds to the sums. */
  terms(positions: readonly WeighedPosition[]): readonly Terms[];
}

/** A mean over rankings of something of them. */
export function meanOfRankings(value: Float64Array, baseValue: Float64Array): Terms {
  const size = new Float64Array(value.length).fill(1);
  return { value, size, baseValue, baseSize: size };
}

/** Row by row, what several columns come to. */
export function sumColumns(rows: number, columns: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(rows);
  for (const column of columns)
    for (let row = 0; row < rows; row++) sum[row] = (sum[row] as number) + (column[row] as number);
  return sum;
}
