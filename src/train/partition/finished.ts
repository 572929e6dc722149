import type { Blobs } from "../../store/index.ts";

/** Results of pieces of work, kept durably so that a run which was killed goes on where it stopped. */
export interface Finished {
  /** The result of a piece that was finished before; undefined: it was not. */
  recall<T>(piece: string): Promise<T | undefined>;
  keep(piece: string, result: unknown): Promise<void>;
  /** Forgets all pieces: once the whole is stored elsewhere. */
  clear(): Promise<void>;
}

/** The pieces of one run. `run` must tell apart whatever gives other results: rows, learner, seed. */
export function finishedPieces(blobs: Blobs, run: string): Finished {
  const prefix = `partition/${run}/`;
  return {
    async recall(piece) {
      const bytes = await blobs.get(`${prefix}${piece}.json`);
      return bytes === undefined ? undefined : readPiece(bytes);
    },
    keep: (piece, result) => blobs.put(`${prefix}${piece}.json`, new TextEncoder().encode(JSON.stringify(result))),
    async clear() {
      for (const key of await blobs.list(prefix)) await blobs.delete(key);
    },
  };
}

/** A damaged piece counts as one that is not there: it is made again. */
function readPiece<T>(bytes: Uint8Array): T | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
