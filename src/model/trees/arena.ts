import { fromBase64, known } from "../../kernel/index.ts";
import { platformWasm, type WasmMemory } from "../wasm.ts";
import { code } from "./_walk-kernel.ts";
import type { Views } from "./lanes.ts";

/** The kernel's functions; `image` is where an image starts in memory. */
export interface WalkKernel {
  /** Adds the leaves of the block's first `rows` rows to its sums. */
  readonly sumRows: (image: number, rows: number) => void;
  /** Adds the leaves of the block's first row to its sums. */
  readonly sumRow: (image: number) => void;
  /** Adds the path-dependent Shapley values of a row of the block. The image is one of `explain/image.ts`. */
  readonly explainRow: (image: number, row: number) => void;
  /** Adds the Shapley values of row `x` of the block against row `z`. The image is one of `explain/image.ts`. */
  readonly contrastRows: (image: number, x: number, z: number) => void;
}

/** What can be put into the kernel's memory: bytes, then cells (NaN at first) up to `sums`, then room up to `size`. */
export interface Image {
  readonly bytes: Uint8Array;
  readonly cells: number;
  readonly sums: number;
  readonly size: number;
}

/** One memory that forests share, so that ten thousand small models do not reserve ten thousand memories. */
interface Arena extends Views {
  readonly kernel: WalkKernel;
  readonly memory: WasmMemory;
  readonly placed: WeakMap<Image, Placed>;
  /** The whole memory; renewed when it grows. */
  numbers: Float64Array;
  wholes: Int32Array;
  /** Where the next forest goes. */
  used: number;
}

/** A forest in the kernel's memory: good for work at once, not for keeping. */
export interface Placed {
  readonly arena: Readonly<Arena>;
  /** Where its image starts. */
  readonly image: number;
}

const PAGE = 65_536;
/** When forests take more than this, an empty arena takes over and each forest moves in at its next use. */
const FULL = 64 * 1024 * 1024;
/** Larger forests are walked without the kernel, which counts addresses in 32 bits. */
const LARGEST = 2 ** 30;

/** Undefined before the first use; null where the platform has no kernel to offer. */
let arena: Arena | null | undefined;

/** The forest in memory, copied there if need be; undefined where the kernel cannot run or hold it. */
export function place(image: Image): Placed | undefined {
  return arena?.placed.get(image) ?? moveIn(image);
}

function moveIn(image: Image): Placed | undefined {
  if (arena === null || image.size > LARGEST) return undefined;
  if (arena === undefined || arena.used + image.size > FULL) arena = attempt(open) ?? null;
  const home = arena;
  if (home === null || attempt(() => makeRoom(home, image.size)) === undefined) return undefined;
  const start = home.used;
  home.used += image.size;
  new Uint8Array(home.memory.buffer).set(image.bytes, start);
  home.numbers.fill(Number.NaN, (start + image.cells) / 8, (start + image.sums) / 8);
  const placed = { arena: home, image: start };
  home.placed.set(image, placed);
  return placed;
}

function open(): Arena | undefined {
  const platform = platformWasm();
  if (platform === undefined) return undefined;
  const memory = new platform.Memory({ initial: 16, maximum: PAGE });
  const module = new platform.Module(known(fromBase64(code), "the kernel's code"));
  const instance = new platform.Instance(module, { env: { memory } });
  return { kernel: instance.exports as WalkKernel, memory, ...viewsOf(memory), placed: new WeakMap(), used: 64 };
}

function viewsOf({ buffer }: WasmMemory): Views {
  return { numbers: new Float64Array(buffer), wholes: new Int32Array(buffer) };
}

/** Grows by doubling, so that many small forests do not grow it many times. */
function makeRoom(home: Arena, size: number): true {
  const need = Math.ceil((home.used + size) / PAGE);
  const have = home.memory.buffer.byteLength / PAGE;
  if (need > have) {
    home.memory.grow(Math.max(need - have, Math.min(have, FULL / PAGE - have)));
    Object.assign(home, viewsOf(home.memory));
  }
  return true;
}

/** Undefined where the platform refuses: a policy against WebAssembly, no SIMD, no memory left. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
