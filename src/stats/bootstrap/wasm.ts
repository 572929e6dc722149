import { fromBase64, known } from "../../kernel/index.ts";
import { code } from "./_resample-kernel.ts";
import { BOOTSTRAP_PURPOSE, BOUNDS } from "./poisson-counts.ts";
import { BLOCK_ROWS, type BlockSums } from "./weighted-sums.ts";

/** What is used of WebAssembly, in words of our own: a pure room sees neither Node's types nor a browser's. */
interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: {
    readonly initial: number;
    readonly maximum: number;
  }) => {
    readonly buffer: ArrayBuffer;
  };
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: object } },
  ) => { readonly exports: unknown };
}

interface ResampleKernel {
  count(
    rows: number,
    first: number,
    replicate: number,
    seed: number,
    purpose: number,
    bounds: number,
    words: number,
    into: number,
  ): void;
  dot(rows: number, counts: number, values: number): number;
}

const PAGE = 65_536;
/** Bounds, words, and the counts of a block come before the columns. */
const WORDS = 256;
const COUNTS = 1_024;
const COLUMNS = COUNTS + BLOCK_ROWS * 8;

const wasm: Wasm | undefined = (globalThis as { readonly WebAssembly?: Wasm }).WebAssembly;

/** The sums of blocks by the kernel; undefined where machine code cannot be made on the spot. */
export function kernelSums(columns: number): BlockSums | undefined {
  if (wasm === undefined) return undefined;
  try {
    const pages = Math.ceil((COLUMNS + columns * BLOCK_ROWS * 8) / PAGE);
    const memory = new wasm.Memory({ initial: pages, maximum: pages });
    const module = new wasm.Module(known(fromBase64(code), "the kernel's code"));
    const kernel = new wasm.Instance(module, { env: { memory } }).exports as ResampleKernel;
    new Uint16Array(memory.buffer, 0, 64).set(BOUNDS.flatMap((bound) => new Array<number>(8).fill(bound)));
    return blockSums(kernel, memory.buffer);
  } catch {
    return undefined;
  }
}

function blockSums(kernel: ResampleKernel, buffer: ArrayBuffer): BlockSums {
  const bytes = BLOCK_ROWS * 8;
  return {
    load(column, values) {
      const into = new Float64Array(buffer, COLUMNS + column * bytes, BLOCK_ROWS);
      into.fill(0).set(values);
    },
    draw(rows, { first = 0, replicate, seed }) {
      kernel.count(rows, first, replicate, seed, BOOTSTRAP_PURPOSE, 0, WORDS, COUNTS);
    },
    sum: (rows, column) => kernel.dot(rows, COUNTS, COLUMNS + column * bytes),
  };
}
