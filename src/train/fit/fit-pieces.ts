import { hashBytes, hashValue } from "../../kernel/index.ts";
import type { Blobs, Compute } from "../../store/index.ts";
import { fitPartitioned } from "../partition/fit-partitioned.ts";
import { type FitInput, type FitOutput, outputOf, setsOf } from "./fit-kernel.ts";

/** Where finished pieces of large fits are kept until the models are stored. */
export interface Pieces {
  readonly blobs: Blobs;
  /** Id of the snapshot that is learned from. */
  readonly snapshot: string;
  /** Called with what forgets the pieces of a fit: to be called in turn once its model is stored. */
  onPieces(clear: () => Promise<void>): void;
}

/** Pieces of the fits of one run, to be cleared when it has stored its models. */
export interface PieceBox {
  readonly pieces: Pieces;
  clear(): Promise<void>;
}

/** A box for the fits on one snapshot. */
export function pieceBox(blobs: Blobs, snapshot: string): PieceBox {
  const clears: (() => Promise<void>)[] = [];
  const onPieces = (clear: () => Promise<void>): void => void clears.push(clear);
  return {
    pieces: { blobs, snapshot, onPieces },
    async clear() {
      for (const clear of clears) await clear();
    },
  };
}

/** Whether a fit is made of so many small ones that it is worth keeping each. */
export function isInPieces({ learner }: Pick<FitInput, "learner">): boolean {
  return learner === "partitioned";
}

interface PieceDeps extends Pieces {
  /** How the head reads the snapshot: pieces that were read in another way are not taken over. */
  readonly reads: string;
  readonly compute: Compute;
  /** Called with the share of the fit that is done. */
  onProgress(share: number): void;
}

/** A partitioned fit on every thread, which goes on where a killed run stopped; the same model as {@link run} makes. */
export async function fitInPieces(input: FitInput, deps: PieceDeps): Promise<FitOutput> {
  const { learner: name, params, base, task, seed } = input;
  const learner = { learner: name, params, ...(base === undefined ? {} : { base }) };
  const { train, watch, weights } = input;
  const data = hashValue([deps.snapshot, deps.reads, ...[train, watch, weights].map(hashOf)]);
  const { training, validation, whole } = setsOf(input);
  const { model, clear } = await fitPartitioned({ learner, training, ...validation, task, seed, data }, deps);
  deps.onPieces(clear);
  return outputOf(input, whole(model));
}

function hashOf(numbers: Int32Array | Float64Array | undefined): string {
  return numbers === undefined ? "" : hashBytes(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
}
