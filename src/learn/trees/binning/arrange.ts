import type { Engine } from "../engine.ts";
import type { BinnedRows } from "./binned-training.ts";
import type { Bins } from "./bins.ts";

/** A feature whose commonest bin holds this share of the rows is listed rather than laid out… */
const MOSTLY = 0.8;
/** …where there are so many of them that walking the lists pays. */
const WORTH_LISTING = 6;

/** Which columns take part, and how. */
export interface Arrangement {
  /** The columns that could be split: first those that are laid out, then those that rows list. */
  readonly order: readonly number[];
  readonly dense: number;
  /** Per column, its commonest bin. */
  readonly commons: readonly number[];
}

/** Counts what the bins hold, and arranges the columns by it. */
export function arrange({ arena, tally }: Engine, columns: BinnedRows, all: readonly Bins[]): Arrangement {
  return arena.scoped(() => {
    const counts = arena.ints(256 * all.length);
    tally(columns, counts);
    const parts = all.map((_, f) => counts.subarray(f * 256, (f + 1) * 256));
    const commons = parts.map(commonest);
    const kept = [...all.keys()].filter((f) => !isConstant(all[f] as Bins, parts[f] as Int32Array, columns.rows));
    const isRare = (f: number): boolean => (parts[f]?.[commons[f] as number] as number) >= MOSTLY * columns.rows;
    const rare = kept.filter(isRare);
    if (rare.length < WORTH_LISTING) return { order: kept, dense: kept.length, commons };
    const often = kept.filter((f) => !isRare(f));
    return { order: [...often, ...rare], dense: often.length, commons };
  });
}

/** Whether a column could not be split at all: every row is in the same bin. */
function isConstant({ count }: Bins, rowsOfBin: Int32Array, rows: number): boolean {
  return count <= 2 && (rowsOfBin[0] === 0 || rowsOfBin[0] === rows);
}

/** The bin with the most rows; the first of equals. */
function commonest(rowsOfBin: Int32Array): number {
  let best = 0;
  for (let bin = 1; bin < 256; bin++) if ((rowsOfBin[bin] as number) > (rowsOfBin[best] as number)) best = bin;
  return best;
}
