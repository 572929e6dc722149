import { fromBase64, known } from "../../kernel/index.ts";
import { code } from "./_softmax-kernel.ts";

/** What is used of WebAssembly, in words of our own: a pure room sees neither Node's types nor a browser's. */
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => Memory;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: Memory } },
  ) => { readonly exports: unknown };
}

/** The kernel's functions; arrays by their addresses. */
export interface SoftmaxKernel {
  score(of: Block, x: number): void;
  pull(of: Block, gradient: number): void;
  slopes(of: Block, outputs: number, truths: Truths): void;
}

/** A block of rows in memory. */
export interface Block {
  readonly rows: number;
  readonly width: number;
  readonly stride: number;
  readonly by: number;
  readonly places: number;
  readonly cells: number;
}

/** What is true of its rows. */
export interface Truths {
  readonly label: number;
  readonly weight: number;
  readonly share: number;
}

type Numbers = (...addresses: readonly number[]) => void;

/** A kernel with a memory of its own. */
export interface Desk {
  readonly kernel: SoftmaxKernel;
  readonly buffer: ArrayBuffer;
  /** The memory is free for the next one. */
  leave(): void;
}

const wasm: Wasm | undefined = (globalThis as { readonly WebAssembly?: Wasm }).WebAssembly;
const PAGE = 65_536;
const MOST_PAGES = 16_384;

/** A memory with the code that works in it. */
interface Seat {
  readonly memory: Memory;
  readonly kernel: SoftmaxKernel;
}

let compiled: object | undefined;
/** Kept because a memory costs more to make than a small fit to do; one fit at a time makes it one. */
const free: Seat[] = [];

/** A kernel with so many bytes of memory; undefined where the platform has none to offer. */
export function sitDown(bytes: number): Desk | undefined {
  const pages = Math.ceil(bytes / PAGE);
  if (wasm === undefined || pages > MOST_PAGES) return undefined;
  try {
    const seat = free.pop() ?? newSeat(wasm);
    const missing = pages - seat.memory.buffer.byteLength / PAGE;
    if (missing > 0) seat.memory.grow(missing);
    return { kernel: seat.kernel, buffer: seat.memory.buffer, leave: () => void free.push(seat) };
  } catch {
    // No memory for so much: the plain loops take over.
    return undefined;
  }
}

function newSeat({ Module, Memory, Instance }: Wasm): Seat {
  compiled ??= new Module(known(fromBase64(code), "the kernel's code"));
  const memory = new Memory({ initial: 1, maximum: MOST_PAGES });
  const { score, pull, slopes } = new Instance(compiled, { env: { memory } }).exports as Readonly<
    Record<keyof SoftmaxKernel, Numbers>
  >;
  return {
    memory,
    kernel: {
      score: ({ rows, width, stride, by, places, cells }, x) => score(rows, width, stride, by, places, x, cells),
      pull: ({ rows, width, stride, by, places, cells }, gradient) =>
        pull(rows, width, stride, by, places, gradient, cells),
      slopes: ({ rows, cells }, outputs, { label, weight, share }) =>
        slopes(rows, outputs, cells, label, weight, share),
    },
  };
}
