/** Where the arrays of a fit come from: plain ones, or stretches of a kernel's memory. All are zero when taken. */
export interface Arena {
  floats(length: number): Float64Array;
  singles(length: number): Float32Array;
  ints(length: number): Int32Array;
  bytes(length: number): Uint8Array;
  /** Runs `work` and takes back what it took: for staging. */
  scoped<T>(work: () => T): T;
}

/** Plain arrays, left to the garbage collector. */
export const plainArena: Arena = Object.freeze({
  floats: (length: number) => new Float64Array(length),
  singles: (length: number) => new Float32Array(length),
  ints: (length: number) => new Int32Array(length),
  bytes: (length: number) => new Uint8Array(length),
  scoped: <T>(work: () => T): T => work(),
});
