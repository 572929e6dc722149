import type { Engine } from "../engine.ts";
import type { BinnedTraining } from "./binned-training.ts";

type Unlisted = Omit<BinnedTraining, "starts" | "listed">;

/** For every row, the cells of the listed features in which it is not as most are. */
export function listCells({ arena }: Engine, data: Unlisted): Pick<BinnedTraining, "starts" | "listed"> {
  const { rows, bins, dense, features, shapes, offsets } = data;
  if (dense === features.length) return { starts: arena.ints(0), listed: arena.ints(0) };
  const starts = arena.ints(rows + 1);
  for (let f = dense; f < features.length; f++)
    countRare(bins.subarray(f * rows, (f + 1) * rows), shapes[f * 2 + 1], starts);
  for (let row = 0; row < rows; row++) starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
  const listed = arena.ints(Math.max(1, starts[rows] as number));
  const next = new Int32Array(starts);
  for (let f = dense; f < features.length; f++) {
    const own = bins.subarray(f * rows, (f + 1) * rows);
    listRare(own, { common: shapes[f * 2 + 1], first: offsets[f] as number, next, listed });
  }
  return { starts, listed };
}

function countRare(bins: Uint8Array, common: number | undefined, starts: Int32Array): void {
  for (let row = 0; row < bins.length; row++)
    if (bins[row] !== common) starts[row + 1] = (starts[row + 1] as number) + 1;
}

interface Listing {
  readonly common: number | undefined;
  /** The feature's first cell. */
  readonly first: number;
  /** Where each row's next cell goes. */
  readonly next: Int32Array;
  readonly listed: Int32Array;
}

function listRare(bins: Uint8Array, { common, first, next, listed }: Listing): void {
  for (let row = 0; row < bins.length; row++) {
    const bin = bins[row] as number;
    if (bin === common) continue;
    const at = next[row] as number;
    listed[at] = first + bin;
    next[row] = at + 1;
  }
}
